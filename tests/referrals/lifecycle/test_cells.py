"""State × move × who: every cell of the table is tried with the real verbs.

What the design's list allows lands where the list says, with one event; everything else is refused and changes nothing.
"""

from itertools import product

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction

from audit.models import Entry
from referrals.acting import By
from referrals.models import (
    Assignment,
    Attempt,
    Event,
    EventText,
    FollowUp,
    Meeting,
    Outcome,
    Plan,
    Referral,
    Trace,
)
from tests.kept import fresh, kept
from tests.referrals.lifecycle import stated
from tests.referrals.lifecycle.situations import NOW, brings, by, fetched, in_scope, ready, stage

pytestmark = [pytest.mark.django_db, pytest.mark.seldom]
staged = kept(stage)
TABLES = [Assignment, Attempt, Event, EventText, FollowUp, Meeting, Outcome, Plan, Referral, Trace, Entry]
MUST = {  # what a verb is never called without
    "send": "team", "answer": "text", "send_on": "team", "cancel": "reason", "hand_over": "adviser", "ask": "text",
    "attempt": "channel result", "hold": "reason resume_on", "complete": "code", "decline": "reason",
    "redirect": "team", "follow_up": "month",
}  # fmt: skip
CASES = [
    (state, letter, self_made)
    for state, letter, self_made in product(stated.STATES, stated.LETTERS, [False, True])
    if not (self_made and state == "draft")  # a resident's own referral is never a draft
]


@pytest.fixture
def made(staged):
    return fresh(staged)


def everything():
    return [sorted(map(str, model.objects.values_list())) for model in TABLES]


def expected(state, move, row):
    to = stated.CELLS[state, move][0]
    if to == "taken or sent":
        return "accepted" if row.adviser_id else "sent"
    return {"same": state, "before": row.resumes_to}.get(to, to)


def allowed(made, row, state, move, letter):
    """The move is made, and taken back afterwards."""
    to, before = expected(state, move, row), Entry.objects.count()
    more = brings(made, move, row, letter)
    with in_scope(made, letter, row):
        event = getattr(row, move)(by=by(made, letter), version=row.version, now=NOW, **more)
    if to == "erased":
        assert not Referral.objects.filter(pk=row.referral_id).exists()
        assert Entry.objects.count() == before + 1
        return
    after = fetched(row)
    made_here = Event.objects.get(assignment=row, version=row.version)
    assert (after.state, after.version) == (row.state, row.version) == (to, made_here.version)
    assert (made_here.move, made_here.letter) == (move, letter)
    assert (made_here.from_state, made_here.to_state) == (state, to)
    person = made.people.get(letter)
    assert made_here.actor_id == (person.pk if person else None)
    arrives = move in ("redirect", "send_on")
    assert Entry.objects.count() == before + 1 + arrives
    if arrives:
        assert event.assignment.state == "sent" and event.assignment.team == made.other_team
        assert event.assignment.referral_id == row.referral_id


@pytest.mark.parametrize(("state", "letter", "self_made"), CASES)
def test_the_table_holds_in_every_cell(state, letter, self_made, made):
    row = ready(made, state, self_made=self_made)
    before = everything()
    for move in stated.MOVES:
        if letter in stated.letters(state, move, self_made):
            with transaction.atomic():
                one = ready(made, state, move, self_made=self_made)
                allowed(made, one, state, move, letter)
                transaction.set_rollback(True)
        else:
            refused(row, move, by(made, letter))
    assert everything() == before


def refused(row, move, who):
    """Whatever it brings: who asks is looked at first."""
    brought = dict.fromkeys(MUST.get(move, "").split())
    with pytest.raises(PermissionDenied):
        getattr(row, move)(by=who, version=row.version, now=NOW, **brought)


@pytest.mark.parametrize("letter", "RIAK")
def test_strangers_and_those_who_claim_another_letter_move_nothing(letter, made):
    others = [person for key, person in made.people.items() if key != letter]
    for state in stated.STATES:
        row = ready(made, state)
        before = everything()
        for person in [made.strangers[letter], *others, None]:
            for move in stated.MOVES:
                if letter in stated.letters(state, move):
                    refused(row, move, By(letter, person))
        assert everything() == before


@pytest.mark.parametrize("letter", "CS")
def test_nobody_who_signs_in_passes_for_the_client_or_the_clock(letter, made):
    row = ready(made, "sent")
    verb = row.withdraw if letter == "C" else row.lapse
    with pytest.raises(PermissionDenied):
        verb(by=By(letter, made.nurse), now=NOW)
