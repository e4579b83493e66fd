"""Referrals in every state, in which every move of the table can be made at once; and what each move brings."""

from contextlib import nullcontext
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction

from organisations.acting import memberships_of
from organisations.models import Organisation, Role
from organisations.scope import Scope, scope_of, within
from referrals.acting import By
from referrals.models import Assignment, Consent, Event, Meeting, Referral
from tests import factories
from tests.referrals import scene as scenes

HELSINKI = ZoneInfo("Europe/Helsinki")
NOW = datetime(2026, 11, 24, 10, tzinfo=HELSINKI)  # a Tuesday
LONG_AGO = NOW - timedelta(days=40)


def consent(referral, receiver, **over):
    values = {
        "scope": "share", "text_version": "1", "text_hash": "0" * 64, "language": "fi", "how": "oral"
    }  # fmt: skip
    return Consent.objects.create(referral=referral, receiver=receiver, **values | over)


def stage():
    """The scene, another town whose advice takes the same kind, and somebody in every role who is a stranger."""
    made = scenes.scene()
    made.port = factories.organisation(
        kind=Organisation.Kind.MUNICIPALITY,
        municipality=factories.municipality("285"),
        name_fi="Kotka",
        name_sv="Kotka",
    )
    made.harbour = scenes.unit(made.port, "Hyvinvointineuvonta")
    made.other_team = scenes.team(made.harbour, made.kind)
    scenes.agreement(made.county, made.port, made.kind)
    for town in (made.town, made.port):
        scenes.agreement(town, town, made.kind)
    hospital = scenes.unit(made.county, "Sairaala")
    made.people = {"R": made.nurse, "I": made.intake, "A": made.adviser, "K": made.watcher}
    made.strangers = {
        "R": factories.user(Role.PROFESSIONAL, hospital),
        "I": factories.user(Role.INTAKE, made.harbour),
        "A": factories.user(Role.ADVISER, made.harbour),
        "K": factories.user(Role.COORDINATOR, made.county),
    }
    return made


def by(made, letter):
    return By(letter, made.people.get(letter))


def in_scope(made, letter, row):
    """What the database shows to who acts: the person, the client of a checked link, everything to the clock."""
    if letter == "S":
        return nullcontext()
    if letter == "C":
        return within(Scope(referral=row.referral_id))
    person = made.people[letter]
    return within(scope_of(person, memberships_of(person)))


def ready(made, state, move="", *, self_made=False, now=NOW):
    """An assignment in that state for which no guard refuses ``move``. Made twelve days before ``now``."""
    since = now - timedelta(days=100 if move == "follow_up" else 12)
    row = scenes.referral(made, state, self_made=self_made, now=since)
    referral = row.referral
    values = {"prompted": 3, "prompted_at": LONG_AGO}
    if state == "booked":
        at = now - timedelta(hours=1)
        Meeting.objects.create(assignment=row, at=at, place="Uimahalli", state="booked")
        values["booked_at"] = at
        if move == "give_up":
            missed(row, now, 2)
    if state == "contacting":
        for channel in ("phone", "phone", "email"):
            row.attempts.create(channel=channel, result="no_answer", at=since)
    if state == "draft":
        consent(referral, made.town)
        Referral.objects.filter(pk=referral.pk).update(touched_at=now - timedelta(days=20))
    if state != "draft":
        consent(referral, made.port)
    Assignment.objects.filter(pk=row.pk).update(**values)
    return fetched(row)


def missed(row, now, number, first=100):
    """So many meetings that did not happen, as events of the past."""
    for version in range(first, first + number):
        Event.objects.create(
            assignment=row, referral_id=row.referral_id, at=now, letter="A", move="no_show",
            from_state="booked", to_state="contacting", version=version,
        )  # fmt: skip


def fetched(row):
    """As the next request sees it."""
    return Assignment.objects.select_related("referral", "team", "receiver").get(pk=row.pk)


def brings(made, move, row, letter, now=NOW):
    """What the form of the move brings when it is filled in well."""
    words = {"text": "Syy kerrottu."}
    tomorrow = now + timedelta(days=1)
    offered = None
    if move == "book" and letter == "C":
        offered = Meeting.objects.create(assignment=row, at=tomorrow, place="Uimahalli", state="offered")
    found = {
        "send": {"team": made.team},
        "note": words,
        "hand_over": {"adviser": made.colleague},
        "ask": words,
        "answer": words,
        "accept": {"adviser": made.adviser, "contact_by": now.date() + timedelta(days=3)},
        "attempt": {"channel": "phone", "result": "no_answer"},
        "book": {"meeting": offered} if offered else {"at": tomorrow, "place": "Uimahalli"},
        "start": {"goals": "Kävelen kauppaan."},
        "hold": {"reason": "illness", "resume_on": now.date() + timedelta(days=30)},
        "complete": {"code": "started", "goal_met": "yes"},
        "decline": {"reason": "full", "for_client": "Palvelussa ei ole nyt tilaa."},
        "redirect": {"team": made.other_team},
        "send_on": {"team": made.other_team},
        "cancel": {"reason": "moved"},
        "enter_in_error": words,
        "reopen": words,
        "follow_up": {"month": 3},
    }
    return found.get(move, {})


def go(made, row, move, letter, now=NOW, **other):
    """The move with its form filled in well, but for ``other``, as the database lets its person."""
    more = brings(made, move, row, letter, now) | other
    with transaction.atomic(), in_scope(made, letter, row):
        return getattr(row, move)(by=by(made, letter), version=row.version, now=now, **more)
