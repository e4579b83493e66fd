from .contact import Contact
from .hours import OpeningHours
from .index import Catalogue, Entry, Posting, Term, Word
from .listing import Listing
from .place import Place
from .place_type import PlaceType
from .run import ImportLine, ImportRun
from .schedule import Schedule
from .service import Service
from .source import SourceRecord
from .synonym import Synonym
from .theme import Theme, ThemeRule
from .vocabulary import Keyword, Language, LifeEvent, ServiceClass, TargetGroup

__all__ = [
    "Catalogue",
    "Contact",
    "Entry",
    "ImportLine",
    "ImportRun",
    "Keyword",
    "Language",
    "LifeEvent",
    "Listing",
    "OpeningHours",
    "Place",
    "PlaceType",
    "Posting",
    "Schedule",
    "Service",
    "ServiceClass",
    "SourceRecord",
    "Synonym",
    "TargetGroup",
    "Term",
    "Theme",
    "ThemeRule",
    "Word",
]
