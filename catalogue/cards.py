"""A service as residents see it in a list: plain values, no database.

Needs a service read with ``with_card()`` or ``with_page()``.
"""

from dataclasses import dataclass, field

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from fields.text import text
from organisations.county import fact

from .models.choices import BARRIERS, DELIVERY, Access, Area, Format, PriceKind
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


def freshness(service, today=None):
    if service.verified_at is None:
        return Freshness("none")
    state = "old" if service.next_review_on < (today or timezone.localdate()) else "ok"
    date = date_format(timezone.localtime(service.verified_at), "SHORT_DATE_FORMAT")
    return Freshness(state, date)


@dataclass
class Card:
    url: str
    name: str
    provider: str
    summary: str
    theme: str
    tint: str
    where: str
    when: str
    price: str
    access: str
    languages: str
    fresh: Freshness = field(default_factory=lambda: Freshness("none"))


def card(service, today=None):
    theme = min(service.themes.all(), key=lambda row: row.order, default=None)
    return Card(
        url=service.get_absolute_url(),
        name=text(service, "name"),
        provider=text(service.provider, "name"),
        summary=text(service, "summary"),
        theme=theme.pk if theme and theme.pk in TINTS else "",
        tint=TINTS.get(theme.pk, "") if theme else "",
        where=where(service),
        when=weekly(service.schedules.all()),
        price=_short_price(service),
        access=str(Access(service.access_kind).label),
        languages=languages(service),
        fresh=freshness(service, today),
    )


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
