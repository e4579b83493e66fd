"""Random people against the table for some minutes: everything that must hold holds in every state."""

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from tests import walls
from tests.referrals.lifecycle import stated
from tests.referrals.lifecycle.situations import stage
from tests.referrals.lifecycle.walking import walk_of

pytestmark = [pytest.mark.long, pytest.mark.django_db]
LONG = settings(
    max_examples=60, stateful_step_count=30, deadline=None, suppress_health_check=list(HealthCheck)
)


def test_whatever_people_do_for_long_the_table_explains_it(capsys):
    with walls.everything():
        walk = walk_of(stage())
        run_state_machine_as_test(walk, settings=LONG)
    figures = f"{sum(walk.done.values())} moves in {len(walk.done)} of {len(stated.CELLS)} cells"
    with capsys.disabled():
        print(f"\n{figures}: {dict(walk.tally)}")  # noqa: T201
    assert len(walk.done) > len(stated.CELLS) / 3  # it was no short walk
