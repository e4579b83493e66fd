"""The report of one run, as its page shows it: filtered by outcome, a hundred records at a time."""

from dataclasses import dataclass
from functools import cached_property

from django.core.paginator import Paginator
from django.db.models import Case, Count, IntegerField, Value, When
from django.urls import reverse

from catalogue.imports import report
from catalogue.imports.targets import Words

from .wording import OUTCOMES, Outcome, field_words, kind_of, language_in, summary

PAGE = 100
LONG = 240  # letters that are shown without asking
TARGETS = {
    kind: f"admin:{model._meta.app_label}_{model._meta.model_name}_change"
    for kind, model in report.MODELS.items()
}
IN_ORDER = [outcome for outcome in OUTCOMES if outcome != Outcome.UNCHANGED]


@dataclass
class Side:
    """One of the two texts of a changed field."""

    text: str
    lang: str

    @property
    def beginning(self):
        """What stands on the fold of a long text; a short one has none."""
        return self.text[:LONG].rsplit(" ", 1)[0] + " …" if len(self.text) > LONG else ""


@dataclass
class Field:
    words: str
    here: Side
    register: Side
    kept: bool


class Told:
    """One line."""

    def __init__(self, line, words):
        self.name, self.external_id, self.outcome = line.name, line.external_id, line.outcome
        self.kind = kind_of(line)
        self.reasons = [report.sentence(reason) for reason in line.reasons]
        self.fields = [_field(line, change, words) for change in line.changes]
        address = TARGETS.get(line.kind)
        self.address = reverse(address, args=[line.target]) if address and line.target else ""


def _field(line, change, words):
    field, lang = change["field"], language_in(change["field"])
    here, register = (Side(words.shown(field, change.get(side)), lang) for side in ("old", "new"))
    return Field(field_words(line.kind, field), here, register, bool(change.get("kept")))


class Reading:
    """``outcome`` and ``page`` come from the address: what is not understood shows everything, from the first page."""

    def __init__(self, run, outcome="", page="1"):
        self.run = run
        self.chosen = outcome if outcome in IN_ORDER else ""
        self._page = page

    @cached_property
    def numbers(self):
        rows = self.run.lines.order_by().values_list("outcome").annotate(n=Count("pk"))
        found = dict(rows)
        return {outcome: found[outcome] for outcome in IN_ORDER if outcome in found}

    @property
    def choices(self):
        """What the report may be narrowed to: (outcome, words, how many)."""
        return [(str(outcome), OUTCOMES[outcome], n) for outcome, n in self.numbers.items()]

    @property
    def all(self):
        return sum(self.numbers.values())

    @cached_property
    def page(self):
        lines = self.run.lines.of_outcome(*([self.chosen] if self.chosen else IN_ORDER))
        rank = Case(
            *(When(outcome=outcome, then=Value(number)) for number, outcome in enumerate(IN_ORDER)),
            output_field=IntegerField(),
        )
        return Paginator(lines.order_by(rank, "pk"), PAGE).get_page(self._page)

    @cached_property
    def sections(self):
        """(heading, how many in all, lines on this page), one for each outcome that is on it."""
        found, lines = {}, list(self.page.object_list)
        changes = [change for line in lines for change in line.changes]
        words = Words((one["field"], one.get(side)) for one in changes for side in ("old", "new"))
        for line in lines:
            found.setdefault(line.outcome, []).append(Told(line, words))
        return [(OUTCOMES[one], self.numbers.get(one, 0), lines) for one, lines in found.items()]

    @property
    def query(self):
        """What the addresses of other pages keep."""
        return f"outcome={self.chosen}&" if self.chosen else ""

    @property
    def summary(self):
        return summary(self.run.counts)

    @property
    def writes(self):
        """What approving would do, in numbers: made, changed, archived or marked as gone, not written."""
        of = {one: self._counted(one) for one in IN_ORDER}
        return {
            "made": of[Outcome.NEW],
            "changed": of[Outcome.CHANGED],
            "gone": of[Outcome.GONE],
            "kept": of[Outcome.KEPT],
            "left": of[Outcome.REJECTED] + of[Outcome.SKIPPED] + of[Outcome.DELETED_HERE],
        }

    def _counted(self, outcome):
        return sum(row.get(outcome, 0) for row in self.run.counts.values() if isinstance(row, dict))
