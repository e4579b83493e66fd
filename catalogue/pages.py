"""What the pages of a service and of an organisation show: plain values for their templates.

``page`` is written beforehand, of a service read with ``with_page()``; ``of_service`` reads it again. An
organisation is read with its own ``with_page()``.
"""

from dataclasses import dataclass
from urllib.parse import quote

from django.conf import settings
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from fields.identifiers import tel, unbroken
from fields.text import text, unpacked

from . import cards, opening
from .jsonld import described, published
from .models import Contact
from .models.choices import Area
from .models.service import TEXTS
from .times import season, span


def of_service(document, card):
    """The context of the service page from its document and its card; only what hangs on the day is made here."""
    found = unpacked(document)
    for visit in found.get("visits", []):
        visit["hours"] = opening.coming(visit.get("hours", []))
    return found | {"card": card, "jsonld": published(found["jsonld"])}


def instead_of(document, now, limit=3):
    """Public services like one that is gone, which the picture of the catalogue (``now``) no longer knows."""
    themes, towns = (document.get(name, []) for name in ("themes", "towns"))
    found = now.having("theme", themes) & now.public
    if towns:
        found &= now.having("municipality", towns)
    return now.ordered(found, "verified", 0, limit)


def page(service):
    """All that the service page says beside the card, and where it is in each language."""
    texts = {field: text(service, field) for field in TEXTS}
    return {
        "slug": service.slug,
        "gone": service.is_gone,
        "themes": [row.pk for row in service.themes.all()] if service.is_gone else [],
        "towns": _towns(service) if service.is_gone else [],
        "addresses": {code: service.get_absolute_url(code) for code, _name in settings.LANGUAGES},
        "texts": texts,
        "only_elsewhere": any(
            texts[field].lang for field in ("name", "summary", "description") if texts[field]
        ),
        "area": cards.area(service),
        "tags": cards.tags(service),
        "helps": cards.helps(service),
        "groups": [group.shown for group in service.target_groups.all() if group.shown_to_residents],
        "price": cards.price(service),
        "contacts": [link(contact) for contact in service.contacts.all()],
        "first_step": first_step(service),
        "visits": visits(service),
        "times": weekly_rows(service),
        "verified_for": text(service.verified_for, "name") if service.verified_for else "",
        "provider": (service.provider.get_absolute_url(), text(service.provider, "name")),
        "producers": [(row.get_absolute_url(), text(row, "name")) for row in service.producers.all()],
        "provenance": str(service.provenance),
        **origin(service),
        "jsonld": described(service),
    }


def _towns(service):
    return [row.pk for row in service.municipalities.all()] if service.area == Area.MUNICIPALITIES else []


def origin(service):
    """Where the record comes from: its source's address, and the day it was last corrected here, if it was."""
    sources = list(service.sources.all())
    days = [row.corrected_on for row in sources if row.corrected_on]
    return {
        "source": next((row.address for row in sources if row.address), ""),
        "corrected_on": date_format(max(days), "SHORT_DATE_FORMAT") if days else "",
    }


def of_organisation(organisation, units):
    """The context of the organisation page, without its services."""
    return {
        "organisation": organisation,
        "name": text(organisation, "name"),
        "description": text(organisation, "description"),
        "website": organisation.website.split("//")[-1].rstrip("/"),
        "phone": organisation.phone and (tel(organisation.phone), unbroken(organisation.phone)),
        "municipality": text(organisation.municipality, "name") if organisation.municipality else "",
        "parent": organisation.parent
        and (organisation.parent.get_absolute_url(), text(organisation.parent, "name")),
        "units": [(unit.get_absolute_url(), text(unit, "name")) for unit in units],
    }


@dataclass
class Link:
    """A way to reach a service: ``href`` for the address, ``words`` for the reader."""

    kind: str
    href: str
    words: str
    label: str
    hours: str
    language: str
    external: bool


_HREF = {
    Contact.Kind.PHONE: tel,
    Contact.Kind.EMAIL: lambda value: f"mailto:{quote(value, safe='@')}",
}


def link(contact):
    web = contact.kind in (Contact.Kind.WEB, Contact.Kind.E_SERVICE)
    label = text(contact, "label")
    if web:
        words = label or contact.value.split("//")[-1].rstrip("/")
    else:
        words = unbroken(contact.value) if contact.kind == Contact.Kind.PHONE else contact.value
    return Link(
        kind=str(contact.kind),
        href=_HREF.get(contact.kind, str)(contact.value),
        words=words,
        label="" if web else label,
        hours=text(contact, "hours"),
        language=text(contact.language, "name") if contact.language else "",
        external=web,
    )


def first_step(service):
    """The one primary action of the page: (words, Link), or None when the way in is to come as you are."""
    contacts = list(service.contacts.all())
    wanted = {Contact.Purpose.BOOKING: _("Book a time"), Contact.Purpose.SIGN_UP: _("Sign up")}
    kinds = {
        Contact.Kind.PHONE: _("Call"),
        Contact.Kind.EMAIL: _("Write an e-mail"),
        Contact.Kind.E_SERVICE: _("Open the e-service"),
        Contact.Kind.WEB: _("Read more on the provider’s page"),
    }
    for contact in contacts:
        if contact.purpose in wanted:
            return wanted[contact.purpose], link(contact)
    for kind, words in kinds.items():
        for contact in contacts:
            if contact.kind == kind:
                return words, link(contact)
    return None


@dataclass
class Visit:
    """A place with its address, times and what helps to get in."""

    name: str
    lines: list
    step_free: bool | None
    access: str
    directions: str
    approximate: bool
    hours: list


def visits(service):
    return [
        Visit(
            name=text(place, "name"),
            lines=_address(place),
            step_free=place.step_free,
            access=text(place, "access"),
            directions=text(place, "directions"),
            approximate=not text(place, "street"),
            hours=opening.rows(place),
        )
        for place in service.places.all()
    ]


def _address(place):
    street, office = text(place, "street"), text(place, "post_office") or text(place.municipality, "name")
    town = f"{place.postcode} {office}" if place.postcode else office
    return [line for line in (street, town) if line]


def weekly_rows(service):
    """Rows of the table of times: (day, time, place, season, note, free places)."""
    return [
        {
            "day": row.get_weekday_display(),
            "time": span(row.starts_at, row.ends_at),
            "place": text(row.place, "name") if row.place else "",
            "season": season(row),
            "note": text(row, "note"),
            "free_places": row.free_places,
        }
        for row in service.schedules.all()
    ]
