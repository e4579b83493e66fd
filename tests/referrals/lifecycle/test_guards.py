"""Every guard of the table: what it keeps back, that nothing changes then, and that its sentence is sayable."""

from datetime import date, timedelta

import pytest
from django.db import transaction
from django.utils.translation import override

from organisations.models import Membership, Role
from referrals import clocks, lifecycle
from referrals.acting import by_for, letters_of
from referrals.models import Agreement, Assignment, Consent, Event, Meeting, Referral
from referrals.models.moving import NotNow
from tests import factories
from tests.kept import fresh, kept
from tests.referrals import scene as scenes
from tests.referrals.lifecycle.situations import (
    NOW,
    brings,
    by,
    consent,
    fetched,
    in_scope,
    missed,
    ready,
    stage,
)

pytestmark = [pytest.mark.django_db, pytest.mark.seldom]
staged = kept(stage)
DAY = timedelta(days=1)


@pytest.fixture
def made(staged):
    return fresh(staged)


def change(**values):
    """The assignment's columns as they may not be for the move."""
    return lambda made, row: Assignment.objects.filter(pk=row.pk).update(**values)


def of_referral(**values):
    return lambda made, row: Referral.objects.filter(pk=row.referral_id).update(**values)


def no_agreement(made, row):
    Agreement.objects.all().update(valid_to=date(2026, 11, 23))


def another_kind(made, row):
    made.team.kinds.clear()
    made.other_team.kinds.clear()


def consents_withdrawn(made, row):
    Consent.objects.filter(referral=row.referral_id).update(withdrawn_at=NOW)


def closed_team(made, row):
    made.other_team.active = False


def returned_there(made, row):
    old = scenes.referral(made, "declined")
    Assignment.objects.filter(pk=old.pk).update(referral=row.referral_id, team=made.other_team)
    Event.objects.create(
        assignment=old, referral_id=row.referral_id, letter="I", move="decline", from_state="sent",
        to_state="declined", version=2,
    )  # fmt: skip


def open_elsewhere(made, row):
    other = scenes.referral(made, "sent")
    Assignment.objects.filter(pk=other.pk).update(referral=row.referral_id)


def past_member(made, row):
    Membership.objects.filter(user=made.adviser).update(valid_to="2020-01-02")


def tries(*rows):
    """Attempts as (days ago, channel, result) instead of those that would do."""

    def spoil(made, row):
        row.attempts.all().delete()
        for days, channel, result in rows:
            row.attempts.create(at=NOW - days * DAY, channel=channel, result=result)

    return spoil


def reopened_since(made, row):
    Event.objects.create(
        assignment=row, referral_id=row.referral_id, at=NOW - 5 * DAY, letter="A", move="reopen",
        from_state="unreachable", to_state="accepted", version=200,
    )  # fmt: skip


def one_no_show(made, row):
    """Those before it was reopened are no longer counted."""
    reopened_since(made, row)
    missed(row, NOW, 1, first=300)


def with_other_meeting(state, days):
    def brought(made, row):
        of = scenes.referral(made, "contacting") if state == "foreign" else row
        name = "offered" if state == "foreign" else state
        at = NOW + days * DAY
        return {"meeting": Meeting.objects.create(assignment=of, at=at, state=name)}

    return brought


def nothing(made, row):
    return None


