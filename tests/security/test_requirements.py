"""Every requirement and abuse case is held by tests that exist, or says what brings its subject."""

import re
from functools import cache

import pytest

from tests import sources
from tests.security import abuse, requirements

TESTS = sources.ROOT / "tests"
EVERY = [*requirements.ROWS, *abuse.ROWS]


@cache
def names(path):
    return set(re.findall(r"^def (test_\w+)", (TESTS / path).read_text(), re.MULTILINE))


def test_the_design_names_43_requirements_and_27_abuse_cases():
    assert len(requirements.ROWS) == 43
    assert len({row.ids for row in requirements.ROWS}) == 43
    assert [row.ids for row in abuse.ROWS] == [str(number) for number in range(1, 28)]


@pytest.mark.parametrize("row", EVERY, ids=lambda row: row.ids)
def test_a_row_is_held_by_tests_that_exist_or_says_what_brings_it(row):
    assert row.tests or row.later
    missing = [test for test in row.tests if test.split("::")[1] not in names(test.split("::")[0])]
    assert missing == []


def test_what_waits_waits_for_something_known():
    assert {row.later for row in EVERY if row.tests and row.later} <= {requirements.OIDC}
    assert [row.ids for row in EVERY if not row.tests] == ["1.5.1", "10.5.1"]
