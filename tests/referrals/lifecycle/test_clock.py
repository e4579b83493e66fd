"""The clock job: who is reminded on which day, across holidays and both changes of the hour, and never twice."""

from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from referrals import clock, clocks, telling
from referrals.acting import CLOCK
from referrals.models import Assignment, Event, FollowUp, Referral
from referrals.models.moving import Meanwhile
from tests.kept import fresh, kept
from tests.referrals import scene as scenes
from tests.referrals.lifecycle.situations import HELSINKI, by, fetched, ready, stage

pytestmark = [pytest.mark.django_db, pytest.mark.seldom]
staged = kept(stage)
DAY, HOUR = timedelta(days=1), timedelta(hours=1)


@pytest.fixture
def made(staged):
    return fresh(staged)


@pytest.fixture
def told(monkeypatch):
    """What the clock says, as (day, name, to whom)."""
    found = []

    def remind(assignment, step, now):
        found.append((f"{timezone.localtime(now):%d.%m.}", step.name, step.to))

    monkeypatch.setattr(telling, "remind", remind)
    return found


def at(day, hour=9):
    return datetime.fromisoformat(f"{day}T{hour:02}:00").replace(tzinfo=HELSINKI)


def let_pass(since, days):
    """The job on the morning of every day."""
    for number in range(days + 1):
        clock.pass_time(at((since + number * DAY).date().isoformat(), 8))


def begins(made, state, day, **values):
    """An assignment that came into the state on that day, with the date that the table gives."""
    row = scenes.referral(made, state, now=at(day))
    due = {} if "due_on" in values else {"due_on": clocks.due_on(state, at(day).date())}
    values = {"state_since": at(day)} | due | values
    Assignment.objects.filter(pk=row.pk).update(**values)
    return fetched(row)


# ---------------------------------------------------------------- day by day
SEEN = {"seen_at": at("2026-01-01")}
COURSES = [
    # Christmas 2026: 24.–27. and 1.–3.1. and 6.1. are no business days
    ("sent", "2026-12-21", {}, 30, "23.12. unseen I", "30.12. decide I", "08.01. decide_alert KR"),
    # Easter 2027: Good Friday 26.3., Monday 29.3.; summer time begins 28.3.
    ("sent", "2027-03-24", SEEN, 24, "02.04. decide I", "09.04. decide_alert KR"),
    # Midsummer 2026: Friday 19.6.
    ("info", "2026-06-17", {}, 20, "25.06. answer R", "02.07. answer_alert IK"),
    ("accepted", "2026-11-23", {}, 20, "30.11. contact A", "07.12. contact_alert IK"),
    # winter time begins 25.10.2026
    (
        "contacting", "2026-10-22", {}, 30,
        "29.10. contact_again A", "05.11. contact_again_late I", "12.11. contact_again_alert K",
    ),
    (
        "booked", "2026-11-23", {"booked_at": at("2026-11-27", 13), "due_on": at("2026-11-30").date()}, 30,
        "30.11. did_it_happen A", "07.12. did_it_happen_late I", "14.12. did_it_happen_alert K",
    ),
    (
        "advising", "2026-09-01", {}, 100,
        "31.10. still_going A", "15.11. still_going_late I", "30.11. still_going_alert K",
    ),
    (
        "hold", "2026-11-02", {"due_on": at("2026-11-30").date()}, 50,
        "30.11. resume A", "07.12. resume_late I", "14.12. resume_alert K",
    ),
    ("declined", "2026-11-23", {}, 20, "30.11. find_another K"),
]  # fmt: skip


@pytest.mark.parametrize("course", COURSES, ids=lambda course: course[0])
def test_everybody_is_reminded_on_their_day_and_once(course, made, told):
    state, day, values, days, *expected = course
    row = begins(made, state, day, **values)
    let_pass(at(day), days)
    assert [" ".join(one) for one in told] == expected
    assert (fetched(row).prompted, fetched(row).version) == (3, 1)
    assert not Event.objects.exists()


def test_who_was_away_is_not_reminded_of_every_step_at_once(made, told):
    begins(made, "contacting", "2026-10-22")
    clock.pass_time(at("2026-11-24"))
    assert [name for _day, name, _to in told] == ["contact_again_alert"]


