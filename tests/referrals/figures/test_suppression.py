"""No number that is shown, and no difference between two, tells of one to four people."""

from collections import Counter
from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from referrals import figures
from referrals.suppression import SMALL, hidden

pytestmark = pytest.mark.once


def line(**parts):
    """A whole and its parts, by names."""
    return {"whole": sum(parts.values()), **parts}, [("whole", list(parts))]


def table(rows):
    """A table with totals of its rows and columns: keys are (row, column), "" for a total."""
    down, across = range(len(rows)), range(len(rows[0]))
    numbers = {(r, c): rows[r][c] for r in down for c in across}
    numbers |= {(r, ""): sum(rows[r]) for r in down} | {("", c): sum(row[c] for row in rows) for c in across}
    numbers["", ""] = sum(map(sum, rows))
    lines = [((r, ""), [(r, c) for c in across]) for r in [*down, ""]]
    lines += [(("", c), [(r, c) for r in down]) for c in [*across, ""]]
    return numbers, lines


def inside(larger, smaller):
    return larger != smaller and all(a in ("", b) for a, b in zip(larger, smaller, strict=True))


def tables(most=12, down=4, across=4, often=(0, 1, 4, 5, 6, 40)):
    number = st.integers(0, most) | st.sampled_from(often)
    return st.integers(1, across).flatmap(
        lambda wide: st.lists(st.lists(number, min_size=wide, max_size=wide), min_size=1, max_size=down)
    )


# ------------------------------------------------------------ examples
def test_nothing_is_hidden_where_every_group_is_large():
    assert hidden(*line(a=5, b=60, c=7)) == set()


def test_a_small_number_never_goes_alone():
    assert hidden(*line(a=3, b=20, c=9)) == {"a", "c"}


def test_the_total_beside_one_withheld_municipality_of_the_mock_up_cannot_be_subtracted_from():
    numbers, lines = line(Kouvola=64, Kotka=52, Hamina=31, Pyhtaa=12, Virolahti=8, Miehikkala=3)
    assert hidden(numbers, lines) == {"Miehikkala", "Virolahti"}


def test_two_small_ones_take_a_third_along_when_both_together_are_few():
    assert hidden(*line(a=1, b=2, c=8, d=30)) == {"a", "b", "c"}


def test_two_small_ones_suffice_when_each_could_be_five():
    assert hidden(*line(a=3, b=3, c=30)) == {"a", "b"}


def test_a_nought_is_shown_and_hides_nothing():
    assert hidden(*line(a=0, b=40, c=0)) == set()


def test_a_total_goes_when_there_is_nothing_else():
    assert hidden(*line(a=3, b=0)) == {"a", "whole"}


def test_a_number_that_several_subtractions_would_tell_is_protected():
    rows = [[3, 9, 20], [9, 3, 20], [20, 20, 2]]
    gone = hidden(*table(rows))
    assert {(0, 0), (1, 1), (2, 2)} < gone
    numbers, lines = table(rows)
    assert not told(numbers, lines, gone)


def test_a_group_with_people_under_protection_needs_twenty():
    numbers, lines = line(a=19, b=30, c=25)
    assert hidden(numbers, lines, {"a": 20}) == {"a", "c"}
    assert hidden(numbers | {"a": 20, "whole": 75}, lines, {"a": 20}) == set()


def test_what_is_left_over_at_two_levels_is_seen():
    numbers = {"all": 40, "sent": 40, "started": 38, "rest": 2}
    gone = hidden(numbers, [("sent", ["started", "rest"])])
    assert "started" in gone or "sent" in gone


# ------------------------------------------------------------ properties
@given(tables())
@settings(max_examples=60, deadline=None)
def test_no_shown_number_and_no_shown_pair_tells_of_one_to_four(rows):
    numbers, lines = table(rows)
    shown = set(numbers) - hidden(numbers, lines)
    assert not [key for key in shown if 0 < numbers[key] < SMALL]
    pairs = [(a, b) for a, b in product(shown, shown) if inside(a, b)]
    assert not [(a, b) for a, b in pairs if 0 < numbers[a] - numbers[b] < SMALL]


@given(tables())
@settings(max_examples=40, deadline=None)
def test_no_small_number_follows_from_the_shown_ones(rows):
    numbers, lines = table(rows)
    assert not told(numbers, lines, hidden(numbers, lines))