ADVISER_ELSEWHERE = lambda made, row: {"adviser": made.strangers["A"]}  # noqa: E731
# guard, state, move, letter, what is spoilt, what is brought otherwise
CASES = [
    ("kind_in_use", "draft", "send", "R", lambda made, row: type(made.kind).objects.update(active=False), {}),
    ("receiver", "draft", "send", "R", nothing, {"team": None}),
    ("receiver", "draft", "send", "R", another_kind, {}),
    ("receiver", "sent", "redirect", "I", closed_team, {}),
    ("receiver", "sent", "redirect", "I", nothing, lambda made, row: {"team": made.team}),
    ("receiver", "declined", "send_on", "R", another_kind, {}),
    ("agreement", "draft", "send", "R", no_agreement, {}),
    ("agreement", "sent", "redirect", "I", no_agreement, {}),
    ("agreement", "declined", "send_on", "R", no_agreement, {}),
    ("consent", "draft", "send", "R", consents_withdrawn, {}),
    ("consent", "sent", "redirect", "I", consents_withdrawn, {}),
    ("consent", "contacting", "redirect", "K", consents_withdrawn, {}),
    ("consent", "declined", "send_on", "R", consents_withdrawn, {}),
    ("consent", "completed", "reopen", "A", consents_withdrawn, {}),
    ("consent", "unreachable", "reopen", "C", consents_withdrawn, {}),
    ("not_declined_there", "sent", "redirect", "I", returned_there, {}),
    ("not_declined_there", "declined", "send_on", "R", returned_there, {}),
    ("same_confirmed", "draft", "send", "R", nothing, {"same": ["7FH4-K2MP"]}),
    ("none_open", "declined", "send_on", "R", open_elsewhere, {}),
    ("none_open", "declined", "no_alternative", "R", open_elsewhere, {}),
    ("none_open", "lapsed", "reopen", "I", open_elsewhere, {}),
    ("none_open", "unreachable", "reopen", "C", open_elsewhere, {}),
    ("not_said_yet", "declined", "no_alternative", "R", change(no_alternative_at=NOW), {}),
    ("adviser", "sent", "accept", "I", nothing, {"adviser": None}),
    ("adviser", "sent", "accept", "I", nothing, ADVISER_ELSEWHERE),
    ("adviser", "sent", "accept", "I", past_member, {}),
    ("adviser", "sent", "accept", "I", nothing, lambda made, row: {"adviser": made.intake}),
    ("adviser", "sent", "accept", "A", nothing, lambda made, row: {"adviser": made.colleague}),
    ("adviser", "booked", "hand_over", "A", nothing, lambda made, row: {"adviser": made.adviser}),
    ("adviser", "booked", "hand_over", "I", nothing, ADVISER_ELSEWHERE),
    ("contact_by", "sent", "accept", "A", nothing, {"contact_by": date(2026, 12, 2)}),
    ("contact_by", "sent", "accept", "A", nothing, {"contact_by": date(2026, 11, 23)}),
    ("words", "sent", "ask", "I", nothing, {"text": "  "}),
    ("words", "info", "answer", "R", nothing, {"text": ""}),
    ("words", "lapsed", "reopen", "I", nothing, {"text": ""}),
    ("says_something", "hold", "note", "A", nothing, {"text": " "}),
    ("coordinators_words", "sent", "enter_in_error", "K", nothing, {"text": ""}),
    ("decline_reason", "sent", "decline", "I", nothing, {"reason": "moved"}),
    ("decline_reason", "accepted", "decline", "A", nothing, {"reason": ""}),
    ("withdraw_reason", "hold", "withdraw", "A", nothing, {"reason": "full"}),
    ("cancel_reason", "sent", "cancel", "R", nothing, {"reason": ""}),
    ("cancel_reason", "sent", "cancel", "R", nothing, {"reason": "no_show"}),
    ("hold_reason", "booked", "hold", "A", nothing, {"reason": "moved"}),
    ("resume_on", "advising", "hold", "A", nothing, {"resume_on": date(2026, 11, 24)}),
    ("resume_on", "advising", "hold", "A", nothing, {"resume_on": date(2027, 2, 23)}),
    ("resume_on", "advising", "hold", "A", nothing, {"resume_on": None}),
    ("attempt", "accepted", "attempt", "A", nothing, {"channel": "pigeon"}),
    ("attempt", "accepted", "attempt", "A", nothing, {"result": "asleep"}),
    ("attempt", "accepted", "attempt", "A", nothing, {"at": NOW + DAY}),
    ("attempts", "contacting", "give_up", "A", tries(), {}),
    ("attempts", "contacting", "give_up", "A", tries((12, "phone", "no_answer"), (1, "sms", "message")), {}),
    (
        "attempts", "contacting", "give_up", "A",
        tries((12, "phone", "no_answer"), (5, "phone", "no_answer"), (1, "phone", "no_answer")), {},
    ),
    (
        "attempts", "contacting", "give_up", "A",
        tries((9, "phone", "no_answer"), (5, "letter", "message"), (1, "phone", "no_answer")), {},
    ),
    (
        "attempts", "contacting", "give_up", "A",
        tries((12, "phone", "no_answer"), (5, "letter", "message"), (1, "phone", "reached")), {},
    ),
    ("attempts", "contacting", "give_up", "A", reopened_since, {}),
    ("time", "accepted", "book", "A", nothing, {"at": NOW}),
    ("time", "accepted", "book", "A", nothing, {"at": None}),
    ("time", "accepted", "book", "A", nothing, {"place": ""}),
    ("time", "accepted", "book", "C", nothing, {"meeting": None, "at": NOW + DAY, "place": "Kotona"}),
    ("time", "accepted", "book", "C", nothing, with_other_meeting("dropped", 1)),
    ("time", "accepted", "book", "C", nothing, with_other_meeting("foreign", 1)),
    ("time", "accepted", "book", "C", nothing, with_other_meeting("offered", -1)),
    ("time_past", "booked", "no_show", "A", change(booked_at=NOW + DAY), {}),
    ("time_past", "booked", "give_up", "A", change(booked_at=NOW + DAY), {}),
    ("no_show_again", "booked", "no_show", "A", lambda made, row: missed(row, NOW, 2), {}),
    ("two_no_shows", "booked", "give_up", "A", one_no_show, {}),
    ("plan", "booked", "start", "A", nothing, {"goals": "  "}),
    ("outcome", "advising", "complete", "A", nothing, {"code": "fine"}),
    ("outcome", "advising", "complete", "A", nothing, {"goal_met": "mostly"}),
    ("outcome", "advising", "complete", "A", nothing, {"goal_met": ""}),
    ("outcome", "advising", "complete", "A", nothing, {"goal_met": "", "minutes_after": 90}),
    ("referrers_days", "declined", "send_on", "K", change(state_since=NOW - 6 * DAY), {}),
    ("watched", "sent", "redirect", "K", change(prompted=2), {}),
    ("watched", "hold", "lapse", "K", change(prompted=2), {}),
    ("watched", "completed", "enter_in_error", "K", change(prompted=0, prompted_at=None), {}),
    ("long_alerted", "sent", "lapse", "S", change(prompted_at=NOW - 29 * DAY), {}),
    ("long_alerted", "hold", "lapse", "S", change(prompted=2), {}),
    ("reopen_days", "completed", "reopen", "A", change(ended_at=NOW - 91 * DAY), {}),
    ("reopen_days", "declined", "reopen", "I", change(ended_at=NOW - 91 * DAY), {}),
    ("reopen_days", "withdrawn", "reopen", "K", change(ended_at=NOW - 91 * DAY), {}),
    ("reopen_days", "unreachable", "reopen", "C", change(ended_at=NOW - 31 * DAY), {}),
    ("idle_draft", "draft", "discard", "S", of_referral(touched_at=NOW - 13 * DAY), {}),
    ("follow_up_day", "completed", "follow_up", "S", change(ended_at=NOW - 80 * DAY), {}),
    ("follow_up_day", "completed", "follow_up", "S", nothing, {"month": 4}),
]  # fmt: skip


