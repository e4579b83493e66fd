"""Content in the page's language, or in another with its own ``lang``; also as JSON (``packed``, ``unpacked``)."""

from dataclasses import is_dataclass

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


_EMPTY = ("", None, [], {})


def packed(value):
    """JSON of texts, plain values and dataclasses. A text of the page's own language is a plain string, another is
    ``{"lang": …, "text": …}``. What is empty is left out of dictionaries.
    """
    if isinstance(value, Text):
        return {"lang": value.lang, "text": str(value)} if value.lang else str(value)
    if is_dataclass(value):
        value = vars(value)
    if isinstance(value, dict):
        whole = {key: packed(one) for key, one in value.items()}
        return {key: one for key, one in whole.items() if one not in _EMPTY}
    if isinstance(value, list | tuple):
        return [packed(one) for one in value]
    return value


def unpacked(value):
    """What was ``packed``: dictionaries and lists with the texts of other languages as Text again."""
    if isinstance(value, dict):
        if len(value) == 2 and "lang" in value and "text" in value:
            found = Text(value["text"])
            found.lang = value["lang"]
            return found
        return {key: one if one.__class__ is str else unpacked(one) for key, one in value.items()}
    if isinstance(value, list):
        return [one if one.__class__ is str else unpacked(one) for one in value]
    return value


def columns(*fields):
    """The database columns of translated fields: ``name`` → ``name_fi, name_sv, name_en``."""
    return [f"{field}_{code}" for field in fields for code in settings.MODELTRANSLATION_LANGUAGES]
