"""Saved searches as living lists of services: what each finds now, and where the search page shows the same."""

from dataclasses import dataclass, field
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import override

from catalogue import bits
from catalogue.facets import narrowed as by_facets
from catalogue.search.finding import find

from .models import SavedSearch


@dataclass(frozen=True)
class Found:
    """``services`` is a set of services (``catalogue.bits``); ``order`` its keys, the best first."""

    services: int = 0
    order: list = field(default_factory=list)


NOTHING = Found()
FEW = 10  # services of a search that a page may show


def rows(now):
    """{key: SavedSearch}, read once a version of the catalogue."""
    return now.kept("saved searches", lambda: {row.key: row for row in SavedSearch.objects.order_by("pk")})


def found(now, language, key):
    """The public services that the search finds; nothing for a key that nobody knows."""
    row = rows(now).get(key)
    return now.kept(("saved search", language, key), lambda: _find(now, language, row)) if row else NOTHING


def _find(now, language, row):
    finding = find(_words(row, language), language, now)
    services = by_facets(now, finding.services, row.facets)[""] & now.public
    if finding.ordered:
        return Found(services, finding.best(services.bit_count(), services))
    latest = now.ordered(services, "verified", 0, services.bit_count())
    late = set(bits.kept(latest, now.late))
    return Found(services, sorted(latest, key=late.__contains__))


def narrowed(now, language, key, municipality=""):
    """The services of a search that are open to residents of the municipality, its own before those for everybody."""
    whole = found(now, language, key)
    return near(now, whole.order, municipality)


def glimpse(now, language, key, municipality=""):
    """(how many services of the search there are in the municipality, the first few of them): kept per version."""

    def look():
        order = narrowed(now, language, key, municipality)
        return len(order), order[:FEW]

    return now.kept(("glimpse", language, key, municipality), look) if key in rows(now) else (0, [])


def near(now, order, municipality):
    """Those of the services that are open to residents of the municipality, its own first; all without one."""
    if not municipality:
        return list(order)
    own = now.values.get("municipality", {}).get(municipality, 0)
    here = bits.kept(order, now.having("municipality", [municipality]))
    first = set(bits.kept(here, own))
    return sorted(here, key=lambda one: one not in first)


def address(now, language, key, municipality=""):
    """The search page that shows the same services; all services for a key that nobody knows."""
    row, parts = rows(now).get(key), []
    if row:
        words = _words(row, language)
        parts = [("q", words)] if words else []
        if municipality:
            parts.append(("municipality", municipality))
        parts += [(name, value) for name, values in row.facets.items() for value in values]
    with override(language):
        return reverse("services") + (f"?{urlencode(parts)}" if parts else "")


def _words(row, language):
    """In the page's language; a search without words in it is made with the other language's."""
    return next((said for code in (language, "fi", "sv") if (said := getattr(row, f"words_{code}", ""))), "")
