"""What a move writes beside the new state: the assignment's own columns (``changes``) and rows around it (``rows``)."""

import json

from organisations.models import Organisation
from referrals import clocks, lifecycle, reasons
from referrals import models as tables

ANEW = {"attempt", "book"}  # the clock begins again though the state may be the same
SIGN_OF_LIFE = {"note", "hand_over"}  # these too, while advice goes on


def target(case):
    it = case.assignment
    past = it.booked_at is not None and it.booked_at <= case.now
    return lifecycle.target(
        it.state, case.move.name, it.resumes_to, adviser=it.adviser_id is not None, time_past=past
    )


def changes(case):
    """``{column: value}`` of the assignment after the move."""
    it, name, to = case.assignment, case.move.name, target(case)
    new = {"state": to, "version": it.version + 1}
    if it.seen_at is None and case.by.letter in ("I", "A"):
        new["seen_at"] = case.now
    if to != it.state:
        new |= {"state_since": case.now, "reason": "", "resumes_to": "", "resume_on": None, "days_left": None}
        if to != lifecycle.HOLD:  # a booked one that is paused keeps its time
            new["booked_at"] = it.booked_at if to == lifecycle.BOOKED else None
        if to in lifecycle.ENDED and it.state not in lifecycle.ENDED:
            new["ended_at"] = case.now
    new |= OF_MOVE.get(name, lambda case: {})(case)
    return new | _clock(case, new)


def _clock(case, new):
    it, name, to = case.assignment, case.move.name, new["state"]
    anew = to != it.state or name in ANEW or to == lifecycle.ADVISING and name in SIGN_OF_LIFE
    if name in ("send_on", "no_alternative"):
        return {"due_on": None}
    if not anew:
        return {}
    booked = new.get("booked_at", it.booked_at)
    due = clocks.due_on(
        to,
        case.today,
        promised=new.get("contact_by"),
        booked_on=booked and clocks.day_of(booked),
        resume_on=new.get("resume_on"),
        days_left=it.days_left if name == "answer" else None,
    )
    found = {"due_on": due}
    if due is not None:  # who ended late stays before the coordinator
        found |= {"prompted": 0, "prompted_at": None}
    if to == lifecycle.ACCEPTED:
        found["contact_by"] = due
    return found


# ---------------------------------------------------------------- columns, move by move
def _send(case):
    team = case.get("team")
    return {"team": team, "receiver": team.organisation}


def _ask(case):
    left = clocks.stopped(case.today, case.assignment.due_on)
    return {"resumes_to": case.assignment.state, "days_left": left}


def _accept(case):
    promised = case.get("contact_by") or clocks.due_on(lifecycle.ACCEPTED, case.today)
    return {"adviser": case.get("adviser"), "contact_by": promised} | _first(case, "decided_at")


def _attempt(case):
    at = case.get("at") or case.now
    found = _first(case, "first_contact_at", at)
    if case.get("result") == tables.Attempt.Result.REACHED:
        found |= _first(case, "reached_at", at)
    return found


def _book(case):
    meeting = case.get("meeting")
    met = _first(case, "first_contact_at") | _first(case, "reached_at")
    return {"booked_at": meeting.at if meeting else case.get("at"), "state_since": case.now} | met


def _start(case):
    return _first(case, "started_at") | _first(case, "first_contact_at") | _first(case, "reached_at")


def _hold(case):
    return {
        "resumes_to": case.assignment.state,
        "resume_on": case.get("resume_on"),
        "reason": case.reason,
    }


def _give_up(case):
    missed = case.assignment.state == lifecycle.BOOKED
    return {"reason": reasons.NO_SHOW if missed else reasons.UNREACHABLE}


def _first(case, column, at=None):
    return {} if getattr(case.assignment, column) else {column: at or case.now}


def _reason(case):
    return {"reason": case.reason}


OF_MOVE = {
    "send": _send,
    "hand_over": lambda case: {"adviser": case.get("adviser")},
    "ask": _ask,
    "accept": _accept,
    "attempt": _attempt,
    "book": _book,
    "start": _start,
    "hold": _hold,
    "decline": lambda case: _reason(case) | _first(case, "decided_at"),
    "redirect": lambda case: _first(case, "decided_at"),
    "no_alternative": lambda case: {"no_alternative_at": case.now},
    "withdraw": _reason,
    "cancel": _reason,
    "give_up": _give_up,
    "reopen": lambda case: {"ended_at": None, "no_alternative_at": None},
    "enter_in_error": lambda case: {},
}


