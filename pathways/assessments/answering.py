"""What somebody typed or chose on a question page: an answer, or what is wrong with it, in their language."""

import re
from dataclasses import dataclass, field
from decimal import Decimal

from django.utils.translation import gettext as _

PASSED_OVER = "-"  # "I do not want to answer"
_NUMBER = re.compile(r"\d{1,6}(?:[.,]\d{1,3})?", re.ASCII)


@dataclass
class Reading:
    """``errors`` are {name of the field: sentence}; ``typed`` is shown again as it was."""

    answer: str | dict | None = None
    errors: dict = field(default_factory=dict)
    typed: dict = field(default_factory=dict)


def read(question, data):
    """The answer in a POST."""
    return _choice(question, data) if question.kind == "choice" else _numbers(question, data)


def _choice(question, data):
    value = data.get("answer", "")
    if value == PASSED_OVER:
        return Reading(typed={"answer": value})
    if question.answer(value) is None:
        return Reading(errors={"answer": _("Choose one.")})
    return Reading(answer=value, typed={"answer": value})


def _numbers(question, data):
    typed = {one.name: data.get(one.name, "")[:20] for one in question.fields}
    if data.get("answer") == PASSED_OVER:
        return Reading(typed=typed | {"answer": PASSED_OVER})
    found = {one.name: number(typed[one.name], one) for one in question.fields}
    errors = {
        one.name: _("Write a number from %(min)s to %(max)s.") % {"min": one.min, "max": one.max}
        for one in question.fields
        if found[one.name] is None
    }
    return Reading(answer=None if errors else found, errors=errors, typed=typed)


def number(typed, field):
    """The number as text with a decimal point; None when it is none or out of bounds."""
    plain = "".join(typed.split())
    if not _NUMBER.fullmatch(plain):
        return None
    value = Decimal(plain.replace(",", "."))
    step = Decimal(1).scaleb(-field.decimals)
    if not field.min <= value <= field.max or value != value.quantize(step):
        return None
    return f"{value.normalize():f}"


def shown(question, answer):
    """What stands in the fields when somebody comes back: the answer that is kept."""
    if answer is None:
        return {"answer": PASSED_OVER}
    if question.kind == "choice":
        return {"answer": answer}
    return {name: value.replace(".", ",") for name, value in answer.items()}


def valid(question, answer):
    """Whether a kept answer still fits the question."""
    if question.kind == "choice":
        return question.answer(answer) is not None
    if not isinstance(answer, dict) or answer.keys() != {one.name for one in question.fields}:
        return False
    return all(number(str(answer[one.name]), one) is not None for one in question.fields)
