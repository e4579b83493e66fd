"""Content in the page's language, or in another with its own ``lang``."""

from django.conf import settings
from django.utils.translation import get_language

_ORDER = {"fi": ("fi", "sv", "en"), "sv": ("sv", "fi", "en"), "en": ("en", "fi", "sv")}


class Text(str):
    """A text that knows its language. ``lang`` is empty when it is the page's own."""

    lang = ""


def text(record, field, language=None):
    """The record's ``field`` in ``language`` (default: the page's), else in the next language that has it.

    Returns a Text; an empty one when no language has it. Never touches the database.
    """
    wanted = (language or get_language() or settings.LANGUAGE_CODE)[:2]
    for code in _ORDER.get(wanted, _ORDER["fi"]):
        value = getattr(record, f"{field}_{code}", None)
        if value:
            found = Text(value)
            found.lang = "" if code == wanted else code
            return found
    return Text("")


def columns(*fields):
    """The database columns of translated fields: ``name`` → ``name_fi, name_sv, name_en``."""
    return [f"{field}_{code}" for field in fields for code in settings.MODELTRANSLATION_LANGUAGES]
