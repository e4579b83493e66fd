"""The table of states and moves: what may be done, by whom, under which guards, and who is told. Data and no more.

It decides the buttons, the verbs (models/moving.py) and the tests. Letters: R referrer's unit, I intake of the
receiving team, A its adviser, C client, K referral coordinator, S the clock; T is whoever works on it in the team:
the adviser, or intake while none is named. The clocks stand in clocks.py.
"""

from dataclasses import dataclass

DRAFT, SENT, INFO, ACCEPTED = "draft", "sent", "info", "accepted"
CONTACTING, BOOKED, ADVISING, HOLD = "contacting", "booked", "advising", "hold"
COMPLETED, DECLINED, REDIRECTED, WITHDRAWN = "completed", "declined", "redirected", "withdrawn"
CANCELLED, UNREACHABLE, LAPSED, ERROR = "cancelled", "unreachable", "lapsed", "error"

# FHIR Task.status of each (hl7.org/fhir/valueset-task-status.html)
FHIR = {
    DRAFT: "draft",
    SENT: "requested",
    INFO: "requested",
    ACCEPTED: "accepted",
    CONTACTING: "accepted",
    BOOKED: "accepted",
    ADVISING: "in-progress",
    HOLD: "on-hold",
    COMPLETED: "completed",
    DECLINED: "rejected",
    REDIRECTED: "rejected",
    WITHDRAWN: "cancelled",
    CANCELLED: "cancelled",
    UNREACHABLE: "failed",
    LAPSED: "failed",
    ERROR: "entered-in-error",
}
STATES = tuple(FHIR)
OPEN = (SENT, INFO, ACCEPTED, CONTACTING, BOOKED, ADVISING, HOLD)
ENDED = (COMPLETED, DECLINED, REDIRECTED, WITHDRAWN, CANCELLED, UNREACHABLE, LAPSED, ERROR)
WAITING = (INFO, HOLD)  # they know where they go on
TAKEN = (ACCEPTED, CONTACTING, BOOKED, ADVISING)  # an adviser has the client

# Where a move leads when it is not one state
NOWHERE = ""  # before the first state
ERASED = "erased"
SAME = "same"
BEFORE = "before"  # the state it was in before it waited
TAKEN_OR_SENT = "taken or sent"  # accepted when an adviser had been named, otherwise sent


@dataclass(frozen=True)
class Move:
    name: str
    states: tuple
    to: str
    who: str
    guards: tuple = ()  # names in guards.py; each is asked whenever what it looks at is known
    told: str = ""
    seen: str = "TRC"  # who sees the event: team, referrer, client


CLIENT_INSTEAD = {"answer", "send_on"}  # in a self-referral the client does these in the referrer's place

_TO_A_FIRST = ("kind_in_use", "receiver", "agreement", "consent")
_TO_ANOTHER = ("receiver", "agreement", "consent", "not_declined_there")
_EARLY = (SENT, INFO, ACCEPTED, CONTACTING)

