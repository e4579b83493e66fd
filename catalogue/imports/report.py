"""What an import did or would do: counts, lines, and reasons that are translated when somebody reads them."""

from collections import Counter
from dataclasses import dataclass, field

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.utils.functional import Promise
from django.utils.translation import gettext, gettext_noop, override
from django.utils.translation import gettext_lazy as _

from catalogue.models import ImportLine, Place, Service
from organisations.models import Organisation

Outcome = ImportLine.Outcome
MODELS = {"service": Service, "place": Place, "organisation": Organisation}

LONGEST = 300  # characters of a value in a reason
MOST_REASONS = 100  # of one line

# Fields of a line that stand for several columns or rows at once.
GROUPS = {
    "delivery": _("how it is given"),
    "area": _("area"),
    "contacts": _("contacts"),
    "schedules": _("weekly times"),
    "point": _("point on the map"),
    "hours": _("opening hours"),
    "standing": _("kind and place among organisations"),
}

NOT_UNDERSTOOD = gettext_noop("The record has a form that is not understood: %(error)s")
NO_NAME = gettext_noop("It has no name in Finnish or Swedish.")
BAD_FILE = gettext_noop("The file was not used: %(sentence)s")
NOT_BELIEVED = gettext_noop(
    "%(n)s records would be gone at once. That is not believed: nothing of the list was taken away."
)
REFUSED = gettext_noop("The catalogue does not accept it: %(field)s: %(sentence)s")


def too_many(gone, kept):
    """Whether so many records can hardly have ended at once: an empty answer must not empty the catalogue."""
    return gone > max(10, kept // 5)


class Rejected(Exception):
    """A record that cannot come in; says why as a reason."""

    def __init__(self, msgid, **values):
        super().__init__(msgid % values)
        self.reason = because(msgid, **values)


class LeftOut(Rejected):
    """A record that is not wanted here, though nothing is wrong with it."""


def because(msgid, **values):
    """A reason as it is stored: the message id and its values."""
    return [msgid, {name: visible(one) if isinstance(one, str) else one for name, one in values.items()}]


def visible(text):
    """What a record says of itself, fit for a terminal, a column and a page: short, nothing that is not seen."""
    text = text[:LONGEST]
    return text if text.isprintable() else "".join(map(_visible, text))


def _visible(sign):
    return sign if sign.isprintable() else " " if sign.isspace() else "\N{REPLACEMENT CHARACTER}"


def sentence(reason):
    """A stored reason in the active language."""
    msgid, values = reason
    return gettext(msgid) % values if values else gettext(msgid)


def reasons_of(error):
    """Why a record was refused, as stored reasons, from whatever was raised."""
    if isinstance(error, Rejected):
        return [error.reason]
    if isinstance(error, IntegrityError):
        told = _violated(str(error))
        return [because(told) if told else because(NOT_UNDERSTOOD, error="IntegrityError")]
    if isinstance(error, ValidationError):
        return [_of_field(name, one) for name, errors in _by_field(error) for one in errors]
    with override(None):
        return [because(NOT_UNDERSTOOD, error=f"{type(error).__name__}: {error}"[:300])]


def _violated(error):
    """The message id of the constraint whose name, or whose columns, the database's sentence gives."""
    with override(None):
        for model in apps.get_models():
            for constraint in model._meta.constraints:
                table, fields = model._meta.db_table, getattr(constraint, "fields", ())
                told = ", ".join(f"{table}.{model._meta.get_field(name).column}" for name in fields)
                if constraint.name in error or told and error.endswith(f"failed: {told}"):
                    return str(constraint.violation_error_message)
    return ""


def _by_field(error):
    return error.error_dict.items() if hasattr(error, "error_dict") else [("", error.error_list)]


def _of_field(name, error):
    """Django's own sentence under its message id, so that it can be read in any language."""
    with override(None):
        message = str(error.message)
        params = {
            key: str(value) if isinstance(value, Promise) or not isinstance(value, int | float) else value
            for key, value in (error.params or {}).items()
        }
        if not isinstance(error.message, Promise) or "%(" in message and not params:
            return because(REFUSED, field=name, sentence=message)
    if name in ("", "__all__"):
        return because(message, **params)
    return because(REFUSED, field=name, sentence=message % params if params else message)


def field_name(kind, name):
    """What people call a field of a line."""
    if name in GROUPS:
        return str(GROUPS[name])
    model = MODELS.get(kind)
    return str(model._meta.get_field(name).verbose_name) if model else name


@dataclass
class Change:
    """One field: what stood here, what the register says (values of ``targets``); ``kept`` when ours stays."""

    field: str
    old: object
    new: object
    kept: bool = False


@dataclass
class Line:
    kind: str
    external_id: str
    outcome: str
    name: str = ""
    changes: list = field(default_factory=list)
    reasons: list = field(default_factory=list)
    target: int | None = None


class Report:
    """Counts every line and hands those that tell something to ``sink``."""

    def __init__(self, sink=None):
        self.counts = {}
        self.sink = sink or (lambda line: None)

    def add(self, line):
        line.external_id, line.name = visible(line.external_id), visible(line.name)
        line.reasons = line.reasons[:MOST_REASONS]
        self.counts.setdefault(line.kind, Counter())[str(line.outcome)] += 1
        if line.outcome != Outcome.UNCHANGED or line.reasons:
            self.sink(line)

    def total(self, *outcomes):
        return sum(counter[str(outcome)] for counter in self.counts.values() for outcome in outcomes)

    def plain(self):
        """``{kind: {outcome: number}}`` for a JSON column."""
        return {kind: dict(counter) for kind, counter in self.counts.items()}
