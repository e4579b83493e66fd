"""Sentences that count: whole in each language, with stored inflected forms."""

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext


def count(number):
    """``87 palvelua``; none has its own words."""
    if not number:
        return _("No services")
    return ngettext("%(n)s service", "%(n)s services", number) % {"n": number_format(number)}


def heading(number, chosen, towns):
    """The heading of the results; it names the municipality when exactly one is chosen and its form is known.

    ``chosen`` are the codes of municipalities in the search, ``towns`` those of the county.
    """
    if not number:
        return _("We found no service with these choices")
    if len(chosen) == 1:
        place_in = next((town.name_in for town in towns if town.pk == chosen[0]), "")
        if place_in and not getattr(place_in, "lang", ""):
            return ngettext("%(n)s service %(place_in)s", "%(n)s services %(place_in)s", number) % {
                "n": number_format(number),
                "place_in": place_in,
            }
    return count(number)
