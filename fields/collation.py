"""Alphabetical order in Finnish and Swedish: … x y z å ä ö, capitals beside small letters.

PostgreSQL has the ICU collation ``fi-x-icu``; SQLite is taught one of the same name, so one
expression orders alike on both. The two languages order the same way (tested on both engines).
"""

import unicodedata
from functools import lru_cache

from django.db.models.functions import Collate

NAME = "fi-x-icu"
_LAST = {"å": "{", "ä": "|", "ö": "}"}  # the three code points after z
_LIKE = {"æ": "|", "ø": "}", "ü": "y", "ß": "ss", "đ": "d", "ð": "d", "ł": "l", "þ": "th"}


@lru_cache(maxsize=4096)
def key(text):
    """A sort key: letters first, then capitals after small letters, so that order is total."""
    letters = []
    for char in unicodedata.normalize("NFC", text.casefold()):
        if char in _LAST or char in _LIKE:
            letters.append(_LAST.get(char) or _LIKE[char])
        else:
            base = unicodedata.normalize("NFD", char)[0]
            # spaces and punctuation come before digits, digits before letters
            letters.append(base if base.isalnum() else " " if base.isspace() else "!")
    return "".join(letters), text.swapcase()


def _compare(left, right):
    left, right = key(left), key(right)
    return (left > right) - (left < right)


def teach_sqlite(connection, **kwargs):
    if connection.vendor == "sqlite":
        connection.connection.create_collation(NAME, _compare)


def alphabetical(expression):
    """Order by this: ``queryset.order_by(alphabetical("name_fi"), "pk")``."""
    return Collate(expression, NAME)