@given(tables(most=7, down=3, across=2, often=[0, 1, 2]))
@settings(max_examples=30, deadline=None)
def test_who_knows_all_that_is_shown_still_thinks_of_several_tables(rows):
    """Asked of every table there could be: each small number has at least two possible values."""
    numbers, lines = table(rows)
    gone = hidden(numbers, lines)
    size = len(rows), len(rows[0])
    cells = [(r, c) for r in range(size[0]) for c in range(size[1])]
    free = [cell for cell in cells if cell in gone]
    small = [cell for cell in free if numbers[cell] < SMALL]
    if not free or len(free) > 4:
        return
    seen = {cell: set() for cell in small}
    for values in product(range(1, 12), repeat=len(free)):
        guess = [[numbers[r, c] for c in range(size[1])] for r in range(size[0])]
        for (r, c), value in zip(free, values, strict=True):
            guess[r][c] = value
        other, _lines = table(guess)
        if all(other[key] == numbers[key] for key in numbers if key not in gone):
            for cell in small:
                seen[cell].add(other[cell])
    assert all(len(values) > 1 for values in seen.values())


people = st.lists(
    st.tuples(
        st.sampled_from(["exercise", "exercise", "culture"]),
        st.sampled_from(["285", "286", "286", "489"]),
        st.sampled_from([1, 2]),
        st.sampled_from(["30-49", "50-64"]),
        st.sampled_from(["sent", "accepted", "reached", "started", "started", "completed", "feedback"]),
        st.integers(1, 9),
    ),
    min_size=1,
    max_size=14,
)


def lattice(groups):
    """The table of a year as figures.py builds it, of groups of people who came as far."""
    numbers, kinds = Counter(), ["culture", "exercise"]
    for kind, place, month, band, furthest, many in groups:
        came = figures.WHOLE[: figures.WHOLE.index(furthest) + 1]
        for measure in [*came, *(f"age_{stage}" for stage in figures.ROW if stage in came)]:
            group = band if measure.startswith("age_") else ""
            for key in figures._keys(month, place, "a" if place == "286" else "b", kind, measure, group):
                numbers[key] += many
    values = {
        "county": [""],
        "place": ["285", "286", "489"],
        "unit": ["a", "b"],
        "month": [1, 2],
        "age": ["30-49", "50-64"],
        "reason": [],
    }
    return numbers, [line for line in figures._lines(kinds, values, numbers) if line[1]]


@given(people)
@settings(max_examples=25, deadline=None)
def test_no_number_of_a_year_tells_of_one_to_four_on_any_of_its_pages(groups):
    numbers, lines = lattice(groups)
    gone = hidden(numbers, lines, worth=figures.worth)
    assert not [key for key, number in numbers.items() if 0 < number < SMALL and key not in gone]
    assert not told(numbers, lines, gone)


def test_a_number_is_not_told_by_what_stands_behind_the_others_of_its_line():
    groups = [("exercise", "286", 1, "30-49", "started", 34), ("exercise", "286", 1, "30-49", "sent", 26)]
    groups += [("exercise", "285", 1, "30-49", "started", 15), ("exercise", "285", 1, "30-49", "sent", 15)]
    groups += [("exercise", "489", 1, "30-49", "started", 3), ("exercise", "489", 1, "30-49", "sent", 6)]
    numbers, lines = lattice(groups)
    gone = hidden(numbers, lines, worth=figures.worth)
    places = [("", "place", code, "started") for code in ("285", "286", "489")]
    assert ("", "place", "489", "started") in gone
    assert sum(key in gone for key in places) > 1
    assert ("", "county", "", "started") not in gone
    assert not told(numbers, lines, gone)


def told(numbers, lines, gone):
    """Small hidden numbers that linear algebra over fractions finds: another way than the code's own."""
    keys = sorted(gone, key=repr)
    place = {key: number for number, key in enumerate(keys)}
    matrix = []
    for whole, parts in lines:
        row = [Fraction(0)] * (len(keys) + 1)
        for key, factor in [(whole, -1), *((part, 1) for part in parts)]:
            if key in gone:
                row[place[key]] += factor
            else:
                row[-1] -= factor * numbers[key]
        matrix.append(row)
    found, done = set(), 0
    for column in range(len(keys)):
        lead = next((number for number in range(done, len(matrix)) if matrix[number][column]), None)
        if lead is None:
            continue
        matrix[done], matrix[lead] = matrix[lead], matrix[done]
        first = matrix[done][column]
        matrix[done] = [value / first for value in matrix[done]]
        for number, row in enumerate(matrix):
            if number != done and (factor := row[column]):
                matrix[number] = [
                    value - factor * have for value, have in zip(row, matrix[done], strict=True)
                ]
        done += 1
    for row in matrix:
        alone = [keys[number] for number, value in enumerate(row[:-1]) if value]
        found.update(alone if len(alone) == 1 else [])
    return {key for key in found if 0 < numbers[key] < SMALL}
