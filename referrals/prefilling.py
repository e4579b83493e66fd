"""What the page that a professional came from fills in: the service or pathway, its kinds of referral, the town."""

from dataclasses import dataclass

from catalogue.models import Service
from pathways.models import Pathway

from .models import Kind


@dataclass(frozen=True)
class Came:
    name: str = ""
    kinds: tuple = ()
    service: int | None = None
    municipality: str = ""


def came_from(query):
    """Of ``?service=<id>`` or ``?pathway=<id>``; what is not there fills in nothing."""
    if record := _named(Service.objects.published(), query.get("service")):
        towns = [one.pk for one in record.municipalities.all()]
        town = towns[0] if len(towns) == 1 else ""
        return Came(str(record), _kinds(record), record.pk, town)
    if record := _named(Pathway.objects.published(), query.get("pathway")):
        return Came(str(record), _kinds(record))
    return Came()


def _named(rows, text):
    number = int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else None
    return rows.in_bulk([number]).get(number) if number else None


def _kinds(record):
    return tuple(Kind.objects.active().for_themes(record.themes.all()))
