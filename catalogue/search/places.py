"""Place names and postcodes among the words: "jumppa hamina", "48100"."""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from fields.facts import read

from .analyser import keys
from .words import plain

POSTCODES = Path(__file__).resolve().parent.parent / "data" / "postcodes.csv"


@dataclass(frozen=True)
class Where:
    """A place the visitor named. ``rest`` are the words that are left."""

    town: object  # catalogue.labels.Town
    postcode: str = ""
    rest: tuple = ()
    token: str = ""


@lru_cache
def _postcodes():
    """{postcode: municipality}: the facts of Posti's list of postcodes, 2024 (names and texts left out)."""
    return {row["postcode"]: row["municipality"] for row in read(POSTCODES)}


def understood(tokens, towns, language):
    """The one place among the words, or None; with two places the words are only words."""
    found = [(token, *where) for token in tokens if (where := place(token, towns, language))]
    if len(found) != 1:
        return None
    token, town, postcode = found[0]
    return Where(town, postcode, tuple(word for word in tokens if word != token), token)


def place(token, towns, language):
    """(town, postcode or empty) that a word names, or None."""
    if token.isdigit():
        town = next((town for town in towns if town.pk == _postcodes().get(token)), None)
        return (town, token) if town else None
    said = {plain(token), plain(keys(token, language).base)}
    town = next((town for town in towns if said & town.keys), None)
    return (town, "") if town else None
