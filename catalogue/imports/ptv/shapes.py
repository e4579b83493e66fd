"""How PTV writes things: which kind of record, localized texts, spellings of its versions.

Field names and enumerations: PTV Open API v11; older spellings (v7–v10) are read as their present ones.
"""

import re

from django.utils.translation import gettext_noop

from catalogue.imports.cleaning import clean
from catalogue.imports.report import Rejected
from catalogue.imports.texts import LANGUAGES, listed

GUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", re.IGNORECASE)
NOBODY = "00000000-0000-0000-0000-000000000000"

NO_ID = gettext_noop("The record has no identifier.")
NO_RECORD = gettext_noop("This is not a record of the national service registry.")

# Old spelling → present one, all in lower case.
_SPELLINGS = {
    # areas
    "wholecountry": "nationwide",
    "wholecountryexceptalandislands": "nationwideexceptalandislands",
    "areatype": "limitedtype",
    "province": "region",
    # charges
    "charged": "chargeable",
    "free": "freeofcharge",
    # texts
    "shortdescription": "summary",
    "serviceuserinstruction": "userinstruction",
    "alternatename": "alternativename",
    # opening hours
    "standard": "daysoftheweek",
    "exception": "exceptional",
    "special": "overmidnight",
    # channels
    "electronicchannel": "echannel",
    "webpagechannel": "webpage",
    "printableformchannel": "printableform",
    "phonechannel": "phone",
    "servicelocationchannel": "servicelocation",
}
# What a record's state means for us; anything else (draft, modified) waits until it is published.
PUBLISHED = {"published", ""}
GONE = {"deleted", "archived", "withdrawn", "removed", "oldpublished"}


def spelled(value):
    """An enumeration value in one spelling: lower case, present name."""
    word = value.strip().lower() if isinstance(value, str) else ""
    return _SPELLINGS.get(word, word)


def guid(value):
    """The identifier in lower case, or empty when it is none."""
    word = value.strip().lower() if isinstance(value, str) else ""
    return word if GUID.fullmatch(word) and word != NOBODY else ""


def kind_of(record):
    """service, channel, organisation, description, or item (only an identifier); Rejected for anything else."""
    if not isinstance(record, dict):
        raise Rejected(NO_RECORD)
    if "serviceChannelNames" in record or "serviceChannelType" in record:
        found = "channel"
    elif "serviceNames" in record:
        found = "service"
    elif "organizationNames" in record:
        found = "organisation"
    elif "generalDescriptionType" in record or {"names", "descriptions"} <= set(record):
        found = "description"
    elif "id" in record and len(record) <= 6:
        found = "item"
    else:
        raise Rejected(NO_RECORD)
    if not guid(record.get("id")):
        raise Rejected(NO_ID)
    return found


def localized(items, kind=None, *, one_line=False):
    """``{language: text}`` of a list of localized values, of one type when it is given; empty ones left out."""
    found = {}
    for item in listed(items):
        language = str(item.get("language") or "").strip().lower()[:2]
        if kind is not None and spelled(item.get("type")) != kind:
            continue
        text = clean(item.get("value"), one_line=one_line)
        if text and language in LANGUAGES:
            found.setdefault(language, text)
    return found


def shown_name(names, display):
    """The name of each language: the one the record prefers to be shown by, else the official one."""
    official = localized(names, "name", one_line=True) or localized(names, "", one_line=True)
    alternative = localized(names, "alternativename", one_line=True)
    wanted = {
        str(item.get("language") or "").lower()
        for item in listed(display)
        if spelled(item.get("type")) == "alternativename"
    }
    return official | {code: text for code, text in alternative.items() if code in wanted}
