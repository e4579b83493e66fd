"""The rules of guidance as data: pathways/data/rules.json read once, every sentence in Finnish and Swedish."""

import json
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

from fields.text import text

from ..assessments.instruments import instruments
from .faults import faults_of

FILE = Path(__file__).resolve().parents[1] / "data" / "rules.json"


@dataclass(frozen=True)
class Said:
    """A text in both languages; ``in_(language)`` is a Text that knows when it is in another."""

    text_fi: str
    text_sv: str

    def in_(self, language):
        return text(self, "text", language)


@dataclass(frozen=True)
class Way:
    """One way in which a wish or a barrier is met: services of a saved search, or with a value of each facet."""

    said: Said
    search: str = ""
    facets: dict = field(default_factory=dict)

    @property
    def about(self):
        return ("search", self.search) if self.search else ("facets", self.facets)


@dataclass(frozen=True)
class Choice:
    """A need, a wish or a barrier. A barrier with ``within`` concerns services with a value of each of its facets."""

    key: str
    said: Said
    ways: tuple = ()
    within: dict = field(default_factory=dict)


@dataclass(frozen=True)
class Rule:
    """``when`` is {needs, wishes, barriers, results, ages: set}: one of each must hold. It leads to a saved search
    or to the stage of a pathway.
    """

    key: str
    when: dict
    said: Said
    weight: int
    search: str = ""
    stage: str = ""

    def fits(self, situation, needs):
        given = {
            "needs": needs,
            "wishes": situation.wishes,
            "barriers": situation.barriers,
            "results": situation.results,
            "ages": {situation.age},
        }
        return all(own & given[name] for name, own in self.when.items())

    @property
    def about(self):
        return ("search", self.search) if self.search else ("stage", self.stage)


@dataclass(frozen=True)
class Group:
    """A target group that is not everybody's: for these ages, or for those with one of these needs."""

    group: str
    said: Said
    ages: frozenset = frozenset()
    needs: frozenset = frozenset()

    def open_to(self, situation, needs):
        """An age that is not known is not held against anybody who has nothing else to show."""
        unknown = not situation.age and self.ages and not self.needs
        return bool(unknown or self.is_for(situation, needs))

    def is_for(self, situation, needs):
        return situation.age in self.ages or bool(self.needs & needs)


@dataclass(frozen=True)
class Limit:
    """Services of a saved search are only for these ages and needs; ``lower`` is how much they count less, because
    they are for a few.
    """

    search: str
    ages: frozenset = frozenset()
    needs: frozenset = frozenset()
    lower: int = 0

    def fits(self, situation, needs):
        of_age = not (self.ages and situation.age) or situation.age in self.ages
        return of_age and (not self.needs or bool(self.needs & needs))


@dataclass(frozen=True)
class Book:
    needs: dict
    wishes: dict
    barriers: dict
    groups: tuple
    limits: tuple
    conditions: dict
    rules: tuple

    def needs_of(self, situation):
        """What was said, and what results of tests and coded conditions mean."""
        found = set(situation.needs)
        for name in situation.results:
            key, _, own = name.partition(":")
            band = key in instruments() and instruments()[key].band(own)
            found.update(band.needs if band else ())
        for code in situation.conditions:
            found.update(self._implied(code))
        return frozenset(found & self.needs.keys())

    def _implied(self, code):
        """A code stands for the nearest class above it as well: E11.9 for E11."""
        while code and code not in self.conditions:
            code = code.rpartition(".")[0]
        return self.conditions.get(code, ())


@cache
def book():
    data = read()
    if wrong := faults_of(data):
        raise ImproperlyConfigured("Rules of guidance: " + " ".join(wrong))
    return Book(
        **{name: _choices(data[name]) for name in ("needs", "wishes", "barriers")},
        groups=tuple(_group(row) for row in data["groups"]),
        limits=tuple(_limit(row) for row in data["limits"]),
        conditions=data["conditions"],
        rules=tuple(_rule(row) for row in data["rules"]),
    )


def read(path=FILE):
    return json.loads(path.read_text())


def _said(row):
    return Said(row["fi"], row["sv"])


def _choices(rows):
    return {
        row["key"]: Choice(
            row["key"], _said(row), tuple(_way(one) for one in row.get("ways", [])), row.get("within", {})
        )
        for row in rows
    }


def _way(row):
    return Way(_said(row), row.get("search", ""), row.get("facets", {}))


def _group(row):
    return Group(row["group"], _said(row), frozenset(row.get("ages", ())), frozenset(row.get("needs", ())))


def _limit(row):
    ages, needs = (frozenset(row.get(name, ())) for name in ("ages", "needs"))
    return Limit(row["search"], ages, needs, row.get("lower", 0))


def _rule(row):
    when = {name: frozenset(values) for name, values in row["when"].items()}
    return Rule(row["key"], when, _said(row), row["weight"], row.get("search", ""), row.get("stage", ""))
