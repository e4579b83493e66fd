"""The figures of a year as a page may show them: summed from the nightly counts, small groups taken out.

Everything a year's pages show, of every kind of referral, is one table to the suppression: what one page hides no other
page of the year gives away.
"""

from collections import Counter
from dataclasses import dataclass
from functools import lru_cache

from . import clocks, suppression
from .counting import BANDS, GUARDED, STILL
from .models import Figure

ALL = ""
NEEDED = 20  # people in a group with somebody under non-disclosure
ROW = ("sent", "started")  # of every place and unit, one among the other
WHOLE = ("sent", "accepted", "reached", "started", "completed", "feedback")
WORTH = {"sent": 4, "started": 3, "completed": 2, "contact_in_time": 2, "decision_in_time": 2, "accepted": 1}
STAGES = {"county": WHOLE, "place": ROW, "unit": ROW, "age": ROW, "month": ROW[:1]}
PROMISES = ("decision", "contact")
NOWHERE = "-"  # municipality unknown, or not told for the client's safety


@dataclass(frozen=True)
class Year:
    """``numbers`` and ``gone``: {(kind, dimension, value, measure)}; ``spread``: {(…, measure): {days or steps: n}}."""

    year: int
    months: tuple
    numbers: dict
    gone: frozenset
    spread: dict

    def shown(self, *key):
        """The number, or None when it is not shown."""
        return None if key in self.gone else self.numbers.get(key, 0)

    def share(self, part, whole):
        """In per cent; None when one of the two is not shown or there is nobody."""
        part, whole = self.shown(*part), self.shown(*whole)
        return round(100 * part / whole) if part is not None and whole else None

    def median(self, kind, dimension, value, measure):
        """The middle one; STILL when half or more of them wait; None where the group itself is not shown."""
        spread = self.spread.get((kind, dimension, value, measure), {})
        total = sum(spread.values())
        if total < suppression.SMALL or self.shown(kind, dimension, value, "sent") is None:
            return None
        place = (total + 1) // 2
        for step in sorted((one for one in spread if one != STILL), key=int):
            place -= spread[step]
            if place <= 0:
                return int(step)
        return STILL


def of_year(year):
    """Computed once per process and count."""
    newest = Figure.objects.of_year(year).order_by("-pk").values_list("pk", flat=True).first()
    return _of_year(year, newest, clocks.days("sent"))


@lru_cache(maxsize=8)
def _of_year(year, _newest, _promised):
    columns = ("month", "municipality", "unit", "kind", "measure", "group")
    rows = list(Figure.objects.of_year(year).sums(*columns))
    numbers, spread, guarded = _summed(rows)
    kinds = sorted({row[3] for row in rows})
    for of in (ALL, *kinds):  # ages that are not known any more, too
        for measure in ROW:
            known = sum(numbers[of, "age", band, measure] for band in BANDS)
            numbers[of, "age", ALL, measure] = max(numbers[of, "county", ALL, measure] - known, 0)
    values = {
        "county": [ALL],
        "place": sorted({row[1] or NOWHERE for row in rows}),
        "unit": sorted({row[2] or NOWHERE for row in rows}, key=str),
        "month": sorted({row[0].month for row in rows}),
        "age": [*BANDS, ALL],
        "reason": sorted({row[5] for row in rows if row[4] == "declined"}),
    }
    lines = list(_lines(kinds, values, numbers))
    limits = {key: NEEDED for key in numbers if _needs_more(key, guarded)}
    gone = suppression.hidden(numbers, lines, limits, worth)
    return Year(year, tuple(values["month"]), dict(numbers), gone, spread)


def _summed(rows):
    """``numbers`` by key; ``spread``: what has a middle; ``guarded``: clients under non-disclosure in each group."""
    numbers, spread, guarded = Counter(), {}, Counter()
    for month, municipality, unit, kind, measure, group, number in rows:
        for key in _keys(month.month, municipality or NOWHERE, unit or NOWHERE, kind, measure, group):
            if measure == GUARDED:
                guarded[key[:3]] += number
            elif measure.endswith("_days") or measure in ("minutes", "who5"):
                spread.setdefault(key, Counter())[group] += number
            else:
                numbers[key] += number
    return numbers, spread, guarded


def _needs_more(key, guarded):
    """Groups with somebody under non-disclosure; the whole county hides nobody."""
    _kind, dimension, value, _measure = key
    if dimension == "county":
        return False
    return guarded[key[:3]] > 0 or (dimension, value) in (("place", NOWHERE), ("age", ALL))


def _keys(month, place, unit, kind, measure, group):
    """Every sum in which a count stands."""
    if measure == "declined":
        yield ALL, "reason", group, measure
    elif measure.startswith("age_"):
        yield ALL, "age", group, measure.removeprefix("age_")
        return
    for of in (ALL, kind):
        if of == ALL or not measure.endswith("_in_time"):
            yield of, "county", ALL, measure
        if measure in (*ROW, GUARDED, "contact_days"):
            yield of, "place", place, measure
    if measure in (*ROW, GUARDED):
        yield ALL, "unit", unit, measure
    if measure in ("sent", GUARDED, "decision_days", "contact_days"):
        yield ALL, "month", month, measure


def _lines(kinds, values, numbers):
    """Which number is the sum of which. Where few are left between two stages they are a number too."""
    county = (ALL, "county", ALL)
    for dimension, chain in STAGES.items():
        by_kind = kinds if dimension in ("county", "place") else []
        for value in values[dimension]:
            for of in (ALL, *by_kind):
                yield from _few_between(numbers, (of, dimension, value), chain)
            for measure in chain if by_kind else ():
                yield (ALL, dimension, value, measure), [(kind, dimension, value, measure) for kind in kinds]
        for measure in () if dimension == "county" else chain:
            for of in (ALL, *by_kind):
                parts = [(of, dimension, value, measure) for value in values[dimension]]
                yield (of, "county", ALL, measure), parts
    for name in PROMISES:
        yield from _few_between(numbers, county, ("sent", f"{name}_in_time"))
    yield (*county, "declined"), [(kind, "county", ALL, "declined") for kind in kinds]
    yield (*county, "declined"), [(ALL, "reason", value, "declined") for value in values["reason"]]


def _few_between(numbers, key, chain):
    for whole, part in zip(chain, chain[1:], strict=False):
        left = numbers[*key, whole] - numbers[*key, part]
        if 0 < left < suppression.SMALL:
            numbers[*key, f"{whole}-{part}"] = left
            yield (*key, whole), [(*key, part), (*key, f"{whole}-{part}")]


def worth(key):
    """What is shown on fewer pages, or nowhere by itself, goes first beside a small number."""
    kind, dimension, _value, measure = key
    if "-" in measure:
        return 0
    return 1 + WORTH.get(measure, 0) + 10 * (kind == ALL) + 5 * (dimension == "county")