MOVES = (
    Move("discard", (DRAFT,), ERASED, "RS", ("idle_draft",)),
    Move("send", (DRAFT,), SENT, "R", (*_TO_A_FIRST, "same_confirmed"), "IC"),
    Move("send", (NOWHERE,), SENT, "C", _TO_A_FIRST, "IC"),
    # the new assignment of a redirect or of sending on; the move itself stands on the old one
    Move("arrive", (NOWHERE,), SENT, "RIAKC", (), "I"),
    Move("note", OPEN, SAME, "IA", ("says_something",), "", "T"),
    Move("hand_over", (ACCEPTED, CONTACTING, BOOKED, ADVISING, HOLD), SAME, "IA", ("adviser",), "A", "TC"),
    Move("ask", (SENT,), INFO, "I", ("words",), "R", "TR"),
    Move("ask", (ACCEPTED, CONTACTING), INFO, "A", ("words",), "R", "TR"),
    Move("answer", (INFO,), BEFORE, "R", ("words",), "T", "TR"),
    Move("accept", (SENT,), ACCEPTED, "IA", ("adviser", "contact_by"), "CR"),
    Move("attempt", (ACCEPTED, CONTACTING), CONTACTING, "A", ("attempt",), "C", "TC"),
    Move("book", (ACCEPTED, CONTACTING, BOOKED), BOOKED, "AC", ("time",), "CT", "TC"),
    Move("no_show", (BOOKED,), CONTACTING, "A", ("time_past", "no_show_again"), "", "TC"),
    Move("start", (ACCEPTED, CONTACTING, BOOKED), ADVISING, "A", ("plan",), "R"),
    Move("hold", (ACCEPTED, CONTACTING, BOOKED, ADVISING), HOLD, "A", ("hold_reason", "resume_on"), "CR"),
    Move("resume", (HOLD,), BEFORE, "A"),
    Move("complete", (ADVISING,), COMPLETED, "A", ("outcome",), "RC"),
    Move("decline", (SENT, INFO), DECLINED, "I", ("decline_reason",), "RC"),
    Move("decline", (ACCEPTED, CONTACTING), DECLINED, "A", ("decline_reason",), "RC"),
    Move("redirect", _EARLY, REDIRECTED, "IAK", ("watched", *_TO_ANOTHER), "CR"),
    Move("send_on", (DECLINED,), SAME, "RK", ("referrers_days", "none_open", *_TO_ANOTHER), "CR"),
    Move("no_alternative", (DECLINED,), SAME, "RK", ("none_open", "not_said_yet"), "C"),
    Move("withdraw", OPEN, WITHDRAWN, "CIA", ("withdraw_reason",), "RT"),
    Move("cancel", _EARLY, CANCELLED, "R", ("cancel_reason",), "IC"),
    Move("give_up", (CONTACTING,), UNREACHABLE, "A", ("attempts",), "RC"),
    Move("give_up", (BOOKED,), UNREACHABLE, "A", ("time_past", "two_no_shows"), "RC"),
    Move("lapse", (*_EARLY, HOLD), LAPSED, "KS", ("watched", "long_alerted"), "RITCK"),
    Move("enter_in_error", (*OPEN, *ENDED[:-1]), ERROR, "RK", ("watched", "coordinators_words"), "I", "TR"),
    Move(
        "reopen",
        (COMPLETED, DECLINED, WITHDRAWN, LAPSED),
        TAKEN_OR_SENT,
        "IAK",
        ("words", "reopen_days", "none_open", "consent"),
        "RITCK",
    ),
    Move(
        "reopen",
        (UNREACHABLE,),
        TAKEN_OR_SENT,
        "IAKC",
        ("words", "reopen_days", "none_open", "consent"),
        "RITCK",
    ),
    Move("follow_up", (COMPLETED,), SAME, "S", ("follow_up_day", "consent"), "C", "TC"),
)
BESIDE = ("correct", "wish")  # events that are no moves: models/keeping.py, models/wishing.py
NAMES = tuple(dict.fromkeys(move.name for move in MOVES))
_TABLE = {(state, move.name): move for move in MOVES for state in move.states}


def row(state, move):
    """The line of the table; None when the move does not lead from this state."""
    return _TABLE.get((state, move))


def who(state, move, self_made=False):
    """The letters that make this move from this state."""
    found = row(state, move)
    if found is None:
        return ""
    if not self_made or state == DRAFT:
        return found.who
    return found.who.replace("R", "C" if move in CLIENT_INSTEAD else "")


def moves_from(state, letters, self_made=False):
    """Names of the moves that somebody with these letters has here, in the order of the table."""
    return [name for name in NAMES if set(who(state, name, self_made)) & set(letters)]


def target(state, move, resumes_to="", *, adviser=False, time_past=False):
    """Where the move leads. ``adviser``: one has been named; ``time_past``: the booked time is over.

    Raises KeyError for a move that does not lead from here.
    """
    to = _TABLE[state, move].to
    if to == SAME:
        return state
    if to == BEFORE:
        return CONTACTING if resumes_to == BOOKED and time_past else resumes_to
    if to == TAKEN_OR_SENT:
        return ACCEPTED if adviser else SENT
    return to


def told(state, move, self_made=False):
    """The letters of those who are told, the one who did it among them."""
    return _instead(_TABLE[state, move].told, self_made)


def seen(state, move, self_made=False):
    """T, R and C: who sees the event in its timeline."""
    return _instead(_TABLE[state, move].seen, self_made)


def _instead(letters, self_made):
    """In a self-referral what the referrer would hear or see, the client does."""
    return "".join(dict.fromkeys(letters.replace("R", "C"))) if self_made else letters


def watched(state, prompted):
    """Whether the referral coordinator has it before them: late (told so by the clock, level 3) or returned."""
    return state == DECLINED or prompted >= 3
