"""A service as residents see it in a list: written beforehand by ``card``, read again by ``read``.

``card`` and what it uses need a service read with ``with_page()``; they never ask the database.
"""

from dataclasses import dataclass, field

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from fields.text import text, unpacked
from organisations.county import fact

from .models.choices import BARRIERS, DELIVERY, Access, Area, Format, PriceKind
from .models.place import Place
from .times import listed, weekly

# The tint of a theme's pictogram tile; a theme the county adds has none and the first pictogram.
TINTS = {
    "exercise": "",
    "nature": "t-calm",
    "culture": "t-warm",
    "nutrition_sleep": "t-sun",
    "mind": "",
    "community": "t-warm",
    "guidance": "t-calm",
    "livelihood": "t-sun",
}


@dataclass
class Freshness:
    """``state``: ok, old (past its date), none (never confirmed)."""

    state: str
    date: str = ""


@dataclass
class Card:
    """A card in one language, with where it is for the maps.

    ``checked`` is the day of confirmation in words, ``review_on`` the day of the next in ISO format.
    ``places`` and ``towns`` are dictionaries: see ``_place`` and ``_town``.
    """

    id: int
    url: str
    name: str
    provider: str
    access: str
    summary: str = ""
    theme: str = ""
    where: str = ""
    when: str = ""
    price: str = ""
    languages: str = ""
    checked: str = ""
    review_on: str = ""
    places: list = field(default_factory=list)
    towns: list = field(default_factory=list)
    distance: str = ""  # of this visitor, never in the document

    @property
    def key(self):
        """By which the tray knows it, and the list that it stands in."""
        return f"s{self.id}"

    @property
    def tint(self):
        return TINTS.get(self.theme, "")

    @property
    def fresh(self):
        return freshness(self.checked, self.review_on)


def read(documents, ids):
    """The cards of these services in this order; ``documents`` is {id: document}. One that is gone is left out."""
    return [Card(**unpacked(documents[pk])) for pk in ids if pk in documents]


def freshness(checked, review_on):
    if not checked:
        return Freshness("none")
    return Freshness("old" if review_on < timezone.localdate().isoformat() else "ok", checked)


def card(service):
    theme = min(service.themes.all(), key=lambda row: row.order, default=None)
    return Card(
        id=service.pk,
        url=service.get_absolute_url(),
        name=text(service, "name"),
        provider=text(service.provider, "name"),
        access=str(Access(service.access_kind).label),
        summary=text(service, "summary"),
        theme=theme.pk if theme and theme.pk in TINTS else "",
        where=where(service),
        when=weekly(service.schedules.all()),
        price=_short_price(service),
        languages=languages(service),
        checked=day_of(service.verified_at),
        review_on=service.next_review_on.isoformat() if service.next_review_on else "",
        places=[_place(place) for place in service.places.all()],
        towns=[_town(row) for row in _towns(service)],
    )


def day_of(moment):
    return date_format(timezone.localtime(moment), "SHORT_DATE_FORMAT") if moment else ""


def _short_price(service):
    words = text(service, "price")
    return words if words and len(words) <= 40 else price(service)


def price(service):
    return str(PriceKind(service.price_kind).label) if service.price_kind else ""


def languages(service):
    return ", ".join(text(row, "name") for row in service.languages.all())


def where(service):
    """One line: the only place, or the municipalities, or the whole county; or how it reaches you."""
    places = list(service.places.all())
    if len(places) == 1:
        name, municipality = text(places[0], "name"), text(places[0].municipality, "name")
        return name if municipality in name else f"{name}, {municipality}"
    ways = [str(label) for name, label in DELIVERY.items() if getattr(service, name)]
    return listed(ways) if ways and not service.on_site else area(service)


def area(service):
    """Whose residents the service is for."""
    if service.area == Area.NATIONWIDE:
        return _("The whole of Finland")
    if service.area == Area.COUNTY:
        return _("All of %(area)s") % {"area": fact("area")}
    return listed(sorted(text(row, "name") for row in service.municipalities.all()))


def tags(service):
    """Kind, ways and helps, in words."""
    words = [Format(service.format).label] if service.format else []
    words += [label for name, label in DELIVERY.items() if getattr(service, name) and name != "on_site"]
    return [str(word) for word in words]


def helps(service):
    """What makes it easier to take part."""
    return [str(label) for name, label in BARRIERS.items() if getattr(service, name)]


# ---------------------------------------------------------------- where, for the maps
def _place(place):
    """``point`` is [latitude, longitude], no more exact than it is known; none where only the municipality is."""
    known = place.latitude is not None and place.accuracy != Place.Accuracy.MUNICIPALITY
    digits = 3 if place.accuracy == Place.Accuracy.APPROXIMATE else 6  # about 100 m
    return {
        "id": place.pk,
        "name": text(place, "name"),
        "accuracy": str(place.accuracy),
        "point": _point(place, digits) if known else None,
        "town": _town(place.municipality),
    }


def _towns(service):
    """The municipalities where a service is that has no place of its own."""
    if service.places.all() or not service.on_site or service.area != Area.MUNICIPALITIES:
        return []
    return service.municipalities.all()


def _town(municipality):
    return {"code": municipality.pk, "name": text(municipality, "name"), "point": _point(municipality, 6)}


def _point(row, digits):
    return None if row.latitude is None else [round(row.latitude, digits), round(row.longitude, digits)]
