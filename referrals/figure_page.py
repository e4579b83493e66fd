"""What the page of figures says: sentences, charts and tables of one year, in the words of the page's language."""

from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import get_language, ngettext, pgettext
from django.utils.translation import gettext as _

from fields.text import text
from organisations.models import Municipality, Organisation

from . import charts, clocks, figures, reasons
from .counting import STILL
from .figures import ALL, NOWHERE

BANDS = {
    "0-29": lambda: _("under 30"),
    "30-49": lambda: "30–49",
    "50-64": lambda: "50–64",
    "65-79": lambda: "65–79",
    "80-": lambda: _("80 or older"),
    ALL: lambda: _("not known"),
}


@dataclass(frozen=True)
class Table:
    name: str
    caption: str
    first: str  # heading of the first column
    heads: list
    rows: list  # [(words, [number, a word or None for not shown])]

    @property
    def wide(self):
        """Rows become cards on a telephone."""
        return len(self.heads) > 2

    @property
    def lines(self):
        return [(words, list(zip(self.heads, cells, strict=True))) for words, cells in self.rows]

    def __bool__(self):
        return any(cell for _words, cells in self.rows for cell in cells)


class Page:
    def __init__(self, year, kind=ALL):
        self.year, self.kind = figures.of_year(year), kind
        self.promised = clocks.days("sent") + clocks.days("accepted")

    def number(self, measure, dimension="county", value=ALL):
        return self.year.shown(self.kind, dimension, value, measure)

    def median(self, measure, dimension="county", value=ALL):
        return self.year.median(self.kind, dimension, value, measure)

    # ------------------------------------------------------------ at the top
    def tiles(self):
        """(number, what it is, more): those that can be shown."""
        sent, started = self.number("sent"), self.number("started")
        if sent:
            yield str(sent), ngettext("referral sent", "referrals sent", sent), ""
        if sent and started is not None:
            yield _percent(started, sent), _("of those sent led to advice"), _number_of(started)
        days = self.median("contact_days")
        if days not in (None, STILL):
            words = ngettext("business day to the first contact", "business days to the first contact", days)
            yield str(days), words, _("at most, for half of them")
        minutes = self.median("minutes")
        if minutes is not None:
            yield _minutes(minutes), _("more movement a week, the middle one"), ""
        points = self.median("who5")
        if points is not None:
            yield _signed(points), _("points of 100: change in wellbeing (WHO-5), the middle one"), ""

    # ------------------------------------------------------------ charts
    def waits(self):
        """The chart of waiting month by month; None when too few have waited."""
        values = [
            (date_format(date(self.year.year, month, 1), "N").lower().rstrip("."), self._wait(month))
            for month in self._months()
        ]
        known = [number for _words, number in values if number is not None]
        return charts.line(values, self.promised) if len(known) > 1 else None

    def _months(self):
        return range(1, max(self.year.months, default=0) + 1)

    def _wait(self, month):
        days = self.year.median(ALL, "month", month, "contact_days")
        return None if days == STILL else days

    def wait_words(self):
        days = self.median("contact_days")
        if days is None:
            return _("First contact")
        if days == STILL:
            return _("More than half still wait for the first contact.")
        words = ngettext(
            "Half waited at most %(n)d business day for the first contact",
            "Half waited at most %(n)d business days for the first contact",
            days,
        )
        return words % {"n": days}

    def places(self):
        rows = [
            (words, self.number("sent", "place", code), self.number("started", "place", code))
            for code, words in self.municipalities()
        ]
        return charts.bars([row for row in rows if row[1]])

    def place_words(self):
        sent, started = self.number("sent"), self.number("started")
        if not sent or started is None:
            return _("Referrals and advice by municipality")
        return _("%(share)s of the referrals led to advice") % {"share": _percent(started, sent)}

    def municipalities(self):
        here = [(row.pk, text(row, "name")) for row in Municipality.objects.here().by_name(get_language())]
        return [*here, (NOWHERE, _("not known"))]

    # ------------------------------------------------------------ tables
    def tables(self):
        found = [self.by_month(), self.by_place(), self.by_stage(), self.promises()]
        if self.kind == ALL:
            found += [self.by_reason(), self.by_age(), self.by_unit()]
        return {table.name: table for table in found if table}

    def by_month(self):
        rows = [
            (
                date_format(date(self.year.year, month, 1), "F").lower(),
                [
                    self.year.shown(ALL, "month", month, "sent"),
                    _days(self.year.median(ALL, "month", month, "decision_days")),
                    _days(self.year.median(ALL, "month", month, "contact_days")),
                ],
            )
            for month in self._months()
        ]
        heads = [pgettext("figures", "Sent"), _("Days to the decision"), _("Days to the first contact")]
        return Table("months", _("By month, all kinds"), _("Month"), heads, rows)

    def by_place(self):
        rows = [
            (
                words,
                [
                    *(self.number(measure, "place", code) for measure in figures.ROW),
                    self._share("place", code),
                    _days(self.median("contact_days", "place", code)),
                ],
            )
            for code, words in self.municipalities()
        ]
        heads = [
            pgettext("figures", "Sent"),
            pgettext("figures", "Started"),
            _("Share"),
            _("Days to the first contact"),
        ]
        return Table("places", _("By municipality"), _("Municipality"), heads, rows)

    def by_stage(self):
        words = {
            "sent": pgettext("figures", "Sent"),
            "accepted": pgettext("figures", "Taken on"),
            "reached": pgettext("figures", "Reached"),
            "started": pgettext("figures", "Started"),
            "completed": pgettext("figures", "Finished"),
            "feedback": _("The referrer was told"),
        }
        rows = [
            (words[measure], [self.number(measure), self.year.share(self._of(measure), self._of("sent"))])
            for measure in figures.WHOLE
        ]
        rows = [(name, [number, _per_cent(share)]) for name, (number, share) in rows]
        return Table(
            "stages", _("How far the referrals have come"), _("Stage"), [_("Referrals"), _("Share")], rows
        )

    def _of(self, measure):
        return self.kind, "county", ALL, measure

    def promises(self):
        """Only of all kinds together: of one kind hardly ever enough are late."""
        county = (ALL, "county", ALL)
        rows = [
            (
                words,
                [
                    _per_cent(self.year.share((*county, f"{name}_in_time"), (*county, "sent"))),
                    _days(self.median(f"{name}_days")),
                ],
            )
            for name, words in (("decision", _("Decision")), ("contact", _("First contact")))
        ]
        heads = [_("In the promised time, all kinds"), _("Half waited at most, days")]
        return Table("promises", _("Promises kept"), _("What was promised"), heads, rows)

    def by_reason(self):
        codes = sorted({key[2] for key in self.year.numbers if key[:2] == (ALL, "reason")})
        rows = [(str(reasons.word(code)), [self.number("declined", "reason", code)]) for code in codes]
        return Table(
            "reasons", _("Why referrals were returned"), _("Reason"), [pgettext("figures", "Returned")], rows
        )

    def by_age(self):
        rows = [
            (
                words(),
                [
                    *(self.number(measure, "age", band) for measure in figures.ROW),
                    self._share("age", band),
                ],
            )
            for band, words in BANDS.items()
        ]
        return Table(
            "ages",
            _("By age"),
            _("Age"),
            [pgettext("figures", "Sent"), pgettext("figures", "Started"), _("Share")],
            rows,
        )

    def by_unit(self):
        ids = {key[2] for key in self.year.numbers if key[:2] == (ALL, "unit")}
        units = Organisation.objects.by_name(get_language()).in_bulk(ids - {NOWHERE})
        named = [(pk, text(unit, "name")) for pk, unit in units.items()]
        named += (
            [(NOWHERE, pgettext("who made the referral", "Residents themselves"))] if NOWHERE in ids else []
        )
        rows = [
            (
                words,
                [*(self.number(measure, "unit", pk) for measure in figures.ROW), self._share("unit", pk)],
            )
            for pk, words in named
        ]
        return Table(
            "units",
            _("By sending unit"),
            _("Unit"),
            [pgettext("figures", "Sent"), pgettext("figures", "Started"), _("Share")],
            rows,
        )

    def _share(self, dimension, value):
        part, whole = ((self.kind, dimension, value, measure) for measure in ("started", "sent"))
        return _per_cent(self.year.share(part, whole))


def _percent(part, whole):
    return _per_cent(round(100 * part / whole))


def _per_cent(share):
    return None if share is None else f"{share}\u00a0%"


def _number_of(number):
    return ngettext("of %(n)d referral", "of %(n)d referrals", number) % {"n": number}


def _minutes(minutes):
    return _("%(minutes)s min") % {"minutes": _signed(minutes)}


def _signed(number):
    return f"{'+' if number > 0 else '−' if number < 0 else ''}{abs(number)}"


def _days(days):
    return _("still waiting") if days == STILL else days
