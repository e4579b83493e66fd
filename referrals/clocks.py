"""How long each state may take, and who hears of it when it takes longer. Data: clock.py lets time pass.

Every number of days stands in DAYS; an installation changes them with ``HYTE_CLOCKS``, a JSON object of names and
days. Up to ten they are Finnish business days, above ten calendar days (calendar.later).
"""

from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.core.checks import Error, register
from django.utils.timezone import localdate

from . import lifecycle as table
from .calendar import business_days_between, later

DAYS = {
    "draft_warned": 10,  # of 14 idle ones: these two are calendar days, or a draft went before it was warned
    "draft_erased": 14,
    "sent_unseen": 2,
    "sent": 5,
    "info": 5,
    "accepted": 5,
    "contacting": 5,
    "booked_before": 2,
    "booked": 1,  # after the meeting: did it happen?
    "advising": 60,
    "advising_intake": 15,  # days 75 and 90
    "advising_coordinator": 30,
    "hold_at_most": 90,
    "declined": 5,
    "unanswered_intake": 5,  # a reminder that nobody answered
    "unanswered_coordinator": 10,
    "unanswered_sooner": 5,  # sent, information requested and accepted: the coordinator hears after ten days in all
    "lapse": 30,  # after the coordinator was alerted
    "coordinator_sends_on": 5,
    "first_attempt": 10,  # calendar days since it, before "not reached" is offered
    "reopen": 90,
    "reopen_client": 30,
}
IN_CALENDAR_DAYS = {"draft_warned", "draft_erased", "first_attempt"}
FOLLOW_UPS = (3, 6, 12)  # months after the end
REMINDED, INTAKE_TOLD, COORDINATOR_TOLD = 1, 2, 3
DAY = timedelta(days=1)


def days(name):
    return settings.HYTE_CLOCKS.get(name, DAYS[name])


def after(day, name):
    """That many days after ``day``."""
    return day + days(name) * DAY if name in IN_CALENDAR_DAYS else later(day, days(name))


@dataclass(frozen=True)
class Step:
    """Somebody is told when the date of the state has come, or ``after`` it (a name in DAYS)."""

    name: str
    level: int
    to: str
    after: str = ""


def _escalating(name, to, coordinator="unanswered_coordinator", intake="unanswered_intake"):
    return (
        Step(name, REMINDED, to),
        Step(f"{name}_late", INTAKE_TOLD, "I", intake),
        Step(f"{name}_alert", COORDINATOR_TOLD, "K", coordinator),
    )


STEPS = {
    # level 1 of a sent one is the nudge of the unseen (clock.py): it comes before the date
    table.SENT: (
        Step("decide", INTAKE_TOLD, "I"),
        Step("decide_alert", COORDINATOR_TOLD, "KR", "unanswered_sooner"),
    ),
    table.INFO: (
        Step("answer", REMINDED, "R"),
        Step("answer_alert", COORDINATOR_TOLD, "IK", "unanswered_sooner"),
    ),
    table.ACCEPTED: (
        Step("contact", REMINDED, "A"),
        Step("contact_alert", COORDINATOR_TOLD, "IK", "unanswered_sooner"),
    ),
    table.CONTACTING: _escalating("contact_again", "A"),
    table.BOOKED: _escalating("did_it_happen", "A"),
    table.ADVISING: _escalating("still_going", "A", "advising_coordinator", "advising_intake"),
    table.HOLD: _escalating("resume", "A"),
    table.DECLINED: (Step("find_another", COORDINATOR_TOLD, "K"),),
}
UNSEEN = Step("unseen", REMINDED, "I")
DRAFT_WARNED = Step("draft", REMINDED, "R")
MEETING = Step("meeting", 0, "C")


def due_on(state, today, *, promised=None, booked_on=None, resume_on=None, days_left=None):
    """The date by which somebody must act in this state; None in a state without a clock.

    ``days_left``: of a clock that stood while information was asked for. A date in the past stays past.
    """
    if days_left is not None:
        return later(today, days_left)
    if state == table.DRAFT:
        return after(today, "draft_erased")
    if state == table.HOLD:
        return resume_on
    if state == table.BOOKED:
        return after(booked_on, "booked")
    if state == table.ACCEPTED and promised:
        return promised
    return after(today, state) if state in STEPS else None


def stopped(today, due):
    """How many business days are left of a clock that stops; one at least, so that who is asked twice can answer."""
    return max(business_days_between(today, due), 1)


def step_due(state, level, due, today):
    """The furthest step that has come and has not been taken; None when none has."""
    found = [
        step
        for step in STEPS.get(state, ())
        if step.level > level and today >= (after(due, step.after) if step.after else due)
    ]
    return found[-1] if found else None


def day_of(moment):
    """The day in Finland."""
    return localdate(moment)


@register()
def clocks_are_known_and_in_order(app_configs, **kwargs):
    return [Error(f"HYTE_CLOCKS: {fault}.", id="referrals.E001") for fault in faults(settings.HYTE_CLOCKS)]


def faults(given):
    """What is wrong with these numbers of days; empty when nothing is."""
    if not isinstance(given, dict):
        return ["it is no JSON object of names and days"]
    found = [f"there is no clock {name!r}" for name in sorted(given.keys() - DAYS.keys())]
    found += [
        f"{name} must be a whole number of days from 1 to 365, not {value!r}"
        for name, value in given.items()
        if type(value) is not int or not 1 <= value <= 365
    ]
    if not found:
        now = DAYS | given
        pairs = [
            ("draft_warned", "draft_erased"),
            ("sent_unseen", "sent"),
            ("unanswered_intake", "unanswered_coordinator"),
            ("advising_intake", "advising_coordinator"),
        ]
        found = [f"{early} must come before {late}" for early, late in pairs if now[early] >= now[late]]
    return found
