"""Every form of a case by the name that stands in its address; most names are those of the moves."""

from . import ends, meeting, moves

ACTIONS = {
    "accept": moves.Accept,
    "hand_over": moves.HandOver,
    "ask": moves.Ask,
    "answer": moves.Answer,
    "attempt": meeting.AttemptForm,
    "book": meeting.Book,
    "no_show": meeting.NoShow,
    "start": moves.Start,
    "note": moves.Note,
    "plan": moves.ChangePlan,
    "offer": meeting.Offer,
    "hold": ends.Hold,
    "resume": ends.Resume,
    "complete": ends.Complete,
    "decline": ends.Decline,
    "redirect": ends.Redirect,
    "send_on": ends.SendOn,
    "no_alternative": ends.NoAlternative,
    "withdraw": ends.Withdraw,
    "cancel": ends.Cancel,
    "give_up": ends.GiveUp,
    "lapse": ends.Lapse,
    "enter_in_error": ends.EnterInError,
    "reopen": ends.Reopen,
}
# Forms of the move "note" beside its own, and the states in which they are offered
BESIDE = {
    "plan": {"advising", "hold"},
    "offer": {"accepted", "contacting", "booked"},
}
