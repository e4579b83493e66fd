"""What the nightly job counts of referrals, and what it leaves out."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta

import pytest

from organisations.database_roles import JOBS
from referrals import counting, erasing
from referrals.models import Assignment, Client, Figure, Outcome, Referral
from tests import walls
from tests.referrals.scene import referral, scene
from tests.security.conftest import become  # noqa: F401  a fixture

pytestmark = pytest.mark.django_db
SENT = datetime(2026, 3, 2, 9, tzinfo=UTC)  # a Monday
NOW = datetime(2026, 6, 1, 9, tzinfo=UTC)
MARCH = date(2026, 3, 1)
FEW = 40  # questions to the database


def counted(measure, **of):
    counting.count(NOW)
    rows = Figure.objects.filter(measure=measure, **of)
    return Counter({row.group: row.number for row in rows}) if any(row.group for row in rows) else sum(
        row.number for row in rows
    )  # fmt: skip


def days(number):
    return SENT + timedelta(days=number)


def moved(assignment, **columns):
    Assignment.objects.filter(pk=assignment.pk).update(**columns)
    return assignment


def test_a_referral_is_counted_where_and_when_it_was_sent():
    made = scene()
    referral(made, "sent", now=SENT)
    counting.count(NOW)
    one = Figure.objects.get(measure="sent")
    assert (one.month, one.number) == (MARCH, 1)
    assert (one.municipality, one.unit, one.kind) == (made.hamina, made.station, made.kind)


def test_the_month_is_that_of_helsinki():
    referral(scene(), "sent", now=datetime(2026, 2, 28, 22, 30, tzinfo=UTC))
    assert counted("sent", month=MARCH) == 1


def test_counting_again_changes_nothing_and_forgets_what_is_no_more():
    made = scene()
    one = referral(made, "sent", now=SENT)
    assert counted("sent") == counted("sent") == 1
    Referral.objects.filter(pk=one.referral_id).update(restricted_at=NOW)
    assert counted("sent") == 0


@pytest.mark.parametrize("left_out", ["practice", "restricted", "draft", "error"])
def test_it_leaves_out(left_out):
    made = scene()
    one = referral(made, left_out if left_out in ("draft", "error") else "sent", now=SENT)
    new = {"practice": {"practice": True}, "restricted": {"restricted_at": NOW}}.get(left_out, {})
    Referral.objects.filter(pk=one.referral_id).update(**new) if new else None
    assert counted("sent") == 0


def test_each_stage_is_among_those_of_the_one_before():
    made = scene()
    for state in ("sent", "accepted", "advising", "completed"):
        one = referral(made, state, now=SENT)
        if state in ("advising", "completed"):
            moved(one, started_at=days(4))
    referral(made, "declined", now=SENT)
    found = [counted(stage) for stage in counting.STAGES]
    assert found == [5, 3, 2, 2, 1, 0]


def test_feedback_and_changes_are_counted_in_steps():
    one = referral(scene(), "completed", now=SENT)
    Outcome.objects.create(assignment=one, code="started", minutes_change=43, who5_change=9, fed_back=True)
    assert counted("feedback") == 1
    assert counted("minutes") == {"40": 1}
    assert counted("who5") == {"8": 1}


def test_returned_ones_are_counted_by_reason():
    moved(referral(scene(), "declined", now=SENT), reason="full")
    assert counted("declined") == {"full": 1}


def test_waiting_counts_the_unanswered_as_the_longest():
    made = scene()
    moved(referral(made, "accepted", now=SENT), decided_at=days(3), first_contact_at=days(7))
    referral(made, "sent", now=SENT)
    referral(made, "sent", now=NOW - timedelta(days=1))
    assert counted("decision_days") == {"3": 1, counting.STILL: 1}
    assert counted("contact_days") == {"5": 1, counting.STILL: 1}
    assert counted("decision_in_time") == 2  # the third one is still within its time
    assert counted("sent") == 3


def test_a_client_under_non_disclosure_stands_without_municipality_and_age():
    referral(scene(), "sent", now=SENT, non_disclosure=True)
    assert counted("sent", municipality__isnull=True) == 1
    assert counted("age_sent") == 1  # in no band
    assert counted(counting.GUARDED) == 1


def test_ages_are_those_of_the_day_it_was_sent():
    made = scene()
    referral(made, "sent", now=SENT, birth_date="1996-03-02")
    referral(made, "sent", now=SENT, birth_date="1996-03-03")
    referral(made, "sent", now=SENT, birth_date="")
    assert counted("age_sent") == {"30-49": 1, "0-29": 1, "": 1}


def test_what_is_erased_is_counted_on_and_its_age_stays_as_it_was_counted():
    one = referral(scene(), "completed", now=SENT)
    before = counted("age_sent")
    assert erasing.erase(one.referral, why=erasing.ASKED, now=NOW)
    assert not Client.objects.filter(referral=one.referral_id).exists()
    assert counted("age_sent") == before == {"50-64": 1}
    assert counted("sent") == 1


def test_it_asks_the_same_number_of_questions_for_one_and_for_many(django_assert_num_queries):
    made = scene()
    numbers = []
    for many in (1, 20):
        for _one in range(many):
            referral(made, "completed", now=SENT)
        with django_assert_num_queries(FEW, exact=False) as asked:
            counting.count(NOW)
        numbers.append(len(asked))
    assert numbers[0] == numbers[1]


@pytest.mark.postgres
def test_the_job_counts_as_the_role_of_the_jobs(become):  # noqa: F811
    made = scene()
    referral(made, "completed", now=SENT)
    with walls.nothing(), become(JOBS):
        assert counted("sent") == 1


def test_what_residents_made_themselves_is_of_no_unit():
    referral(scene(), "sent", now=SENT, self_made=True)
    assert counted("sent", unit__isnull=True) == 1
