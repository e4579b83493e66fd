"""Every word of a service, folded: what phrases in quotes are looked for in."""

import unicodedata

from fields.text import columns

_OTHERS = str.maketrans({"ø": "o", "æ": "a", "ß": "ss", "đ": "d", "ł": "l"})
_PARTS = [
    ("", columns("name", "summary", "description", "for_whom", "how_to", "first_visit", "price")),
    ("provider", columns("name")),
    ("provider.parent", columns("name")),
]
_ROWS = [
    ("producers", columns("name")),
    ("places", columns("name", "street", "post_office")),
    ("municipalities", columns("name")),
    ("keywords", columns("name")),
    ("classes", columns("name", "label")),
    ("target_groups", columns("name", "label")),
    ("life_events", columns("name", "label")),
    ("themes", columns("name")),
]


def fold(text):
    """Capitals, soft hyphens and ways of writing one letter do not matter; å, ä and ö stay letters."""
    return unicodedata.normalize("NFC", text.casefold().replace("\xad", ""))


def plain(word):
    """Letters without their dots and accents."""
    decomposed = unicodedata.normalize("NFD", word)
    return "".join(char for char in decomposed if not unicodedata.combining(char)).translate(_OTHERS)


def words_of(service):
    """Every text of a service in every language, folded, one a line."""
    found = []
    for path, names in _PARTS:
        record = service
        for step in path.split(".") if path else []:
            record = record and getattr(record, step)
        found += [getattr(record, name) for name in names if record]
    for relation, names in _ROWS:
        for record in getattr(service, relation).all():
            found += [getattr(record, name) for name in names]
    return fold("\n".join(dict.fromkeys(value for value in found if value)))
