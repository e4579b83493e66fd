"""Imports in words: what was read, kinds, outcomes, fields."""

from uuid import UUID

from django.core.exceptions import FieldDoesNotExist
from django.utils.dateparse import parse_date
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import get_language, gettext_lazy, ngettext, pgettext_lazy
from django.utils.translation import gettext as _

from catalogue.imports import report
from catalogue.models import ImportLine, SourceRecord
from organisations.admin.fields import label_of
from organisations.county import counties
from organisations.models import Municipality, Organisation

Outcome = ImportLine.Outcome

# Headings with a number beside them.
OUTCOMES = {
    Outcome.NEW: pgettext_lazy("import, how many", "New"),
    Outcome.CHANGED: pgettext_lazy("import, how many", "Changed"),
    Outcome.GONE: pgettext_lazy("import, how many", "Gone from the register"),
    Outcome.KEPT: pgettext_lazy("import, how many", "Corrected here, stay"),
    Outcome.REJECTED: pgettext_lazy("import, how many", "Rejected"),
    Outcome.SKIPPED: pgettext_lazy("import, how many", "Left out"),
    Outcome.DELETED_HERE: pgettext_lazy("import, how many", "Deleted here, not made again"),
    Outcome.UNCHANGED: pgettext_lazy("import, how many", "Unchanged"),
}
KINDS = {
    SourceRecord.Kind.SERVICE: gettext_lazy("Services"),
    SourceRecord.Kind.PLACE: gettext_lazy("Places"),
    SourceRecord.Kind.ORGANISATION: gettext_lazy("Organisations"),
    SourceRecord.Kind.CHANNEL: gettext_lazy("Service channels"),
    SourceRecord.Kind.DESCRIPTION: gettext_lazy("General descriptions"),
    "file": gettext_lazy("Files"),
}


def kind_of(line):
    """What one record is: "service"."""
    return str({**dict(SourceRecord.Kind.choices), "file": _("file")}.get(line.kind, line.kind))


def field_words(kind, name):
    """``name_sv`` of a service is "Name, in Swedish"; a field that is no more keeps its code name."""
    model = report.MODELS.get(kind)
    try:
        if model and name not in report.GROUPS:
            return str(label_of(model._meta.get_field(name)))
    except FieldDoesNotExist:
        return name
    return str(capfirst(report.field_name(kind, name)))


def language_in(name):
    """The language of a field's text: ``summary_sv`` is in Swedish."""
    end = name.rpartition("_")[2]
    return end if end in {"fi", "sv", "en"} and end != name else ""


def how_many(counts):
    """ "New: 3 · Rejected: 1" over all kinds."""
    sums = {outcome: sum(_number(row, outcome) for row in counts.values()) for outcome in OUTCOMES}
    return " · ".join(f"{OUTCOMES[outcome]}: {n}" for outcome, n in sums.items() if n)


def _number(row, outcome):
    return row.get(outcome, 0) if isinstance(row, dict) else 0


def summary(counts):
    """The table of a report: its kinds, and for each outcome (words, numbers by kind, sum)."""
    kinds = [kind for kind in KINDS if kind in counts] + sorted(set(counts) - set(KINDS))
    rows = []
    for outcome, words in OUTCOMES.items():
        numbers = [_number(counts[kind], outcome) for kind in kinds]
        if any(numbers):
            rows.append((words, numbers, sum(numbers)))
    return {"kinds": [KINDS.get(kind, kind) for kind in kinds], "rows": rows} if rows else None


class Sources:
    """What some runs read, in words: two questions to the database for any number of runs."""

    def __init__(self, runs):
        parts = [word.partition(":") for run in runs for word in run.sources]
        codes = {rest for kind, _colon, rest in parts if kind == "municipality"}
        ids = {rest for kind, _colon, rest in parts if kind == "organisation" and _is_uuid(rest)}
        self.municipalities = {row.code: row for row in Municipality.objects.filter(code__in=codes)}
        self.organisations = {str(row.ptv_id): row for row in Organisation.objects.filter(ptv_id__in=ids)}

    def of(self, run):
        """The parts as texts, then what narrows or widens them."""
        found, single = [], 0
        for word in run.sources:
            kind, colon, rest = word.partition(":")
            if not colon:
                single += 1
            elif kind == "county":
                found.append(counties().get(rest, {}).get(f"name_{get_language()}") or rest)
            elif kind == "municipality":
                found.append(str(self.municipalities.get(rest, rest)))
            elif kind == "organisation":
                found.append(str(self.organisations.get(rest, rest)))
            else:
                found.append(_("file %(name)s") % {"name": rest} if kind == "file" else word)
        if single:
            words = ngettext("%(n)d service by its id", "%(n)d services by their ids", single)
            found.append(words % {"n": single})
        return ", ".join(found) + self._options(run.options)

    def _options(self, options):
        words = ""
        if day := parse_date(str(options.get("since") or "")):
            words += _("; changed since %(day)s") % {"day": date_format(day, "SHORT_DATE_FORMAT")}
        if options.get("nationwide"):
            words += _("; nationwide services too")
        return words


def _is_uuid(text):
    try:
        return str(UUID(text)) == text
    except ValueError:
        return False
