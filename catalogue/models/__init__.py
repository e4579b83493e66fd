from .contact import Contact
from .hours import OpeningHours
from .place import Place
from .place_type import PlaceType
from .run import ImportLine, ImportRun
from .schedule import Schedule
from .service import Service
from .source import SourceRecord
from .theme import Theme, ThemeRule
from .vocabulary import Keyword, Language, LifeEvent, ServiceClass, TargetGroup

__all__ = [
    "Contact",
    "ImportLine",
    "ImportRun",
    "Keyword",
    "Language",
    "LifeEvent",
    "OpeningHours",
    "Place",
    "PlaceType",
    "Schedule",
    "Service",
    "ServiceClass",
    "SourceRecord",
    "TargetGroup",
    "Theme",
    "ThemeRule",
]
