"""What a move does beside the new state: promises, stopped clocks, meetings, plans, who sees what."""

from datetime import date, datetime, timedelta

import pytest

from referrals.models import Assignment, FollowUp, Meeting, Outcome, Plan, Trace
from referrals.models.moving import Meanwhile
from tests.kept import fresh, kept
from tests.referrals.lifecycle.situations import (
    HELSINKI,
    NOW,
    by,
    fetched,
    go,
    ready,
    stage,
)

pytestmark = [pytest.mark.django_db, pytest.mark.seldom]
staged = kept(stage)
DAY = timedelta(days=1)
TODAY = NOW.date()  # Tuesday 24.11.2026


@pytest.fixture
def made(staged):
    return fresh(staged)


def state(row):
    after = fetched(row)
    return after.state, after.due_on


# ---------------------------------------------------------------- clocks of the moves
@pytest.mark.parametrize(
    ("begin", "move", "letter", "other", "due"),
    [
        ("draft", "send", "R", {}, date(2026, 12, 1)),
        ("sent", "accept", "I", {"contact_by": None}, date(2026, 12, 1)),
        ("sent", "accept", "I", {"contact_by": date(2026, 11, 26)}, date(2026, 11, 26)),
        ("accepted", "attempt", "A", {}, date(2026, 12, 1)),
        ("contacting", "attempt", "A", {}, date(2026, 12, 1)),
        ("accepted", "book", "A", {"at": datetime(2026, 12, 23, 12, tzinfo=HELSINKI)}, date(2026, 12, 28)),
        ("booked", "no_show", "A", {}, date(2026, 12, 1)),
        ("booked", "start", "A", {}, date(2027, 1, 23)),
        ("advising", "note", "A", {}, date(2027, 1, 23)),
        ("advising", "hand_over", "I", {}, date(2027, 1, 23)),
        ("advising", "hold", "A", {}, TODAY + 30 * DAY),
        ("hold", "resume", "A", {}, date(2027, 1, 23)),
        ("sent", "ask", "I", {}, date(2026, 12, 1)),
        ("sent", "decline", "I", {}, date(2026, 12, 1)),
        ("lapsed", "reopen", "I", {}, date(2026, 12, 1)),
        ("declined", "no_alternative", "R", {}, None),
        ("declined", "send_on", "R", {}, None),
        ("sent", "withdraw", "C", {}, None),
        ("advising", "complete", "A", {}, None),
    ],
)
def test_each_move_starts_the_clock_of_its_state(begin, move, letter, other, due, made):
    row = ready(made, begin, move)
    go(made, row, move, letter, **other)
    after = fetched(row)
    assert after.due_on == due
    assert (after.prompted, after.prompted_at) == (0, None) or due is None


@pytest.mark.parametrize("begin", ["accepted", "contacting", "booked", "hold", "sent"])
def test_a_note_leaves_the_clock_of_other_states_alone(begin, made):
    row = ready(made, begin)
    go(made, row, "note", "I")
    after = fetched(row)
    assert (after.due_on, after.prompted, after.state_since) == (row.due_on, 3, row.state_since)


def test_the_clock_stands_while_information_is_asked_for(made):
    row = ready(made, "accepted")
    Assignment.objects.filter(pk=row.pk).update(due_on=date(2026, 11, 27), contact_by=date(2026, 11, 27))
    row = fetched(row)
    go(made, row, "ask", "A")
    assert state(row) == ("info", date(2026, 12, 1)) and row.days_left == 3
    go(made, row, "answer", "R", now=NOW + 20 * DAY)  # Monday 14.12.
    assert state(row) == ("accepted", date(2026, 12, 17))
    assert (row.contact_by, row.days_left, row.resumes_to) == (date(2026, 12, 17), None, "")


def test_a_clock_that_had_run_out_gives_one_day_more(made):
    row = ready(made, "sent")  # due a week ago
    go(made, row, "ask", "I")
    go(made, row, "answer", "R")
    assert state(row) == ("sent", date(2026, 11, 25))


# ---------------------------------------------------------------- meetings
def meetings(row):
    return sorted(row.meetings.values_list("state", flat=True))


def test_a_booked_meeting_becomes_what_came_of_it(made):
    for move, letter, becomes in [
        ("no_show", "A", "missed"), ("start", "A", "held"), ("give_up", "A", "missed"),
        ("withdraw", "C", "dropped"), ("hold", "A", "booked"),
    ]:  # fmt: skip
        row = ready(made, "booked", move)
        go(made, row, move, letter)
        assert meetings(row) == [becomes], move


def test_a_new_time_takes_the_place_of_the_old_one_and_of_those_offered(made):
    row = ready(made, "booked")
    Meeting.objects.create(assignment=row, at=NOW + 3 * DAY, state="offered")
    go(made, row, "book", "A")
    assert meetings(row) == ["booked", "dropped", "dropped"]
    assert fetched(row).booked_at == NOW + DAY and row.meetings.booked().get().place == "Uimahalli"


def test_the_client_chooses_one_of_the_times_that_were_offered(made):
    row = ready(made, "accepted")
    times = [{"at": NOW + number * DAY, "place": "Kirjasto"} for number in (2, 3)]
    go(made, row, "note", "A", text="", offered=times)
    chosen = row.meetings.offered().get(at=NOW + 3 * DAY)
    row.book(by=by(made, "C"), meeting=chosen, version=row.version, now=NOW)
    assert fetched(row).booked_at == chosen.at and meetings(row) == ["booked", "dropped"]


