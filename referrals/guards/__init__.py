"""Why a move cannot be made yet: one function per guard of lifecycle.py, each a sentence for who asks, or nothing.

A guard that looks at what the form brings says nothing while there is no form (``case.data`` is None).
"""

from referrals import reasons

from . import meeting, receiving, saying, timing
from .case import Case

__all__ = ["GUARDS", "Case", "problems"]


def problems(case):
    """The sentences, in the order of the table; empty when the move can be made."""
    return [sentence for name in case.move.guards if (sentence := GUARDS[name](case))]


def of_the_form(guard):
    return lambda case: None if case.data is None else guard(case)


GUARDS = {
    "kind_in_use": of_the_form(receiving.kind_in_use),
    "receiver": of_the_form(receiving.receiver),
    "agreement": of_the_form(receiving.agreement),
    "consent": receiving.consent,
    "not_declined_there": of_the_form(receiving.not_declined_there),
    "same_confirmed": of_the_form(receiving.same_confirmed),
    "none_open": receiving.none_open,
    "not_said_yet": receiving.not_said_yet,
    "adviser": of_the_form(saying.adviser),
    "contact_by": of_the_form(saying.contact_by),
    "words": of_the_form(saying.words),
    "says_something": of_the_form(saying.says_something),
    "coordinators_words": of_the_form(saying.coordinators_words),
    "decline_reason": of_the_form(saying.reason_of(reasons.DECLINE)),
    "withdraw_reason": of_the_form(saying.reason_of(reasons.WITHDRAW, reasons.NO_START, must=False)),
    "cancel_reason": of_the_form(saying.reason_of(reasons.WITHDRAW)),
    "hold_reason": of_the_form(saying.reason_of(reasons.HOLD)),
    "attempt": of_the_form(meeting.attempt),
    "attempts": meeting.attempts,
    "time": of_the_form(meeting.time),
    "time_past": meeting.time_past,
    "no_show_again": meeting.no_show_again,
    "two_no_shows": meeting.two_no_shows,
    "plan": of_the_form(meeting.plan),
    "resume_on": of_the_form(meeting.resume_on),
    "outcome": of_the_form(meeting.outcome),
    "referrers_days": timing.referrers_days,
    "watched": timing.watched,
    "long_alerted": timing.long_alerted,
    "reopen_days": timing.reopen_days,
    "idle_draft": timing.idle_draft,
    "follow_up_day": of_the_form(timing.follow_up_day),
}
