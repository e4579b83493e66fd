"""The table of moves says what the design's list says, cell by cell."""

import pytest

from referrals import clocks, guards, lifecycle, reasons, words
from referrals.models import OPEN, Event, State
from referrals.models.verbs import Verbs
from tests.referrals.lifecycle import stated

BY_CODE = {"arrive"}  # written by the move that makes the new assignment


def test_the_states_are_those_of_the_design_in_its_order():
    assert list(lifecycle.STATES) == stated.STATES == State.values
    assert list(lifecycle.OPEN) == stated.OPEN.split(", ") == OPEN
    assert set(lifecycle.STATES) == {"draft", *lifecycle.OPEN, *lifecycle.ENDED}


def test_each_state_has_its_fhir_status():
    assert {one: code for names, code in stated.FHIR.items() for one in names.split()} == lifecycle.FHIR


@pytest.mark.parametrize("self_made", [False, True])
def test_each_cell_names_who_the_list_names(self_made):
    names = set(lifecycle.NAMES) | set(stated.MOVES)
    wrong = {
        (state, move): who
        for state in stated.STATES
        for move in names
        if (who := set(lifecycle.who(state, move, self_made))) != stated.letters(state, move, self_made)
    }
    assert wrong == {}


def test_each_move_leads_where_the_list_says():
    wrong = {}
    for (state, move), (to, _letters) in stated.CELLS.items():
        if lifecycle.row(state, move).to != to:
            wrong[state, move] = lifecycle.row(state, move).to
    assert wrong == {}


def test_nothing_else_stands_in_the_table():
    cells = {(state, move.name) for move in lifecycle.MOVES for state in move.states if state}
    assert cells == set(stated.CELLS)
    born = {move.name for move in lifecycle.MOVES if lifecycle.NOWHERE in move.states}
    assert born == {"send", "arrive"}


def test_what_returns_knows_where():
    assert lifecycle.target("info", "answer", "contacting") == "contacting"
    assert lifecycle.target("hold", "resume", "advising") == "advising"
    assert lifecycle.target("hold", "resume", "booked") == "booked"
    assert lifecycle.target("hold", "resume", "booked", time_past=True) == "contacting"
    assert lifecycle.target("lapsed", "reopen", adviser=True) == "accepted"
    assert lifecycle.target("lapsed", "reopen") == "sent"
    with pytest.raises(KeyError):
        lifecycle.target("draft", "accept")


def test_buttons_come_from_the_table_in_its_order():
    assert lifecycle.moves_from("sent", "I") == ["note", "ask", "accept", "decline", "redirect", "withdraw"]
    assert lifecycle.moves_from("info", "C") == ["withdraw"]
    assert lifecycle.moves_from("info", "C", self_made=True) == ["answer", "withdraw"]
    assert lifecycle.moves_from("declined", "C", self_made=True) == ["send_on"]
    assert lifecycle.moves_from("error", "RIACKS") == []


TOLD = {
    "send": "IC", "ask": "R", "accept": "CR", "book": "CT", "start": "R", "hold": "CR", "complete": "RC",
    "decline": "RC", "redirect": "CR", "arrive": "I", "send_on": "CR", "withdraw": "RT", "cancel": "IC",
    "give_up": "RC", "lapse": "RITCK", "enter_in_error": "I", "reopen": "RITCK", "no_alternative": "C",
    "attempt": "C", "answer": "T", "hand_over": "A", "follow_up": "C", "note": "", "discard": "", "no_show": "",
    "resume": "",
}  # fmt: skip


def test_those_are_told_whom_the_design_names():
    assert {move.name: set(move.told) for move in lifecycle.MOVES} == {
        name: set(letters) for name, letters in TOLD.items()
    }


def test_in_a_self_referral_the_client_hears_what_the_referrer_would():
    assert lifecycle.told("sent", "ask", self_made=True) == "C"
    assert set(lifecycle.seen("sent", "ask", self_made=True)) == {"T", "C"}
    assert lifecycle.told("advising", "complete", self_made=True) == "C"


def test_every_move_has_a_verb_its_words_and_guards_that_exist():
    assert set(lifecycle.NAMES) - BY_CODE <= set(vars(Verbs))
    assert set(words.MOVES) == {*lifecycle.NAMES, *lifecycle.BESIDE}
    assert {name for move in lifecycle.MOVES for name in move.guards} == set(guards.GUARDS)
    longest = Event._meta.get_field("move").max_length
    assert all(len(name) <= longest for name in lifecycle.NAMES)


def test_every_open_state_has_its_clock_and_no_ended_one_but_returned():
    assert set(clocks.STEPS) == {*lifecycle.OPEN, "declined"}


def test_every_clock_reaches_the_coordinator_and_never_tells_the_client():
    for state, steps in clocks.STEPS.items():
        assert [step.level for step in steps] == sorted({step.level for step in steps})
        assert "K" in steps[-1].to and steps[-1].level == clocks.COORDINATOR_TOLD, state
        assert not any("C" in step.to for step in steps)


GROUPS = {
    "decline": "full waiting_list not_eligible outside_area wrong_service needs_clearance duplicate"
    " information_missing other",
    "withdraw": "client_declined in_another_service moved health_changed deceased mistake",
    "no_start": "unreachable no_show transport cost time_of_day language new_situation",
    "hold": "illness group_start client_asks clearance",
}


def test_the_reasons_are_those_of_the_design():
    assert {group: [one.code for one in reasons.in_group(group)] for group in GROUPS} == {
        group: codes.split() for group, codes in GROUPS.items()
    }
    assert len(reasons.REASONS) == sum(len(codes.split()) for codes in GROUPS.values())


@pytest.mark.parametrize("code", reasons.REASONS)
def test_each_reason_has_a_sentence_for_the_resident_and_only_death_has_none(code, language):
    from django.utils.translation import override

    with override(language):
        named = {
            "criterion": "työikäiset",
            "place_in": "Haminassa",
            "service": "Tuolijumppa",
            "text": "Emme voi.",
        }
        assert bool(reasons.resident(code, **named)) is not reasons.tells_nothing(code)
        assert "{" not in reasons.resident(code) and "{" not in reasons.resident(code, **named)
        assert str(reasons.word(code)) not in ("", code)


def test_a_sentence_whose_name_is_missing_becomes_the_general_one():
    assert reasons.resident("wrong_service") == str(reasons.NO_TEXT)
    assert reasons.resident("other", text="  ") == str(reasons.NO_TEXT)
    assert reasons.resident("gone_from_the_list") == ""
