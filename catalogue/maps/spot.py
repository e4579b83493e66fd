"""Spots: what a map can show. A place with a point, or a municipality of which no more is known."""

from dataclasses import dataclass, field

from ..models import Place

MOST = 500  # services on one map
_AREA, _APPROXIMATE = str(Place.Accuracy.MUNICIPALITY), str(Place.Accuracy.APPROXIMATE)


@dataclass
class Spot:
    """``key`` is p and the number of the place, or m and the code of the municipality.

    ``point`` is (latitude, longitude); a municipality's is its centre. ``services`` are (number, card).
    """

    key: str
    name: str
    municipality: str
    code: str
    accuracy: str
    point: tuple | None
    services: list = field(default_factory=list)

    @property
    def numbers(self):
        return [number for number, _ in self.services]

    @property
    def is_area(self):
        return self.accuracy == _AREA

    @property
    def is_approximate(self):
        return self.accuracy == _APPROXIMATE


@dataclass
class Where:
    """One line of a list: the place as it is called, its municipality when the name does not say it."""

    name: str
    municipality: str = ""
    approximate: bool = False


def spots(cards, first=1):
    """Every spot of these cards, in their order; they are numbered from ``first``."""
    return _gathered(
        (number, card, spot) for number, card in enumerate(cards, first) for spot in _spots(card)
    )


def numbered_places(card):
    """The spots of one service, its places numbered from one."""
    return _gathered((number, card, _of_place(place)) for number, place in enumerate(card.places, 1))


def _gathered(rows):
    found = {}
    for number, card, spot in rows:
        there = found.setdefault(spot.key, spot).services
        if not there or there[-1][0] != number:
            there.append((number, card))
    return list(found.values())


def elsewhere(cards):
    """Those without a spot: the whole county, remote, by phone."""
    return [card for card in cards if not card.places and not card.towns]


def lines(card):
    """Where the service is, as the list says it."""
    return [line_of(place) for place in card.places] or [Where(card.where)]


def line_of(place, *, alone=False):
    """``alone``: without the municipality, where a heading says it."""
    name, municipality = place["name"], place["town"]["name"]
    said = alone or municipality in name
    return Where(name, "" if said else municipality, place.get("accuracy") == _APPROXIMATE)


def at_spots(keys, cards):
    """Those of the services of a map that have one of these spots, in their order."""
    return [card for card in cards if any(spot.key in keys for spot in _spots(card))]


def _spots(card):
    for place in card.places:
        yield _of_place(place)
    for town in card.towns:
        yield _of_town(town)


def _of_place(place):
    town = place["town"]
    if "point" not in place:
        return _of_town(town)
    return Spot(
        f"p{place['id']}", place["name"], town["name"], town["code"], place["accuracy"], tuple(place["point"])
    )


def _of_town(town):
    point = tuple(town["point"]) if "point" in town else None
    return Spot(f"m{town['code']}", town["name"], town["name"], town["code"], _AREA, point)
