"""From where the visitor looks: a place name, a postcode, or the browser's position rounded to about a kilometre."""

import re
from dataclasses import dataclass
from math import cos, hypot, radians

from fields.text import Text

from . import bits
from .search.analyser import words
from .search.places import place

KM_PER_DEGREE = 111.2
_POSITION = re.compile(r"([0-9]{2}(?:\.[0-9]{1,12})?),([0-9]{2}(?:\.[0-9]{1,12})?)")
NORTH, EAST = (59, 71), (19, 32)  # degrees between which Finland lies


@dataclass(frozen=True)
class Origin:
    """``point`` is (latitude, longitude) or None; ``name`` is what distances are from.

    ``exact``: own (the browser's position), postcode (the middle of places there), municipality (its centre).
    ``town`` narrows the results; ``wished``: the visitor asked for the nearest first.
    """

    point: tuple | None
    name: Text | str
    exact: str
    town: object = None
    wished: bool = False
    unknown: str = ""  # what was typed, when it names no place here


def position(text):
    """A position as it is kept, "60.57,27.20": about a kilometre, no more is needed. Empty for none in Finland."""
    match = _POSITION.fullmatch(text)
    north, east = (float(part) for part in match.groups()) if match else (0, 0)
    inside = NORTH[0] <= north <= NORTH[1] and EAST[0] <= east <= EAST[1]
    return f"{north:.2f},{east:.2f}" if inside else ""


def origin(near, where, named, snapshot, language):
    """The origin, or None. ``near`` is a ``position``, ``where`` typed, ``named`` a place among the words."""
    if near:
        return Origin(tuple(map(float, near.split(","))), "", "own", wished=True)
    if where.strip():
        found = [
            spot
            for word in words(where)
            if (spot := place(word, snapshot.municipalities(language), language))
        ]
        if len({town.pk for town, _postcode in found}) != 1:  # none, or two at once
            return Origin(None, "", "", unknown=where.strip())
        return _at(*max(found, key=lambda spot: spot[1]), snapshot, narrow=True)
    return _at(named.town, named.postcode, snapshot) if named else None


def _at(town, postcode, snapshot, *, narrow=False):
    centre = (town.latitude, town.longitude) if town.latitude is not None else None
    own = town if narrow else None
    middle = snapshot.middle(postcode) if postcode else None
    if middle:
        return Origin(middle, postcode, "postcode", own)
    return Origin(centre, town.name, "municipality", own)


def distance(point, other):
    """Kilometres between two points of (latitude, longitude): flat, which is right enough within a county."""
    north = (other[0] - point[0]) * KM_PER_DEGREE
    east = (other[1] - point[1]) * KM_PER_DEGREE * cos(radians((point[0] + other[0]) / 2))
    return hypot(north, east)


def nearest(snapshot, base, point):
    """[(service, kilometres or None)]: nearest first, the key breaks ties. Only exact points give a distance."""
    points, found, rest = snapshot.points(), [], []
    for key in bits.keys(base):
        own = points.get(key)
        if own:
            best = min((distance(point, row), not row[2]) for row in own)
            found.append((best[0], key, None if best[1] else best[0]))
        else:
            rest.append((key, None))
    return [(key, km) for _sort, key, km in sorted(found)] + rest