def attempt_it(made, row, move, letter, other):
    more = brings(made, move, row, letter) | (other(made, row) if callable(other) else other)
    with transaction.atomic(), in_scope(made, letter, row):
        getattr(row, move)(by=by(made, letter), version=row.version, now=NOW, **more)


@pytest.mark.parametrize(("guard", "state", "move", "letter", "spoil", "other"), CASES)
def test_a_guard_keeps_the_move_back_and_nothing_changes(guard, state, move, letter, spoil, other, made):
    assert guard in lifecycle.row(state, move).guards
    row = ready(made, state, move)
    spoil(made, row)
    row = fetched(row)
    before = Event.objects.count(), {**vars(row), "_state": None}
    with pytest.raises(NotNow) as caught:
        attempt_it(made, row, move, letter, other)
    assert (Event.objects.count(), {**vars(row), "_state": None}) == before
    assert (fetched(row).state, fetched(row).version) == (state, row.version)
    (sentence,) = caught.value.problems
    with override("fi"):
        assert str(sentence).endswith(".") and "{" not in str(sentence)


def test_every_guard_is_tried():
    assert {case[0] for case in CASES} == {name for move in lifecycle.MOVES for name in move.guards}


def test_what_stands_is_said_before_the_form_is_filled_in(made):
    row = ready(made, "booked", "no_show")
    assert row.problems("no_show", by=by(made, "A"), now=NOW) == []
    assert row.problems("give_up", by=by(made, "A"), now=NOW) != []
    assert row.problems("start", by=by(made, "A"), now=NOW) == []  # the plan is the form's


def test_the_sentence_on_attempts_counts_them(made):
    row = ready(made, "contacting")
    tries((3, "phone", "no_answer"), (1, "phone", "no_answer"))(made, row)
    (sentence,) = row.problems("give_up", by=by(made, "A"), now=NOW)
    assert "2" in str(sentence)


@pytest.mark.parametrize(
    ("channels", "used"),
    [
        (["phone", "email"], ["phone", "phone", "letter"]),  # a letter is a way
        (["phone"], ["phone", "phone", "phone"]),  # all that the client allows
        ([], ["letter", "letter", "phone"]),
    ],
)
def test_two_ways_or_all_that_the_client_allows_are_enough(channels, used, made):
    row = ready(made, "contacting")
    tries(*[(12 - day, channel, "no_answer") for day, channel in enumerate(used)])(made, row)
    client = row.referral.client
    client.channels = channels
    client.save()
    assert fetched(row).problems("give_up", by=by(made, "A"), now=NOW) == []


def test_a_consent_that_names_the_new_receiver_at_this_moment_is_enough(made):
    row = ready(made, "sent")
    consents_withdrawn(made, row)
    consent(row.referral, made.harbour)
    event = row.redirect(by=by(made, "I"), team=made.other_team, now=NOW)
    assert event.assignment.receiver == made.harbour


def test_who_works_in_two_roles_acts_in_the_one_that_fits(made):
    both = factories.user(Role.ADVISER, made.advice)
    Membership.objects.create(user=both, organisation=made.town, role=Role.INTAKE, valid_from="2020-01-01")
    row = ready(made, "accepted")
    assert letters_of(row, both) == "I"  # another adviser has the client
    assert letters_of(ready(made, "sent"), both) == "IA"
    assert by_for(row, both, "note").letter == "I"


def test_days_of_the_installation_move_the_guards(made, settings):
    settings.HYTE_CLOCKS = {"hold_at_most": 20}
    row = ready(made, "advising")
    with pytest.raises(NotNow):
        row.hold(by=by(made, "A"), reason="illness", resume_on=NOW.date() + 21 * DAY, now=NOW)
    row.hold(by=by(made, "A"), reason="illness", resume_on=NOW.date() + 20 * DAY, now=NOW)
    assert clocks.days("reopen") == 90
