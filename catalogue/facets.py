"""The filters of the search page: what each asks, how it narrows, how many services each answer would give.

Counts are plain grouped queries here, a fixed number for any catalogue; the search issue replaces them.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from django.db.models import Count, Q
from django.utils.translation import gettext_lazy as _

from fields.text import text
from organisations.models import Municipality, Organisation

from .models import Language, LifeEvent, Service, TargetGroup, Theme
from .models.choices import BARRIERS, DELIVERY, Access, Area, Format, PriceKind


@dataclass(frozen=True)
class Facet:
    """``options(language)`` gives (value, words); ``counts(services)`` gives {value: number}."""

    name: str
    legend: str
    options: Callable
    narrow: Callable
    counts: Callable
    first: bool = False  # among the five shown at once
    every: bool = False  # all answers must hold, so its own choices narrow its own counts
    empty: bool = True  # answers that would give nothing are shown too


@dataclass
class Option:
    value: str
    label: str
    count: int = 0
    chosen: bool = False


@dataclass
class Shown:
    """A facet as it stands on the page."""

    name: str
    legend: str
    first: bool
    options: list[Option] = field(default_factory=list)

    @property
    def chosen(self):
        return [option for option in self.options if option.chosen]


def _grouped(path):
    def counts(services):
        rows = services.order_by().values_list(path).annotate(number=Count("pk", distinct=True))
        return {value: number for value, number in rows if value not in (None, "")}

    return counts


def _flags(names):
    def counts(services):
        return services.order_by().aggregate(
            **{name: Count("pk", filter=Q(**{name: True})) for name in names}
        )

    return counts


def _any_flag(services, names):
    wanted = Q()
    for name in names:
        wanted |= Q(**{name: True})
    return services.filter(wanted)


def _every_flag(services, names):
    return services.filter(**dict.fromkeys(names, True))


def _by_municipality(services):
    everywhere = services.filter(area__in=[Area.COUNTY, Area.NATIONWIDE]).count()
    own = _grouped("municipalities")(services.filter(area=Area.MUNICIPALITIES))
    return {
        code: everywhere + own.get(code, 0)
        for code in Municipality.objects.here().values_list("pk", flat=True)
    }


def _by_provider(services):
    found = {}
    above = ("provider", "provider__parent", "provider__parent__parent")
    for *keys, number in services.order_by().values_list(*above).annotate(number=Count("pk")):
        for key in set(keys) - {None}:
            found[str(key)] = found.get(str(key), 0) + number
    return found


def _rows(queryset, label="name"):
    return [(str(row.pk), text(row, label)) for row in queryset]


def _terms(model):
    return lambda language: [(row.pk, row.shown) for row in model.objects.order_by("order", "pk")]


def _groups(language):
    rows = TargetGroup.objects.for_residents()
    return [(row.pk, row.shown) for row in rows]


FACETS = [
    Facet(
        "municipality",
        _("Municipality"),
        lambda language: _rows(Municipality.objects.here().by_name(language)),
        lambda services, values: services.in_municipality(*values),
        _by_municipality,
        first=True,
    ),
    Facet(
        "theme",
        _("Theme"),
        lambda language: _rows(Theme.objects.order_by("order", "pk")),
        lambda services, values: services.for_theme(*values),
        _grouped("themes"),
        first=True,
    ),
    Facet(
        "group",
        _("For whom"),
        _groups,
        lambda services, values: services.for_group(*values),
        _grouped("target_groups"),
        first=True,
        empty=False,
    ),
    Facet(
        "price",
        _("Price"),
        lambda language: PriceKind.choices,
        lambda services, values: services.filter(price_kind__in=values),
        _grouped("price_kind"),
        first=True,
    ),
    Facet(
        "access",
        _("How to take part"),
        lambda language: Access.choices,
        lambda services, values: services.filter(access_kind__in=values),
        _grouped("access_kind"),
        first=True,
    ),
    Facet(
        "format",
        _("What kind"),
        lambda language: Format.choices,
        lambda services, values: services.filter(format__in=values),
        _grouped("format"),
    ),
    Facet(
        "barrier",
        _("Easier to take part"),
        lambda language: list(BARRIERS.items()),
        _every_flag,
        _flags(BARRIERS),
        every=True,
    ),
    Facet(
        "delivery",
        _("Where it is given"),
        lambda language: list(DELIVERY.items()),
        _any_flag,
        _flags(DELIVERY),
    ),
    Facet(
        "language",
        _("Language of the service"),
        lambda language: _rows(Language.objects.by_name(language)),
        lambda services, values: services.given_in(*values),
        _grouped("languages"),
        empty=False,
    ),
    Facet(
        "event",
        _("Life event"),
        _terms(LifeEvent),
        lambda services, values: services.for_event(*values),
        _grouped("life_events"),
        empty=False,
    ),
    Facet(
        "provider",
        _("Provider"),
        lambda language: _rows(Organisation.objects.by_name(language)),
        lambda services, values: services.answered_by(*values),
        _by_provider,
        empty=False,
    ),
]


def narrowed(services, chosen, leave_out=""):
    """Services that fit the chosen answers, {facet name: [values]}, of every facet but one."""
    for facet in FACETS:
        values = chosen.get(facet.name)
        if values and facet.name != leave_out:
            services = facet.narrow(services, values)
    return services


def shown(services, chosen, options):
    """Every facet with its options and their counts; ``services`` are those that match the words.

    A count says how many services the page would hold with that answer chosen among the facet's own.
    """
    page = []
    for facet in FACETS:
        base = Service.objects.within(narrowed(services, chosen, "" if facet.every else facet.name))
        counts = facet.counts(base)
        values = chosen.get(facet.name, [])
        rows = [
            Option(value, label, counts.get(value, 0), value in values)
            for value, label in options[facet.name]
        ]
        if not facet.empty:
            rows = [row for row in rows if row.count or row.chosen]
        if rows:
            page.append(Shown(facet.name, facet.legend, facet.first, rows))
    return page


def counts_of(name, services):
    """{value: number} of one facet, for the home page."""
    return next(facet for facet in FACETS if facet.name == name).counts(services)
