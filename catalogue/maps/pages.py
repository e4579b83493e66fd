"""What the pages say of where services are: the picture, the same as a list, and where the script finds the data."""

from django.conf import settings
from django.utils.formats import number_format
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from fields.collation import key as in_alphabet
from fields.text import text
from organisations.county import fact
from organisations.models import Municipality

from ..models.choices import Area
from .frame import outlines
from .locator import locator
from .pins import amount, nothing, ranges
from .spot import MOST, elsewhere, line_of, lines, numbered_places, spots


def _view(data):
    """What every map part knows: where its data is, who sees the reader's address, whose borders are drawn."""
    return {"data": data, "host": settings.HYTE_MAP_HOST, "outlines": bool(outlines())}


def of_results(services, first, *, data, whole):
    """One page of results: its services numbered as on the page. ``whole`` is the address of the map page."""
    label = _("Map, %(area)s. The list has the same services with the same numbers.")
    return _view(data) | {
        "locator": locator(spots(services, first), label % {"area": fact("area")}),
        "first": first,
        "entries": [
            {"url": service.get_absolute_url(), "name": text(service, "name"), "lines": lines(service)}
            for service in services
        ],
        "whole": whole,
    }


def of_service(service, *, data):
    """The service page; empty when nothing is known of where the service is."""
    places = list(service.places.all())
    found = numbered_places(service) or spots([service])
    if not found:
        return {}
    listed = [line_of(place) for place in places]
    names = "; ".join(
        f"{line.name}, {line.municipality}" if line.municipality else line.name for line in listed
    )
    label = _("Map: %(places)s.") % {"places": names or ", ".join(spot.name for spot in found)}
    say = ranges if len(places) > 1 else nothing
    return _view(data) | {
        "locator": locator(found, label, slim=True, say=say),
        "lines": listed if len(places) > 1 else [],
    }


def of_services(services, number, *, data):
    """The map page: the places by municipality, then what has no place. ``number`` counts also what is left out."""
    label = _("Map, %(area)s. The list below has the same places.") % {"area": fact("area")}
    return _view(data) | {
        "heading": _heading(number),
        "locator": locator(spots(services), label, say=amount),
        "groups": _groups(services),
        "elsewhere": [(_link(service), line) for _number, service, line in elsewhere(services)],
        "most": MOST if number > MOST else 0,
    }


def _heading(number):
    if not number:
        return _("We found no service with these choices")
    words = ngettext("%(n)s service on the map", "%(n)s services on the map", number)
    return words % {"n": number_format(number)}


def _groups(services):
    """By municipality in alphabetical order, those of other counties last."""
    found = {}
    for service in services:
        places = service.places.all()
        for place in places:
            group = found.setdefault(place.municipality_id, _group(place.municipality))
            entry = group["places"].setdefault(place.pk, {"line": line_of(place, alone=True), "services": []})
            entry["services"].append(_link(service))
        if not places and service.on_site and service.area == Area.MUNICIPALITIES:
            for municipality in service.municipalities.all():
                group = found.setdefault(municipality.pk, _group(municipality))
                group["services"].append(_link(service))
    here = [row.pk for row in Municipality.objects.here().by_name(get_language()) if row.pk in found]
    others = sorted(found.keys() - set(here), key=lambda code: in_alphabet(found[code]["name"]))
    for group in found.values():
        group["places"] = sorted(group["places"].values(), key=lambda row: in_alphabet(row["line"].name))
    return [found[code] for code in [*here, *others]]


def _group(municipality):
    name = text(municipality, "name")
    return {"key": f"m{municipality.pk}", "name": name, "places": {}, "services": []}


def _link(service):
    return service.get_absolute_url(), text(service, "name")
