"""Spots: what a map can show. A place with a point, or a municipality of which no more is known."""

from dataclasses import dataclass, field

from fields.text import Text, columns, text

from ..cards import where
from ..models import Place
from ..models.choices import Area
from ..models.service import TEXTS

MOST = 500  # services on one map
_UNREAD = columns(*(name for name in TEXTS if name != "name")) + ["search_text"]


def shown(services):
    """The services of a map in their order, at most MOST of them: without the texts that no map says."""
    return list(services.defer(*_UNREAD).prefetch_related("places__municipality", "municipalities")[:MOST])


@dataclass
class Spot:
    """``key`` is p and the number of the place, or m and the code of the municipality.

    ``point`` is (latitude, longitude); a municipality's is its centre. ``services`` are (number, service).
    """

    key: str
    name: Text
    municipality: Text
    code: str
    accuracy: str
    point: tuple | None
    services: list = field(default_factory=list)

    @property
    def numbers(self):
        return [number for number, _ in self.services]

    @property
    def is_area(self):
        return self.accuracy == Place.Accuracy.MUNICIPALITY

    @property
    def is_approximate(self):
        return self.accuracy == Place.Accuracy.APPROXIMATE


@dataclass
class Where:
    """One line of a list: the place as it is called, its municipality when the name does not say it."""

    name: Text
    municipality: Text = Text("")
    approximate: bool = False


def spots(services, first=1):
    """Every spot of these services, in the order of the services, which are numbered from ``first``.

    Needs the services' places with their municipalities, and the services' municipalities.
    """
    return _gathered(
        (number, service, spot)
        for number, service in enumerate(services, first)
        for spot in _spots_of(service)
    )


def numbered_places(service):
    """The spots of one service, its places numbered from one."""
    return _gathered(
        (number, service, _of_place(place)) for number, place in enumerate(service.places.all(), 1)
    )


def _gathered(rows):
    found = {}
    for number, service, spot in rows:
        there = found.setdefault(spot.key, spot).services
        if (number, service) not in there:
            there.append((number, service))
    return list(found.values())


def elsewhere(services, first=1):
    """Those without a spot, as (number, service, line): the whole county, remote, by phone."""
    return [
        (number, service, where(service))
        for number, service in enumerate(services, first)
        if not list(_spots_of(service))
    ]


def lines(service):
    """Where the service is, as the list says it."""
    return [line_of(place) for place in service.places.all()] or [Where(Text(where(service)))]


def line_of(place, *, alone=False):
    """``alone``: without the municipality, where a heading says it."""
    name, municipality = text(place, "name"), text(place.municipality, "name")
    said = alone or municipality in name
    return Where(name, Text("") if said else municipality, place.accuracy == Place.Accuracy.APPROXIMATE)


def at_spots(keys, services):
    """Those of the services of a map that have one of these spots, in their order."""
    if all(key.startswith("p") for key in keys):
        return services.having("places", [int(key[1:]) for key in keys])
    there = [row.pk for row in shown(services) if any(spot.key in keys for spot in _spots_of(row))]
    return services.filter(pk__in=there)


def _spots_of(service):
    places = service.places.all()
    for place in places:
        yield _of_place(place)
    if not places and service.on_site and service.area == Area.MUNICIPALITIES:
        for municipality in service.municipalities.all():
            yield _of_municipality(municipality)


def _of_place(place):
    if place.latitude is None or place.accuracy == Place.Accuracy.MUNICIPALITY:
        return _of_municipality(place.municipality)
    digits = 3 if place.accuracy == Place.Accuracy.APPROXIMATE else 6  # about 100 m: no more than is known
    return Spot(
        key=f"p{place.pk}",
        name=text(place, "name"),
        municipality=text(place.municipality, "name"),
        code=place.municipality_id,
        accuracy=place.accuracy,
        point=(round(place.latitude, digits), round(place.longitude, digits)),
    )


def _of_municipality(municipality):
    name = text(municipality, "name")
    point = (municipality.latitude, municipality.longitude) if municipality.latitude is not None else None
    return Spot(f"m{municipality.pk}", name, name, municipality.pk, Place.Accuracy.MUNICIPALITY, point)
