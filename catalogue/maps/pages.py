"""What the pages say of where services are: the picture, the same as a list, and where the script finds the data.

``towns`` are the municipalities of the county in alphabetical order (``snapshot.municipalities``).
"""

from django.conf import settings
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from fields.collation import key as in_alphabet
from organisations.county import fact

from .frame import outlines
from .locator import locator
from .pins import amount, nothing, ranges
from .spot import MOST, elsewhere, line_of, lines, numbered_places, spots


def _view(data):
    """What every map part knows: where its data is, who sees the reader's address, whose borders are drawn."""
    return {"data": data, "host": settings.HYTE_MAP_HOST, "outlines": bool(outlines())}


def of_results(cards, first, towns, *, data, whole):
    """One page of results: its services numbered as on the page. ``whole`` is the address of the map page."""
    label = _("Map, %(area)s. The list has the same services with the same numbers.")
    return _view(data) | {
        "locator": locator(spots(cards, first), towns, label % {"area": fact("area")}),
        "first": first,
        "entries": [(card.url, card.name, lines(card)) for card in cards],
        "whole": whole,
    }


def of_service(card, towns, *, data):
    """The service page; empty when nothing is known of where the service is."""
    found = numbered_places(card) or spots([card])
    if not found:
        return {}
    listed = [line_of(place) for place in card.places]
    names = "; ".join(
        f"{line.name}, {line.municipality}" if line.municipality else line.name for line in listed
    )
    label = _("Map: %(places)s.") % {"places": names or ", ".join(spot.name for spot in found)}
    say = ranges if len(listed) > 1 else nothing
    return _view(data) | {
        "locator": locator(found, towns, label, slim=True, say=say),
        "lines": listed if len(listed) > 1 else [],
    }


def of_services(cards, number, towns, *, data):
    """The map page: the places by municipality, then what has no place. ``number`` counts also what is left out."""
    label = _("Map, %(area)s. The list below has the same places.") % {"area": fact("area")}
    return _view(data) | {
        "heading": _heading(number),
        "locator": locator(spots(cards), towns, label, say=amount),
        "groups": _groups(cards, towns),
        "elsewhere": [((card.url, card.name), card.where) for card in elsewhere(cards)],
        "most": MOST if number > MOST else 0,
    }


def _heading(number):
    if not number:
        return _("We found no service with these choices")
    words = ngettext("%(n)s service on the map", "%(n)s services on the map", number)
    return words % {"n": number_format(number)}


def _groups(cards, towns):
    """By municipality in alphabetical order, those of other counties last."""
    found = {}
    for card in cards:
        link = card.url, card.name
        for place in card.places:
            group = found.setdefault(place["town"]["code"], _group(place["town"]))
            entry = group["places"].setdefault(
                place["id"], {"line": line_of(place, alone=True), "services": []}
            )
            entry["services"].append(link)
        for town in card.towns:
            found.setdefault(town["code"], _group(town))["services"].append(link)
    here = [town.pk for town in towns if town.pk in found]
    others = sorted(found.keys() - set(here), key=lambda code: in_alphabet(found[code]["name"]))
    for group in found.values():
        group["places"] = sorted(group["places"].values(), key=lambda row: in_alphabet(row["line"].name))
    return [found[code] for code in [*here, *others]]


def _group(town):
    return {"key": f"m{town['code']}", "name": town["name"], "places": {}, "services": []}
