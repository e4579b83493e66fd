"""What the page of results says around its cards: its heading, notes on the search, distances, a way out of nothing."""

from dataclasses import dataclass

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from fields.identifiers import tel, unbroken
from organisations.county import fact

from . import nothing
from .wording import count, heading


@dataclass(frozen=True)
class Note:
    """A sentence about the search, with a link where the visitor can have it otherwise."""

    text: str
    url: str = ""
    words: str = ""


def around(found, address, towns):
    """The context of the results beside the cards."""
    chosen = found.chosen.get("municipality", [])
    said = heading(found.number, chosen, towns)
    if found.number and not found.finding.fits:
        said = _("Nothing fits exactly. Closest to your search")
    return {
        "heading": said,
        "notes": list(_notes(found, address)),
        "nothing": None if found.number else _nothing(found, address),
    }


def _nothing(found, address):
    ways, phone = nothing.ways(found, address), found.snapshot.labels(found.language).phone
    return {
        "ways": [(way.url, way.kind, way.name, _said(way), count(way.count)) for way in ways],
        "blamed": nothing.blamed(ways),
        "themes": nothing.themes(found),
        "phone": (tel(phone), unbroken(phone)) if phone else None,
    }


def _said(way):
    """The words of a way out; a choice is named by the template, in its own language."""
    return {
        "choice": "",
        "words": _("Search without the words"),
        "neighbours": _("Nearby municipalities: %(names)s") % {"names": way.name},
        "everywhere": _("All of %(area)s") % {"area": fact("area")},
        "word": _("Search for ”%(word)s”") % {"word": way.name},
    }[way.kind]


def _notes(found, address):
    finding, origin = found.finding, found.origin
    if finding.used and found.number:
        used, typed = {"used": finding.used}, {"typed": found.words}
        yield Note(
            _("Showing results for ”%(used)s”.") % used,
            address.literal,
            _("Search for exactly ”%(typed)s”") % typed,
        )
    if found.exactly and found.words:
        again = address.searching(found.words)
        yield Note(_("Only exactly these words were searched for."), again, _("Search for similar words too"))
    if finding.other and found.number:
        yield Note(_("Some results come from Swedish texts."))
    if origin and origin.unknown:
        typed = {"place": origin.unknown}
        yield Note(_("We do not know this place: %(place)s. Write a municipality or a postcode.") % typed)
    if found.sort == "near":
        yield Note(_measured_from(origin))


def _measured_from(origin):
    if origin.exact == "own":
        return _("Distances are from your position, to about a kilometre. Your location is not stored.")
    if origin.exact == "postcode":
        return _("Distances are from the middle of the places with this postcode: %(place)s.") % {
            "place": origin.name
        }
    return _("Distances are from the middle of this municipality: %(place)s.") % {"place": origin.name}


def with_distances(cards, found):
    """The same cards; those with an exact point say how far it is, when the order is the nearest first."""
    if found.sort == "near":
        far = dict(found.distances)
        for card in cards:
            card.distance = _kilometres(far.get(card.id))
    return cards


def _kilometres(km):
    if km is None:
        return ""
    return _("less than 1 km") if km < 1 else _("about %(km)s km") % {"km": number_format(round(km))}
