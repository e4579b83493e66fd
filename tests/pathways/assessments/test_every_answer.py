"""What holds of scoring whatever is answered: one band, never less for more, and honest when something is missing."""

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pathways.assessments.instruments import instruments
from pathways.assessments.scoring import score
from tests.pathways.assessments.test_scoring import band, moving

BY_POINTS = [key for key, one in instruments().items() if one.kind == "points"]


def answers_of(test):
    """A strategy of whole answers to a test."""
    made = {}
    for one in test.questions:
        if one.kind == "choice":
            made[one.id] = st.sampled_from([answer.value for answer in one.answers])
        else:
            made[one.id] = st.fixed_dictionaries(
                {field.name: st.integers(field.min, field.max).map(str) for field in one.fields}
            )
    return st.fixed_dictionaries(made)


@pytest.mark.parametrize("key", list(instruments()))
@given(data=st.data())
@settings(max_examples=60)
def test_whole_answers_give_exactly_one_band(key, data):
    test = instruments()[key]
    result = score(test, data.draw(answers_of(test)))
    assert len(result.possible) == 1
    assert result.skipped == 0


@pytest.mark.parametrize("key", BY_POINTS)
def test_every_combination_of_points_gives_exactly_one_band(key):
    test = instruments()[key]
    for points in product(*(one.possible_points for one in test.questions if one.scored)):
        fitting = [one for one in test.bands if one.first <= sum(points) <= one.last]
        assert len(fitting) == 1


@pytest.mark.parametrize("key", list(instruments()))
@given(data=st.data())
@settings(max_examples=60)
def test_what_is_possible_holds_the_result_of_every_way_to_answer_what_was_passed_over(key, data):
    test = instruments()[key]
    drawn = data.draw(answers_of(test))
    whole = {one.id: drawn[one.id] for one in test.asked(drawn)}  # nobody answers what is not asked
    if key == "movement":  # the age decides what is asked at all
        passed = data.draw(st.sets(st.sampled_from([name for name in whole if name != "age"])))
    else:
        passed = data.draw(st.sets(st.sampled_from(list(whole))))
    partial = {name: None if name in passed else value for name, value in whole.items()}
    assert score(test, whole).band in score(test, partial).possible


@pytest.mark.parametrize("key", BY_POINTS)
@given(data=st.data())
@settings(max_examples=60)
def test_more_points_in_one_answer_never_lower_the_band(key, data):
    test = instruments()[key]
    answers = data.draw(answers_of(test))
    question = data.draw(st.sampled_from([one for one in test.questions if one.kind == "choice"]))
    lower, higher = sorted(
        (data.draw(st.sampled_from(question.answers)) for _number in range(2)), key=lambda one: one.points
    )
    found = [score(test, answers | {question.id: one.value}).band.first for one in (lower, higher)]
    assert found == sorted(found)


@given(st.integers(0, 3000), st.integers(0, 3000), st.integers(0, 3000), st.sampled_from("0123"))
def test_more_movement_never_lowers_the_result(brisk, more, vigorous, strength):
    order = ["below", "partly", "met"]
    found = [band("movement", moving(one, vigorous, strength)) for one in sorted([brisk, more])]
    assert order.index(found[0]) <= order.index(found[1])


def test_scoring_leaves_the_answers_as_they_were():
    answers = moving(10, 20)
    before = {**answers}
    score(instruments()["movement"], answers)
    assert answers == before
