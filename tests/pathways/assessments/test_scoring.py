"""Scoring of the self-assessments: every published boundary, what was passed over."""

from decimal import Decimal

import pytest

from pathways.assessments.instruments import body_mass_index, instruments
from pathways.assessments.scoring import band_of, points_of, score


def band(key, answers):
    found = score(instruments()[key], answers).band
    return found and found.key


# ---------------------------------------------------------------- published boundaries
@pytest.mark.parametrize(
    ("key", "points", "expected"),
    [
        *[("findrisc", points, "low") for points in (0, 6)],
        *[("findrisc", points, "slightly") for points in (7, 11)],
        *[("findrisc", points, "moderate") for points in (12, 14)],
        *[("findrisc", points, "high") for points in (15, 20)],
        *[("findrisc", points, "very-high") for points in (21, 26)],
        *[("audit-c", points, "below") for points in (0, 4)],
        ("audit-c", 5, "women"),
        *[("audit-c", points, "men") for points in (6, 12)],
        *[("who-5", points, "very-low") for points in (0, 7)],
        *[("who-5", points, "low") for points in (8, 12)],
        *[("who-5", points, "fine") for points in (13, 25)],
        *[("hsi", points, "low") for points in (0, 1)],
        ("hsi", 2, "moderate"),
        ("hsi", 3, "strong"),
        *[("hsi", points, "very-strong") for points in (4, 6)],
        *[
            ("loneliness", points, name)
            for points, name in enumerate(["never", "seldom", "sometimes", "often"])
        ],
        *[("sleep", points, "fine") for points in (0, 1)],
        ("sleep", 2, "some"),
        *[("sleep", points, "much") for points in (3, 5)],
    ],
)
def test_a_sum_at_a_published_boundary_belongs_to_its_band(key, points, expected):
    assert band_of(instruments()[key], points).key == expected


@pytest.mark.parametrize(
    ("key", "most"), [("findrisc", 26), ("audit-c", 12), ("who-5", 25), ("hsi", 6), ("sleep", 5)]
)
def test_the_greatest_sum_is_that_of_the_published_form(key, most):
    assert instruments()[key].most == most


@pytest.mark.parametrize(
    ("index", "points"), [("24.9", 0), ("25.0", 1), ("27.4", 1), ("30.0", 1), ("30.1", 3), ("60.0", 3)]
)
def test_body_mass_indices_25_and_30_belong_to_the_middle_class(index, points):
    ranges = instruments()["findrisc"].question("bmi").points
    assert next(one.points for one in ranges if one.holds(Decimal(index))) == points


@pytest.mark.parametrize(
    ("height", "weight", "index"),
    [("200", "100", "25.0"), ("200", "120", "30.0"), ("170", "72.3", "25.0"), ("200", "120.3", "30.1")],
)
def test_the_body_mass_index_is_the_one_that_is_shown(height, weight, index):
    assert body_mass_index(height, weight) == Decimal(index)


@pytest.mark.parametrize(
    ("answers", "points"),
    [
        ({"height": "200", "weight": "99.7"}, 0),
        ({"height": "200", "weight": "100"}, 1),
        ({"height": "200", "weight": "120"}, 1),
        ({"height": "200", "weight": "120.3"}, 3),
    ],
)
def test_height_and_weight_give_the_points_of_their_class(answers, points):
    assert points_of(instruments()["findrisc"].question("bmi"), answers) == points


@pytest.mark.parametrize("code", ["fi", "sv"])
def test_waists_of_94_to_102_and_80_to_88_centimetres_belong_to_the_middle_class(code):
    low, middle, high = instruments()["findrisc"].question("waist").answers
    assert [low.points, middle.points, high.points] == [0, 3, 4]
    said = [getattr(one.text, code) for one in (low, middle, high)]
    assert "94–102" in said[1] and "80–88" in said[1]
    under, over = ("alle", "yli") if code == "fi" else ("under", "över")
    assert f"{under} 94" in said[0] and f"{under} 80" in said[0]
    assert f"{over} 102" in said[2] and f"{over} 88" in said[2]


@pytest.mark.parametrize(
    ("question", "points"),
    [
        ("age", [0, 2, 3, 4]),
        ("waist", [0, 3, 4]),
        ("exercise", [0, 2]),
        ("vegetables", [0, 1]),
        ("pressure", [0, 2]),
        ("sugar", [0, 5]),
        ("family", [0, 3, 5]),
    ],
)
def test_the_answers_of_findrisc_have_the_points_of_the_standard_form(question, points):
    assert [one.points for one in instruments()["findrisc"].question(question).answers] == points


@pytest.mark.parametrize(
    ("raw", "expected"),
    [([3, 3, 3, 2, 2], "fine"), ([3, 3, 2, 2, 2], "low"), ([5, 5, 5, 5, 1], "low"), ([5, 5, 5, 5, 0], "low"),
     ([5, 5, 5, 5, 2], "fine"), ([2, 2, 2, 1, 0], "very-low"), ([2, 2, 2, 2, 0], "low")],
)  # fmt: skip
def test_wellbeing_is_low_under_13_and_whenever_an_answer_is_0_or_1(raw, expected):
    names = [one.id for one in instruments()["who-5"].questions]
    assert band("who-5", dict(zip(names, map(str, raw), strict=True))) == expected


