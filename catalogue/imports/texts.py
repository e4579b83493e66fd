"""Values of JSON that may be anything, and texts in several languages."""

from django.conf import settings
from django.utils.translation import gettext_noop

from .cleaning import shortened
from .report import because

LANGUAGES = settings.MODELTRANSLATION_LANGUAGES
CUT = gettext_noop("Too long, shortened: %(field)s")


def listed(value):
    """The dictionaries of a list; null and whatever else is no list has none."""
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def mapping(value):
    return value if isinstance(value, dict) else {}


def joined(*parts):
    """Texts of several sources one under another, per language; the same text only once."""
    found = {}
    for code in LANGUAGES:
        texts = list(dict.fromkeys(part[code] for part in parts if part.get(code)))
        if texts:
            found[code] = "\n\n".join(texts)
    return found


def columns_of(field, texts, limit, reasons):
    """``{field_fi: text, …}`` for all languages, no longer than the column; a cut is told in ``reasons``."""
    found = {}
    for code in LANGUAGES:
        found[f"{field}_{code}"], cut = shortened(texts.get(code, ""), limit)
        if cut:
            reasons.append(because(CUT, field=f"{field}_{code}"))
    return found
