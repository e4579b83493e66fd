"""The self-assessments as data: read once from pathways/data/assessments/, each text in both languages."""

import json
from dataclasses import dataclass, fields
from decimal import Decimal
from functools import cache
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured
from django.urls import reverse
from django.utils.translation import get_language, override

from .faults import faults_of, faults_together

FOLDER = Path(__file__).resolve().parents[1] / "data" / "assessments"


@dataclass(frozen=True)
class Words:
    """A text in both languages; as a string it is in the language of the page.

    ``wording`` says of each language whether it is a published instrument's own or waits for confirmation.
    """

    fi: str
    sv: str
    wording: tuple = ()

    def __str__(self):
        return self.sv if (get_language() or "fi")[:2] == "sv" else self.fi


@dataclass(frozen=True)
class Answer:
    """``points`` count in the sum, ``amount`` in a goal; ``note`` is said with the result."""

    value: str
    points: int
    text: Words
    amount: int = 0
    hint: Words | None = None
    note: Words | None = None
    age: str = ""
    needs: tuple = ()
    crisis: bool = False


@dataclass(frozen=True)
class Field:
    """A number that is asked for."""

    name: str
    label: Words
    min: int
    max: int
    decimals: int = 0


@dataclass(frozen=True)
class Range:
    """Points of a derived value: ``below`` is outside the range, ``to`` inside it; neither: all the rest."""

    points: int
    below: int | None = None
    to: int | None = None

    def holds(self, value):
        return (self.below is None or value < self.below) and (self.to is None or value <= self.to)


@dataclass(frozen=True)
class Condition:
    """Whether a question is asked, by the answer to an earlier one."""

    question: str
    only: tuple = ()
    unless: tuple = ()

    def holds(self, answers):
        given = answers.get(self.question)
        return given in self.only if self.only else given not in self.unless


@dataclass(frozen=True)
class Question:
    id: str
    kind: str
    scored: bool
    label: Words
    text: Words
    hint: Words | None = None
    answers: tuple = ()
    fields: tuple = ()
    derived: str = ""
    points: tuple = ()
    when: Condition | None = None
    change: Words | None = None
    needs: tuple = ()

    def asked(self, answers):
        return self.when is None or self.when.holds(answers)

    def answer(self, value):
        return next((one for one in self.answers if one.value == value), None)

    @property
    def possible_points(self):
        return sorted({one.points for one in (self.answers or self.points)})


@dataclass(frozen=True)
class Goal:
    """What a recommendation asks for: the sum of the answers of ``terms``, each times its weight."""

    key: str
    title: Words
    unit: Words
    target: int
    terms: tuple
    missing: Words
    needs: tuple = ()


@dataclass(frozen=True)
class Band:
    """Where one stands: from … to points, or whether all, some or none of the goals are ``met``."""

    key: str
    title: Words
    body: Words
    next: Words
    first: int = 0
    last: int = 0
    met: str = ""
    needs: tuple = ()
    crisis: bool = False


@dataclass(frozen=True)
class Link:
    url: str
    text: Words


@dataclass(frozen=True)
class Source:
    text: Words
    licence: Words
    authors: str = ""
    links: tuple = ()


@dataclass(frozen=True)
class Lowest:
    """A single answer of so few points or fewer leads at least to this band."""

    points: int
    band: str


@dataclass(frozen=True)
class Instrument:
    key: str
    order: int
    minutes: int
    theme: str
    kind: str
    title: Words
    slug: Words
    lead: Words
    questions: tuple
    bands: tuple
    method: Words
    source: Source
    goals: tuple = ()
    heavy: str = "high"
    percent: int = 0
    points_shown: bool = True
    lowest: Lowest | None = None
    for_whom: Words | None = None
    fixed: Words | None = None
    safety: Words | None = None

    def question(self, key):
        return next((one for one in self.questions if one.id == key), None)

    def band(self, key):
        return next((one for one in self.bands if one.key == key), None)

    def asked(self, answers):
        """The questions that are asked of somebody who has answered so."""
        return [one for one in self.questions if one.asked(answers)]

    @property
    def most(self):
        """The greatest number of points."""
        return sum(one.possible_points[-1] for one in self.questions if one.scored and one.possible_points)

    def get_absolute_url(self, language=None):
        with override(language or get_language()):
            return reverse("assessment", args=[str(self.slug)])


# ---------------------------------------------------------------- reading
_RENAMED = {"from": "first", "to": "last", "is": "only", "not": "unless"}
_NESTED = {
    ("questions", Question),
    ("goals", Goal),
    ("bands", Band),
    ("answers", Answer),
    ("fields", Field),
    ("links", Link),
}
_SINGLE = {"source": Source, "when": Condition, "lowest": Lowest}


def _words(value):
    wording = value.get("wording", "")
    both = wording if isinstance(wording, dict) else {"fi": wording, "sv": wording}
    marks = tuple((code, said) for code, said in sorted(both.items()) if said)
    return Words(value["fi"], value["sv"], marks)


def _value(name, value, holder):
    if isinstance(value, dict) and {"fi", "sv"} <= value.keys():
        return _words(value)
    if name in _SINGLE:
        return _made(_SINGLE[name], value)
    if name == "terms":
        return tuple(value.items())
    if name == "points" and holder is Question:
        return tuple(Range(**one) for one in value)
    for key, kind in _NESTED:
        if name == key and isinstance(value, list):
            return tuple(_made(kind, one) for one in value)
    return tuple(value) if isinstance(value, list) else value


def _made(kind, data):
    known = {one.name for one in fields(kind)}
    named = {_RENAMED.get(name, name): value for name, value in data.items()}
    return kind(**{name: _value(name, value, kind) for name, value in named.items() if name in known})


def read():
    """({key: raw data}, sentences about files that cannot be read)."""
    found, wrong = {}, []
    for path in sorted(FOLDER.glob("*.json")):
        try:
            data = json.loads(path.read_text())
        except ValueError as error:
            wrong.append(f"{path.name} is no JSON: {error}.")
            continue
        if not isinstance(data, dict) or data.get("key") != path.stem:
            wrong.append(f"{path.name} does not hold the self-assessment of its name.")
            continue
        found[path.stem] = data
    return found, wrong


def faults():
    """What is wrong with the data, each in a sentence."""
    found, wrong = read()
    return [*wrong, *(one for data in found.values() for one in faults_of(data)), *faults_together(found)]


@cache
def instruments():
    """{key: Instrument} in their order."""
    if wrong := faults():
        raise ImproperlyConfigured("Self-assessments: " + " ".join(wrong))
    made = [_made(Instrument, data) for data in read()[0].values()]
    return {one.key: one for one in sorted(made, key=lambda one: (one.order, one.key))}


def by_slug(slug):
    """(the self-assessment, the language of the slug) or (None, ""); the page's own language comes first."""
    language = (get_language() or "fi")[:2]
    for code in (language, *({"fi", "sv"} - {language})):
        for one in instruments().values():
            if getattr(one.slug, code) == slug:
                return one, code
    return None, ""


def body_mass_index(height, weight):
    """kg/m² of centimetres and kilograms, rounded to one decimal as it is shown, so that 25,0 is 25."""
    metres = Decimal(height) / 100
    return (Decimal(weight) / (metres * metres)).quantize(Decimal("0.1"), rounding="ROUND_HALF_UP")
