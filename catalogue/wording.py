"""Sentences that count: whole in each language, with stored inflected forms."""

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from fields.text import text
from organisations.models import Municipality


def count(number):
    """``87 palvelua``; none has its own words."""
    if not number:
        return _("No services")
    return ngettext("%(n)s service", "%(n)s services", number) % {"n": number_format(number)}


def heading(number, facets):
    """The heading of the results; it names the municipality when exactly one is chosen and its form is known."""
    if not number:
        return _("We found no service with these choices")
    municipality = next((facet for facet in facets if facet.name == "municipality"), None)
    chosen = municipality.chosen if municipality else []
    if len(chosen) == 1:
        place_in = text(Municipality.objects.get(pk=chosen[0].value), "name_in")
        if place_in and not place_in.lang:
            return ngettext("%(n)s service %(place_in)s", "%(n)s services %(place_in)s", number) % {
                "n": number_format(number),
                "place_in": place_in,
            }
    return count(number)