def test_a_seen_one_is_not_nudged(made, told):
    begins(made, "sent", "2026-11-23", **SEEN)
    let_pass(at("2026-11-23"), 4)
    assert told == []


def test_what_moves_begins_anew(made, told):
    row = begins(made, "contacting", "2026-11-23")
    let_pass(at("2026-11-23"), 7)
    row = fetched(row)
    row.attempt(by=by(made, "A"), channel="phone", result="no_answer", now=at("2026-12-01"))
    assert (row.prompted, row.prompted_at) == (0, None)
    let_pass(at("2026-12-01"), 6)
    assert [" ".join(one[:2]) for one in told] == ["30.11. contact_again"]
    let_pass(at("2026-12-08"), 0)  # Independence Day is a Sunday
    assert [" ".join(one[:2]) for one in told] == ["30.11. contact_again", "08.12. contact_again"]


def test_what_is_restricted_stands_still(made, told):
    row = begins(made, "sent", "2026-11-02")
    Referral.objects.filter(pk=row.referral_id).update(restricted_at=at("2026-11-03"))
    let_pass(at("2026-11-02"), 60)
    assert told == [] and fetched(row).state == "sent"


# ---------------------------------------------------------------- what lapses
def test_it_lapses_thirty_days_after_the_coordinator_was_told_and_never_before(made, told):
    row = begins(made, "sent", "2026-11-02", **SEEN)
    let_pass(at("2026-11-02"), 43)  # the coordinator on 16.11.
    assert told[-1] == ("16.11.", "decide_alert", "KR") and fetched(row).state == "sent"
    let_pass(at("2026-12-16"), 0)
    event = Event.objects.get()
    assert fetched(row).state == "lapsed"
    assert (event.move, event.letter, event.actor_id) == ("lapse", "S", None)
    assert timezone.localtime(event.at).date().isoformat() == "2026-12-16"
    let_pass(at("2026-12-17"), 60)
    assert Event.objects.count() == 1


@pytest.mark.parametrize("state", ["booked", "advising"])
def test_who_has_met_an_adviser_never_lapses(state, made, told):
    values = {"booked_at": at("2026-11-03"), "due_on": at("2026-11-04").date()} if state == "booked" else {}
    row = begins(made, state, "2026-01-02", **values)
    Assignment.objects.filter(pk=row.pk).update(prompted=3, prompted_at=at("2026-01-02"))
    let_pass(at("2026-11-23"), 2)
    assert fetched(row).state == state


# ---------------------------------------------------------------- drafts
def test_a_draft_is_warned_of_after_ten_idle_days_and_erased_after_fourteen(made, told):
    row = scenes.referral(made, "draft", now=at("2026-12-18"))
    Referral.objects.filter(pk=row.referral_id).update(touched_at=at("2026-12-18", 15))
    let_pass(at("2026-12-18"), 13)
    assert told == [("28.12.", "draft", "R")] and Referral.objects.filter(pk=row.referral_id).exists()
    let_pass(at("2027-01-01"), 0)
    assert not Referral.objects.filter(pk=row.referral_id).exists()


def test_a_draft_that_is_used_again_waits_again(made, told):
    row = scenes.referral(made, "draft", now=at("2026-11-01"))
    Referral.objects.filter(pk=row.referral_id).update(touched_at=at("2026-11-01"))
    let_pass(at("2026-11-01"), 12)
    Referral.objects.filter(pk=row.referral_id).update(touched_at=at("2026-11-14"))
    let_pass(at("2026-11-14"), 13)
    assert [day for day, _name, _to in told] == ["11.11.", "24.11."]
    assert Referral.objects.filter(pk=row.referral_id).exists()


def test_no_draft_goes_before_its_maker_was_warned_on_an_earlier_day(made, told):
    row = scenes.referral(made, "draft", now=at("2026-11-01"))
    Referral.objects.filter(pk=row.referral_id).update(touched_at=at("2026-11-01"))
    clock.pass_time(at("2026-12-01"))
    assert len(told) == 1 and Referral.objects.filter(pk=row.referral_id).exists()
    clock.pass_time(at("2026-12-02"))
    assert not Referral.objects.filter(pk=row.referral_id).exists()


