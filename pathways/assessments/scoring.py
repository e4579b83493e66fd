"""From answers to a result: a pure function that asks nobody and keeps nothing.

Answers are {question: value}: the value of a choice, {field: number as text} for numbers, None for a question that
was passed over. What was passed over may be anything, so the result is every band that is still possible.
"""

from dataclasses import dataclass
from decimal import Decimal
from itertools import product

from .instruments import Band, Goal, Instrument, Question, Words, body_mass_index

MOST_WEIGHED = 3


@dataclass(frozen=True)
class Weighed:
    """An answer that counted: what was answered, in words or as a derived value, and its points."""

    question: Question
    points: int
    said: Words | None = None
    value: Decimal | None = None


@dataclass(frozen=True)
class Reached:
    """How far a goal is reached: ``met`` is None when answers are missing that could decide it."""

    goal: Goal
    amount: int
    met: bool | None

    @property
    def missing(self):
        return str(self.goal.missing).format(n=self.goal.target - self.amount, amount=self.amount)


@dataclass(frozen=True)
class Result:
    """``band`` is None while more than one of ``possible`` fits."""

    instrument: Instrument
    possible: tuple
    points: int = 0
    skipped: int = 0
    answered: int = 0
    counted: tuple = ()  # of Weighed: every answer that moved the result, the heaviest first
    goals: tuple = ()
    notes: tuple = ()
    needs: frozenset = frozenset()
    age: str = ""
    crisis: bool = False

    @property
    def band(self) -> Band | None:
        return self.possible[0] if len(self.possible) == 1 else None

    @property
    def weighed(self):
        """Those that are told as the reason."""
        return self.counted[:MOST_WEIGHED]

    @property
    def most(self):
        return self.instrument.most

    @property
    def percent(self):
        return self.points * self.instrument.percent if self.instrument.percent else None

    @property
    def key(self):
        """As guidance rules name it."""
        return f"{self.instrument.key}:{self.band.key}" if self.band else ""

    @property
    def changes(self):
        """What would change it, by the answers that counted."""
        wanted = [one.question.change for one in self.counted if one.question.change]
        return [*wanted, *(one.missing for one in self.goals if one.met is False)]


def score(instrument, answers):
    asked = instrument.asked(answers)
    skipped = [one for one in asked if answers.get(one.id) is None]
    chosen = [(one, one.answer(answers[one.id])) for one in asked if _chosen(one, answers)]
    judge = _by_points if instrument.kind == "points" else _by_goals
    found = judge(instrument, asked, answers)
    possible, counted = found["possible"], found.get("counted", ())
    needs = {need for _question, one in chosen for need in one.needs}
    needs |= {need for one in counted if one.points for need in one.question.needs}
    needs |= {need for one in found.get("goals", ()) if one.met is False for need in one.goal.needs}
    answered = sum(one.scored for one in asked) - sum(one.scored for one in skipped)
    if answered:  # what is so whichever band it is
        needs |= set.intersection(*(set(one.needs) for one in possible))
    return Result(
        instrument=instrument,
        skipped=len(skipped),
        answered=answered,
        notes=tuple(one.note for _question, one in chosen if one.note),
        needs=frozenset(needs),
        age=next((one.age for _question, one in chosen if one.age), ""),
        crisis=any(one.crisis for _question, one in chosen) or (len(possible) == 1 and possible[0].crisis),
        **found,
    )


def _chosen(question, answers):
    return question.kind == "choice" and answers.get(question.id) is not None


# ---------------------------------------------------------------- points
def points_of(question, answer):
    """The points of one answer."""
    if question.kind == "choice":
        return question.answer(answer).points
    value = derived(question, answer)
    return next(one.points for one in question.points if one.holds(value))


def derived(question, answer):
    if question.derived == "bmi":
        return body_mass_index(answer["height"], answer["weight"])
    return sum(Decimal(value) for value in answer.values())


def band_of(instrument, points, *, lowest=False):
    """The one band of a sum; ``lowest``: some answer was so low that the result is not above its band."""
    place = next(n for n, one in enumerate(instrument.bands) if one.first <= points <= one.last)
    found = instrument.bands[place]
    if lowest and instrument.lowest:
        limit = instrument.band(instrument.lowest.band)
        return min(found, limit, key=lambda one: one.first)
    return found


def _by_points(instrument, asked, answers):
    sums, given = {(0, False)}, []
    limit = instrument.lowest.points if instrument.lowest else -1
    for question in (one for one in asked if one.scored):
        answer = answers.get(question.id)
        options = question.possible_points if answer is None else [points_of(question, answer)]
        sums = {(total + one, low or one <= limit) for total, low in sums for one in options}
        if answer is not None:
            given.append(_weighed(question, answer, options[0]))
    possible = {band_of(instrument, total, lowest=low).key for total, low in sums}
    return {
        "possible": tuple(one for one in instrument.bands if one.key in possible),
        "points": sum(one.points for one in given),
        "counted": tuple(_heaviest(instrument, given)),
    }


def _weighed(question, answer, points):
    if question.kind == "choice":
        return Weighed(question, points, said=question.answer(answer).text)
    return Weighed(question, points, value=derived(question, answer))


def _heaviest(instrument, given):
    """The answers that moved the result most: the highest, or the lowest where more is better."""
    if instrument.heavy == "high":
        return sorted((one for one in given if one.points), key=lambda one: -one.points)
    else:
        under = (one for one in given if one.points * 2 < one.question.possible_points[-1])
        return sorted(under, key=lambda one: one.points)


# ---------------------------------------------------------------- goals
def _amount(question, answer):
    if question.kind == "choice":
        return question.answer(answer).amount
    return int(derived(question, answer))


def _by_goals(instrument, asked, answers):
    by_id, found = {one.id: one for one in asked}, []
    for goal in instrument.goals:
        terms = [(by_id[name], weight) for name, weight in goal.terms if name in by_id]
        if not terms:
            continue
        open_ = any(answers.get(one.id) is None for one, _weight in terms)
        amount = sum(
            _amount(one, answers[one.id]) * weight for one, weight in terms if answers.get(one.id) is not None
        )
        met = True if amount >= goal.target else None if open_ else False
        found.append(Reached(goal, amount, met))
    options = [[one.met] if one.met is not None else [True, False] for one in found]
    ways = {"all" if all(one) else "some" if any(one) else "none" for one in product(*options)}
    return {
        "possible": tuple(one for one in instrument.bands if one.met in ways),
        "goals": tuple(found),
    }
