"""Random people against the table, a short while; the long run stands in tests/long."""

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.kept import fresh, kept
from tests.referrals.lifecycle.situations import stage
from tests.referrals.lifecycle.walking import walk_of

pytestmark = [pytest.mark.django_db, pytest.mark.seldom]
staged = kept(stage)
SHORT = settings(
    max_examples=8, stateful_step_count=15, deadline=None, suppress_health_check=list(HealthCheck)
)


def test_whatever_people_do_the_table_explains_it(staged):
    run_state_machine_as_test(walk_of(fresh(staged)), settings=SHORT)
