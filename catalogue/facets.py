"""The filters of the search page: what each asks, which services it keeps, how many each answer would give."""

from dataclasses import dataclass, field

from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Facet:
    name: str
    legend: str
    first: bool = False  # among the five shown at once
    every: bool = False  # all answers must hold, so its own choices narrow its own counts
    empty: bool = True  # answers that would give nothing are shown too
    most: int = 0  # at most so many answers, those with most services, and the chosen ones; 0 for all

    @property
    def looked(self):
        """Of that many answers at least the ``most`` are chosen."""
        return self.most * 2


@dataclass(slots=True)
class Option:
    value: str
    label: str
    count: int = 0
    chosen: bool = False


@dataclass(slots=True)
class Shown:
    """A facet as it stands on the page."""

    name: str
    legend: str
    first: bool
    options: list[Option] = field(default_factory=list)

    @property
    def chosen(self):
        return [option for option in self.options if option.chosen]


FACETS = [
    Facet("municipality", _("Municipality"), first=True),
    Facet("theme", _("Theme"), first=True),
    Facet("group", _("For whom"), first=True),
    Facet("price", _("Price"), first=True),
    Facet("access", _("How to take part"), first=True),
    Facet("format", _("What kind")),
    Facet("barrier", _("Easier to take part"), every=True),
    Facet("delivery", _("Where it is given")),
    Facet("language", _("Language of the service"), empty=False),
    Facet("event", _("Life event"), empty=False),
    Facet("provider", _("Provider"), empty=False, most=20),
]


def narrowed(snapshot, base, chosen):
    """{facet name or "": set}: the services of ``base`` that fit the answers of every other facet, and of all.

    ``chosen`` is {facet name: [values]}.
    """
    kept = {
        facet.name: snapshot.having(facet.name, chosen[facet.name], every=facet.every)
        for facet in FACETS
        if chosen.get(facet.name)
    }
    found = {}
    for left_out in ["", *kept]:
        together = base
        for name, own in kept.items():
            if name != left_out:
                together &= own
        found[left_out] = together
    return found


def shown(snapshot, sets, chosen, options):
    """Every facet with its options and their counts; ``sets`` is what ``narrowed`` returned.

    A count says how many services the page would hold with that answer chosen among the facet's own.
    """
    page = []
    for facet in FACETS:
        base = sets[""] if facet.every else sets.get(facet.name, sets[""])
        values, wanted, asked = chosen.get(facet.name, ()), options[facet.name], None
        if facet.most and len(wanted) > facet.looked:
            asked = {*snapshot.likely(facet.name, base, facet.looked), *values}
            wanted = [row for row in wanted if row[0] in asked]
        counts = snapshot.counts(facet.name, base, asked)
        rows = [
            Option(value, label, counts.get(value, 0), value in values)
            for value, label in wanted
            if facet.empty or counts.get(value) or value in values
        ]
        if facet.most:
            rows = _commonest(rows, facet.most)
        if rows:
            page.append(Shown(facet.name, facet.legend, facet.first, rows))
    return page


def _commonest(rows, most):
    """Those with most services and the chosen ones, in the order in which they stood."""
    kept = sorted(rows, key=lambda row: (not row.chosen, -row.count))[:most]
    wanted = {row.value for row in kept}
    return [row for row in rows if row.value in wanted or row.chosen]