# ---------------------------------------------------------------- the client
@pytest.mark.parametrize(
    ("booked_on", "meeting", "days"),
    [
        ("2026-11-16", "2026-11-27", ["25.11."]),
        ("2026-12-14", "2026-12-28", ["22.12."]),  # two business days before it is before Christmas
        ("2026-11-25", "2026-11-27", []),  # booked yesterday: the client knows
    ],
)
def test_a_client_is_reminded_of_a_meeting_once(booked_on, meeting, days, made, told):
    row = scenes.referral(made, "accepted", now=at(booked_on, 7))
    row.book(by=by(made, "A"), at=at(meeting, 13), place="Kirjasto", now=at(booked_on))
    let_pass(at(booked_on), (at(meeting) - at(booked_on)).days)
    assert told == [(day, "meeting", "C") for day in days]


def test_a_new_time_is_reminded_of_anew(made, told):
    row = scenes.referral(made, "accepted", now=at("2026-11-02"))
    row.book(by=by(made, "A"), at=at("2026-11-20", 13), place="Kirjasto", now=at("2026-11-02"))
    let_pass(at("2026-11-02"), 17)
    row = fetched(row)
    row.book(by=by(made, "A"), at=at("2026-12-18", 13), place="Kirjasto", now=at("2026-11-19"))
    let_pass(at("2026-11-20"), 27)
    assert [one for one in told if one[2] == "C"] == [("18.11.", "meeting", "C"), ("16.12.", "meeting", "C")]


def test_the_client_is_asked_after_three_six_and_twelve_months(made, told):
    row = scenes.referral(made, "completed", now=at("2026-11-30"))
    for day in (
        "2027-02-27",
        "2027-02-28",
        "2027-03-01",
        "2027-05-30",
        "2027-05-31",
        "2027-11-30",
        "2028-03-01",
    ):
        clock.pass_time(at(day))
    events = Event.objects.in_order().values_list("move", "reason", "at", "letter")
    asked = [(reason, f"{timezone.localtime(when):%d.%m.%Y}") for _move, reason, when, _letter in events]
    assert asked == [("3", "28.02.2027"), ("6", "30.05.2027"), ("12", "30.11.2027")]
    assert list(FollowUp.objects.filter(assignment=row).values_list("month", flat=True)) == [3, 6, 12]


@pytest.mark.parametrize("how", ["reopened", "consent withdrawn"])
def test_who_goes_on_or_has_withdrawn_is_not_asked(how, made, told):
    row = scenes.referral(made, "completed", now=at("2026-11-30"))
    if how == "reopened":
        row.reopen(by=by(made, "A"), text="Tavataan vielä.", now=at("2026-12-01"))
    else:
        row.referral.consents.update(withdrawn_at=at("2026-12-01"))
    clock.pass_time(at("2027-03-01"))
    assert not FollowUp.objects.exists()


# ---------------------------------------------------------------- people are faster
def test_a_person_who_moves_it_at_that_moment_wins(made, told):
    row = begins(made, "contacting", "2026-10-22")
    stale = fetched(row)
    row.attempt(by=by(made, "A"), channel="phone", result="reached", now=at("2026-11-24", 8))
    assert stale.prompt(3, at("2026-11-24")) is False
    stale.prompted, stale.prompted_at = 3, at("2026-01-01")
    with pytest.raises(Meanwhile):
        stale.lapse(by=CLOCK, now=at("2026-11-24"))
    assert fetched(row).prompted == 0 and told == []


def test_one_row_that_fails_keeps_none_of_the_others(made, monkeypatch, caplog):
    rows = [begins(made, "contacting", "2026-10-22") for _ in range(3)]
    bad = min(rows, key=lambda row: row.pk)
    said = []

    def remind(assignment, step, now):
        if assignment.pk == bad.pk:
            raise ValueError("no such address")
        said.append(assignment.pk)

    monkeypatch.setattr(telling, "remind", remind)
    with pytest.raises(clock.Faults):
        clock.pass_time(at("2026-11-24"))
    assert set(said) == {row.pk for row in rows} - {bad.pk}
    assert fetched(bad).prompted == 0  # tried again next time


def test_the_numbers_of_the_job_are_what_was_done(made, told):
    begins(made, "contacting", "2026-10-22")
    ready(made, "completed", "follow_up")
    counts = clock.pass_time(at("2026-11-24"))
    assert {name: number for name, number in counts.items() if number} == {"reminded": 1, "followed_up": 1}
    assert sum(clock.pass_time(at("2026-11-24", 10)).values()) == 0
