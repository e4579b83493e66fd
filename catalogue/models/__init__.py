from .contact import Contact
from .place import OpeningHours, Place
from .schedule import Schedule
from .service import Service
from .source import SourceRecord
from .theme import Theme, ThemeRule
from .vocabulary import Keyword, Language, LifeEvent, ServiceClass, TargetGroup

__all__ = [
    "Contact",
    "Keyword",
    "Language",
    "LifeEvent",
    "OpeningHours",
    "Place",
    "Schedule",
    "Service",
    "ServiceClass",
    "SourceRecord",
    "TargetGroup",
    "Theme",
    "ThemeRule",
]
