"""The clock job has the rights of its database role and no more, and they are enough for all it does."""

from datetime import timedelta

import pytest

from organisations import database_roles
from referrals import clock
from referrals.models import Assignment, Event, Meeting, Referral
from tests import walls
from tests.referrals import scene as scenes
from tests.referrals.lifecycle.situations import NOW, fetched, ready, stage
from tests.security.conftest import become  # noqa: F401

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]
DAY = timedelta(days=1)


def rows_of_every_kind(made):
    """One for each thing that the clock does."""
    kinds = {
        "reminded": ready(made, "contacting"),
        "unseen": scenes.referral(made, "sent", now=NOW - 3 * DAY),
    }
    Assignment.objects.filter(pk=kinds["reminded"].pk).update(prompted=0, prompted_at=None)
    kinds["meetings"] = booked = ready(made, "booked")
    Meeting.objects.filter(assignment=booked).update(at=NOW + DAY)
    Assignment.objects.filter(pk=booked.pk).update(
        booked_at=NOW + DAY, due_on=NOW.date() + 2 * DAY, prompted=0, prompted_at=None
    )
    kinds["lapsed"] = ready(made, "hold")
    for name, days in (("drafts_warned", 11), ("drafts_erased", 20)):
        kinds[name] = draft = scenes.referral(made, "draft", now=NOW - days * DAY)
        Referral.objects.filter(pk=draft.referral_id).update(touched_at=NOW - days * DAY)
    Assignment.objects.filter(pk=kinds["drafts_erased"].pk).update(prompted=1, prompted_at=NOW - 5 * DAY)
    kinds["followed_up"] = ready(made, "completed", "follow_up")
    return kinds


def test_the_jobs_role_can_do_all_that_the_clock_does(become):  # noqa: F811
    made = stage()
    kinds = rows_of_every_kind(made)
    with walls.nothing(), become(database_roles.JOBS):
        counts = clock.pass_time(NOW)
    assert counts == dict.fromkeys(kinds, 1)
    assert fetched(kinds["lapsed"]).state == "lapsed"
    assert not Assignment.objects.filter(pk=kinds["drafts_erased"].pk).exists()
    assert set(Event.objects.values_list("move", "letter")) == {("lapse", "S"), ("follow_up", "S")}