def test_52_per_cent_of_wellbeing_is_13_points():
    names = [one.id for one in instruments()["who-5"].questions]
    result = score(instruments()["who-5"], dict(zip(names, "33322", strict=True)))
    assert (result.points, result.percent, result.band.key) == (13, 52, "fine")


def moving(brisk=0, vigorous=0, strength="0", balance=None, age="30_64"):
    answers = {
        "age": age,
        "brisk": {"minutes": str(brisk)},
        "vigorous": {"minutes": str(vigorous)},
        "strength": strength,
        "sitting": "0",
    }
    return answers | ({} if balance is None else {"balance": balance})


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        (moving(150, 0, "2"), "met"),
        (moving(149, 0, "2"), "partly"),
        (moving(0, 75, "2"), "met"),
        (moving(0, 74, "2"), "partly"),
        (moving(100, 25, "3"), "met"),
        (moving(150, 0, "1"), "partly"),
        (moving(149, 0, "1"), "below"),
        (moving(150, 0, "2", "2", "65_plus"), "met"),
        (moving(150, 0, "2", "1", "65_plus"), "partly"),
        (moving(0, 0, "1", "1", "65_plus"), "below"),
        (moving(150, 0, "2", None, "18_29"), "met"),
    ],
)
def test_movement_is_met_at_150_minutes_twice_strength_and_from_65_twice_balance(answers, expected):
    assert band("movement", answers) == expected


def test_a_vigorous_minute_counts_as_two():
    [endurance, _strength] = score(instruments()["movement"], moving(40, 30)).goals
    assert endurance.amount == 100
    assert "50" in endurance.missing


# ---------------------------------------------------------------- what is asked
def test_balance_is_asked_from_65_years_on():
    test = instruments()["movement"]
    asked = {age: [one.id for one in test.asked({"age": age})] for age in ("30_64", "65_plus")}
    assert "balance" in asked["65_plus"]
    assert "balance" not in asked["30_64"]


def test_who_never_drinks_is_not_asked_how_much():
    test = instruments()["audit-c"]
    assert [one.id for one in test.asked({"often": "0"})] == ["often"]
    assert len(test.asked({"often": "1"})) == len(test.asked({})) == 3
    assert band("audit-c", {"often": "0"}) == "below"


# ---------------------------------------------------------------- what weighed, what was passed over
def test_the_answers_that_weighed_most_come_first():
    result = score(
        instruments()["findrisc"],
        {"age": "45", "bmi": {"height": "170", "weight": "95"}, "waist": "2", "exercise": "no",
         "vegetables": "seldom", "pressure": "no", "sugar": "yes", "family": "no"},
    )  # fmt: skip
    assert [(one.question.id, one.points) for one in result.weighed] == [
        ("sugar", 5),
        ("waist", 4),
        ("bmi", 3),
    ]
    assert result.weighed[2].value == Decimal("32.9")
    assert result.key == "findrisc:high"


def test_where_more_is_better_the_lowest_answers_weighed_most():
    names = [one.id for one in instruments()["who-5"].questions]
    result = score(instruments()["who-5"], dict(zip(names, "52140", strict=True)))
    assert [one.question.id for one in result.weighed] == ["interest", "active", "calm"]


def test_a_result_that_hangs_on_a_question_passed_over_names_what_is_possible():
    result = score(instruments()["audit-c"], {"often": "3", "amount": None, "six": "2"})
    assert (result.band, result.skipped, result.points) == (None, 1, 5)
    assert [one.key for one in result.possible] == ["women", "men"]
    assert "alcohol" in result.needs, "it is so in either band"
    assert result.key == ""


def test_a_question_passed_over_that_changes_nothing_leaves_the_result_certain():
    result = score(instruments()["movement"], moving(150, 0, "2") | {"vigorous": None})
    assert result.band.key == "met"
    assert result.skipped == 1


def test_all_passed_over_gives_no_result_and_no_needs():
    for test in instruments().values():
        result = score(test, {one.id: None for one in test.questions})
        assert (result.answered, result.band, result.needs) == (0, None, frozenset())


@pytest.mark.parametrize(
    ("key", "answers"),
    [("who-5", {"cheerful": "0"}), ("who-5", {"interest": "0"}), ("loneliness", {"lonely": "3"})],
)
def test_help_in_a_crisis_is_shown_when_an_answer_asks_for_it(key, answers):
    assert score(instruments()[key], answers).crisis


def test_help_in_a_crisis_is_shown_with_very_low_wellbeing():
    names = [one.id for one in instruments()["who-5"].questions]
    assert score(instruments()["who-5"], dict(zip(names, "11111", strict=True))).crisis
    assert not score(instruments()["who-5"], dict(zip(names, "32222", strict=True))).crisis