# ---------------------------------------------------------------- rows around it
def rows(case, before):
    """After the assignment has moved from the state ``before``."""
    it, name = case.assignment, case.move.name
    if name == "send":
        tables.Referral.objects.filter(pk=it.referral_id).update(sent_at=case.now)
        it.referral.sent_at = case.now
        mark(it)
    if name == "attempt":
        values = {
            "channel": case.get("channel"),
            "result": case.get("result"),
            "at": case.get("at") or case.now,
        }
        it.attempts.create(**values, by=case.by.user)
    if name in ("start", "note"):
        _plan(case)
    if name == "complete":
        _outcome(case)
    if name == "follow_up":
        it.follow_ups.create(month=case.get("month"), asked_at=case.now)
    _meetings(case, before)
    if before != it.state:
        mark_open(it.referral)


def mark(assignment):
    """The receiver's teams find the client by name and birth date from now on."""
    from referrals import tracing  # it knows the tables, which know the verbs

    tracing.mark(assignment.referral, assignment.receiver)


def mark_open(referral):
    """Whoever refers the same client again learns whether one is open."""
    tables.Trace.objects.of(referral).update(open=referral.assignments.open().exists())


def _meetings(case, before):
    it, name, Meeting = case.assignment, case.move.name, tables.Meeting
    booked = it.meetings.booked()
    if name in ("no_show", "give_up"):
        booked.update(state=Meeting.State.MISSED)
    elif name == "start":
        booked.filter(at__lte=case.now).update(state=Meeting.State.HELD)
    if name == "book" or it.state not in (before, lifecycle.HOLD) and it.state != lifecycle.BOOKED:
        booked.update(state=Meeting.State.DROPPED)
    if name == "book":
        _book_meeting(case)
    if name == "book" or it.state in lifecycle.ENDED:
        it.meetings.offered().update(state=Meeting.State.DROPPED)
    for one in case.get("offered") or ():
        it.meetings.create(**one, state=Meeting.State.OFFERED)


def _book_meeting(case):
    it, meeting = case.assignment, case.get("meeting")
    booked = tables.Meeting.State.BOOKED
    if meeting:
        it.meetings.filter(pk=meeting.pk).update(state=booked)
    else:
        it.meetings.create(
            at=case.get("at"), place=case.get("place") or "", service=case.get("service"), state=booked
        )


def _plan(case):
    given = {
        name: case.data[name]
        for name in ("goals", "services", "next_step")
        if case.data.get(name) is not None
    }
    if not given:
        return
    if "services" in given:
        given["services"] = json.dumps([getattr(one, "pk", one) for one in given["services"]])
    plan = tables.Plan.objects.filter(assignment=case.assignment).first() or tables.Plan(
        assignment=case.assignment
    )
    for name, value in given.items():
        setattr(plan, name, value)
    plan.changed_at = case.now
    plan.save()


def _outcome(case):
    before, after = case.get("minutes_before"), case.get("minutes_after")
    known = before is not None and after is not None
    tables.Outcome.objects.update_or_create(
        assignment=case.assignment,
        defaults={
            "code": case.get("code"),
            "goal_met": case.get("goal_met") or "",
            "services_started": [getattr(one, "pk", one) for one in case.get("services_started") or ()],
            "minutes_before": "" if before is None else str(before),
            "minutes_after": "" if after is None else str(after),
            "minutes_change": after - before if known else None,
            "who5_change": case.get("who5_change"),
            "next_step": case.get("next_step") or "",
            "fed_back": feeds_back(case.referral),
        },
    )


def feeds_back(referral):
    """Whether the referrer hears how it went: a disclosure of its own, with its own consent."""
    return referral.wants_feedback and referral.consents.on_feedback().exists()


def arrived(case, team):
    """The new assignment of a redirect or of sending on. The referral's age stays the referral's."""
    receiver = Organisation.objects.get(pk=team.organisation_id)
    return tables.Assignment.objects.create(
        referral=case.referral,
        team=team,
        sender_id=case.referral.sender_id,
        receiver=receiver,
        state=lifecycle.SENT,
        created_at=case.now,
        state_since=case.now,
        due_on=clocks.due_on(lifecycle.SENT, case.today),
    )
