"""What can be chosen in the filters, in one language: read once a version of the catalogue."""

from dataclasses import dataclass

from django.utils.translation import override

from fields.text import Text, text
from organisations.models import Municipality, Organisation

from .models import Language, LifeEvent, TargetGroup, Theme
from .models.choices import BARRIERS, DELIVERY, Access, Format, PriceKind
from .search.words import plain


@dataclass(frozen=True)
class Town:
    """A municipality of the county without its record; forms are whole: in Kotka, to Kotka."""

    pk: str
    name: Text
    name_in: Text
    latitude: float | None
    longitude: float | None
    spellings: tuple  # every form of its name in every language
    keys: frozenset  # the last word of each, folded: "i Kotka" is known by kotka


@dataclass(frozen=True)
class Labels:
    """``options`` is {facet: [(value, words)]} in the order of the page."""

    options: dict
    municipalities: list
    phone: str = ""  # of the county's organisation, where somebody can be asked

    @classmethod
    def read(cls, language):
        with override(language):
            towns = [_town(row) for row in Municipality.objects.here().by_name(language)]
            options = {
                "municipality": [(row.pk, row.name) for row in towns],
                "theme": _rows(Theme.objects.order_by("order", "pk")),
                "group": [(row.pk, row.shown) for row in TargetGroup.objects.for_residents()],
                "price": _words(PriceKind.choices),
                "access": _words(Access.choices),
                "format": _words(Format.choices),
                "barrier": _words(BARRIERS.items()),
                "delivery": _words(DELIVERY.items()),
                "language": _rows(Language.objects.by_name(language)),
                "event": [(row.pk, row.shown) for row in LifeEvent.objects.order_by("order", "pk")],
                "provider": _rows(Organisation.objects.by_name(language)),
            }
        return cls(options, towns, Organisation.objects.phone_of_the_county())


def _rows(queryset):
    return [(str(row.pk), text(row, "name")) for row in queryset]


def _words(choices):
    return [(value, str(label)) for value, label in choices]


_FORMS = ("name", "name_of", "name_in", "name_to", "name_from")


def _town(row):
    spellings = [getattr(row, f"{form}_{code}") for form in _FORMS for code in ("fi", "sv", "en")]
    return Town(
        pk=row.pk,
        name=text(row, "name"),
        name_in=text(row, "name_in"),
        latitude=row.latitude,
        longitude=row.longitude,
        spellings=tuple(dict.fromkeys(filter(None, spellings))),
        keys=frozenset(plain(form.split()[-1].casefold()) for form in spellings if form),
    )
