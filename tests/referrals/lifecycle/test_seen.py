"""Who sees what of a move, what the log says of it, and what is left of a draft."""

from datetime import date, timedelta

import pytest

from audit.models import Entry
from referrals import telling
from referrals.models import Assignment, Event, Outcome
from referrals.models.moving import born
from tests.kept import fresh, kept
from tests.referrals import scene as scenes
from tests.referrals.lifecycle.situations import (
    NOW,
    by,
    consent,
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


def seen(event):
    return {
        letter
        for letter in "TRC"
        if getattr(event, {"T": "for_team", "R": "for_referrer", "C": "for_client"}[letter])
    }


def test_the_referrer_hears_how_it_goes_only_by_a_consent_to_that(made):
    row = ready(made, "booked")
    assert seen(go(made, row, "start", "A")) == {"T", "R", "C"}
    row.referral.consents.on_feedback().update(withdrawn_at=NOW)
    assert seen(go(made, row, "hold", "A")) == {"T", "C"}
    go(made, row, "resume", "A")
    assert seen(go(made, row, "complete", "A")) == {"T", "C"}
    assert Outcome.objects.get(assignment=row).fed_back is False


def test_a_death_is_told_to_nobody_who_would_be_hurt(made):
    row = ready(made, "accepted")
    event = go(made, row, "withdraw", "A", reason="deceased")
    assert seen(event) == {"T", "R"} and fetched(row).reason == "deceased"


def test_notes_stay_in_the_team_and_words_for_the_client_stand_apart(made):
    row = ready(made, "sent")
    assert seen(go(made, row, "note", "I")) == {"T"}
    event = go(made, row, "decline", "I", text="Ei kuulu meille.", for_client="Palvelussa ei ole nyt tilaa.")
    assert (event.text.words, event.text.for_client) == ("Ei kuulu meille.", "Palvelussa ei ole nyt tilaa.")


def test_in_a_self_referral_the_question_is_the_clients(made):
    row = ready(made, "sent", self_made=True)
    event = go(made, row, "ask", "I", text="Milloin sinulle sopii?")
    assert seen(event) == {"T", "C"} and event.text.for_client == "Milloin sinulle sopii?"
    assert seen(go(made, row, "answer", "C", text="Aamulla.")) == {"T", "C"}


def test_a_residents_own_referral_is_born_sent(made):
    row = ready(made, "declined", self_made=True).referral
    event = born(row, made.other_team, now=NOW)
    new = event.assignment
    assert (event.move, event.from_state, event.letter, event.actor_label) == ("send", "", "C", "")
    assert (new.state, new.due_on, new.sender) == ("sent", date(2026, 12, 1), None)


def test_the_line_of_the_log_says_what_was_done_and_no_name(made):
    row = ready(made, "sent")
    go(made, row, "accept", "I")
    line = Entry.objects.about("referral", row.referral_id).newest().first()
    assert line.action == "referral_accept" and "Eeva" not in str(vars(line))


def test_a_discarded_draft_leaves_nothing_but_the_line(made):
    row = ready(made, "draft")
    go(made, row, "discard", "R")
    assert not Assignment.objects.filter(pk=row.pk).exists() and not Event.objects.exists()
    assert Entry.objects.about("referral", row.referral_id).newest().first().action == "referral_discard"


def test_the_first_opening_by_the_team_is_kept(made):
    row = scenes.referral(made)
    row.see(by=by(made, "R"), now=NOW)
    assert fetched(row).seen_at is None
    row.see(by=by(made, "I"), now=NOW)
    fetched(row).see(by=by(made, "A"), now=NOW + DAY)
    assert fetched(row).seen_at == NOW and fetched(row).version == 1


def test_a_guard_may_ask_for_a_consent_given_anew(made):
    row = ready(made, "withdrawn")
    row.referral.consents.update(withdrawn_at=NOW)
    consent(row.referral, made.town)
    go(made, row, "reopen", "I")
    assert state(row)[0] == "sent"


@pytest.mark.parametrize(("begin", "move", "letter"), [("sent", "accept", "I"), ("declined", "send_on", "R")])
def test_a_move_whose_message_cannot_be_written_is_not_made(begin, move, letter, made, monkeypatch):
    def tell(event, assignment):
        if event.move in ("accept", "arrive"):
            raise ValueError("the outbox is away")

    row = ready(made, begin)
    before, lines = dict(vars(row)), Entry.objects.count()
    monkeypatch.setattr(telling, "tell", tell)
    with pytest.raises(ValueError):
        go(made, row, move, letter)
    assert vars(row) == before  # the object says what the database says
    assert (fetched(row).state, fetched(row).version) == (begin, 1)
    assert not Event.objects.exists() and Entry.objects.count() == lines
    assert Assignment.objects.count() == 1