@pytest.mark.parametrize(("days", "to"), [(1, "booked"), (-1, "contacting")])
def test_who_was_booked_goes_on_booked_while_the_time_is_still_to_come(days, to, made):
    row = ready(made, "booked")
    go(made, row, "book", "A", at=NOW + 5 * DAY)
    go(made, row, "hold", "A")
    go(made, row, "resume", "A", now=NOW + (5 - days) * DAY)
    after = fetched(row)
    assert after.state == to
    assert (after.booked_at is None) == (to == "contacting") == (meetings(row) == ["dropped", "dropped"])


# ---------------------------------------------------------------- plan, outcome, follow-up
def test_a_plan_is_written_and_changed(made):
    row = ready(made, "booked")
    go(made, row, "start", "A", goals="Kävelen.", services=[3], next_step="Tavataan ryhmässä.")
    go(made, row, "note", "A", text="", goals="Kävelen ja uin.")
    plan = Plan.objects.get(assignment=row)
    assert (plan.goals, plan.services, plan.next_step) == ("Kävelen ja uin.", "[3]", "Tavataan ryhmässä.")


def test_an_outcome_is_written_and_again_after_reopening(made):
    row = ready(made, "advising")
    go(made, row, "complete", "A", minutes_before=30, minutes_after=120, who5_change=12)
    one = Outcome.objects.get(assignment=row)
    assert (one.code, one.minutes_change, one.who5_change, one.fed_back) == ("started", 90, 12, True)
    go(made, row, "reopen", "A")
    go(made, row, "start", "A")
    go(made, row, "complete", "A", code="advice", goal_met="partly")
    one = Outcome.objects.get(assignment=row)
    assert (one.code, one.minutes_change, one.minutes_before) == ("advice", None, "")


def test_the_questions_of_a_month_are_asked_once(made):
    row = ready(made, "completed", "follow_up")
    event = go(made, row, "follow_up", "S")
    assert (event.reason, FollowUp.objects.get(assignment=row).month) == ("3", 3)


# ---------------------------------------------------------------- redirect, sending on, opening again
@pytest.mark.parametrize(
    ("begin", "move", "letter"), [("sent", "redirect", "I"), ("declined", "send_on", "R")]
)
def test_a_new_assignment_stands_under_the_same_number_with_its_age(begin, move, letter, made):
    row = ready(made, begin, move)
    event = go(made, row, move, letter)
    new = event.assignment
    assert (event.move, event.from_state, event.to_state, event.letter) == ("arrive", "", "sent", letter)
    assert (new.referral_id, new.receiver, new.adviser, new.version) == (
        row.referral_id,
        made.harbour,
        None,
        1,
    )
    assert (new.due_on, new.created_at) == (date(2026, 12, 1), NOW)
    assert new.referral.sent_at == NOW - 12 * DAY
    assert Assignment.objects.of(row.referral).open().get() == new


def test_two_do_not_send_one_on(made):
    row = ready(made, "declined")
    other = fetched(row)
    go(made, row, "send_on", "R")
    with pytest.raises(Meanwhile) as caught:
        go(made, other, "send_on", "R")
    assert (caught.value.event.move, caught.value.event.actor_id) == ("send_on", made.nurse.pk)
    assert Assignment.objects.of(row.referral).open().count() == 1


def test_whoever_looks_at_an_old_page_learns_who_was_first(made):
    row = ready(made, "sent")
    old = fetched(row)
    go(made, row, "accept", "I")
    for again in (old, fetched(row)):  # the object of then, and the form of then
        with pytest.raises(Meanwhile) as caught:
            again.withdraw(by=by(made, "C"), version=old.version, now=NOW)
        assert (caught.value.event.move, caught.value.event.letter) == ("accept", "I")
    assert state(row)[0] == "accepted"


@pytest.mark.parametrize(("adviser", "to"), [(True, "accepted"), (False, "sent")])
def test_it_is_opened_again_where_it_was_left(adviser, to, made):
    row = ready(made, "unreachable")
    if not adviser:
        Assignment.objects.filter(pk=row.pk).update(adviser=None)
        row = fetched(row)
    go(made, row, "reopen", "C", text="")
    after = fetched(row)
    assert (after.state, after.ended_at, after.due_on) == (to, None, date(2026, 12, 1))
    assert after.contact_by == (after.due_on if adviser else None)


def test_others_of_the_controller_learn_of_open_ones_only(made):
    row = ready(made, "sent")
    Trace.objects.create(
        referral=row.referral, controller=made.county, what="same_code", digest="1" * 64, number="7FH4-K2MP"
    )
    for move, letter, is_open in [("withdraw", "C", False), ("reopen", "I", True), ("redirect", "I", True)]:
        go(made, row, move, letter)
        assert Trace.objects.get(digest="1" * 64).open is is_open, move


def test_an_old_assignment_entered_in_error_leaves_the_open_one_open(made):
    row = ready(made, "sent")
    Trace.objects.create(
        referral=row.referral, controller=made.county, what="same_code", digest="1" * 64, number="7FH4-K2MP"
    )
    go(made, row, "redirect", "I")
    go(made, row, "enter_in_error", "R")
    assert Trace.objects.get(digest="1" * 64).open


def test_a_new_receiver_finds_the_client_by_name_and_birth_date(made):
    row = ready(made, "sent")
    go(made, row, "redirect", "I")
    assert set(Trace.objects.of(row.referral).values_list("controller", "what")) == {
        (made.port.pk, "surname"), (made.port.pk, "birth_date"), (made.port.pk, "same_person"),
    }  # fmt: skip
