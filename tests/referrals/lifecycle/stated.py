"""The list of moves once more, as the design says it: what the table of the product is held against.

Written from the design, not from the product. A line is one move; of several ``from``s each begins its own part.
"""

OPEN = "sent, info, accepted, contacting, booked, advising, hold"
LIST = f"""
discard:        draft -> erased (R S)
send:           draft -> sent (R)
note:           {OPEN} -> same (I A)
hand_over:      accepted, contacting, booked, advising, hold -> same (I A)
ask:            sent -> info (I); accepted, contacting -> info (A)
answer:         info -> before (R)
accept:         sent -> accepted (I A)
attempt:        accepted, contacting -> contacting (A)
book:           accepted, contacting, booked -> booked (A C)
no_show:        booked -> contacting (A)
start:          accepted, contacting, booked -> advising (A)
hold:           accepted, contacting, booked, advising -> hold (A)
resume:         hold -> before (A)
complete:       advising -> completed (A)
decline:        sent, info -> declined (I); accepted, contacting -> declined (A)
redirect:       sent, info, accepted, contacting -> redirected (I A K)
send_on:        declined -> same (R K)
no_alternative: declined -> same (R K)
withdraw:       {OPEN} -> withdrawn (C I A)
cancel:         sent, info, accepted, contacting -> cancelled (R)
give_up:        contacting, booked -> unreachable (A)
lapse:          sent, info, accepted, contacting, hold -> lapsed (K S)
enter_in_error: {OPEN} -> error (R K); completed, declined, redirected, withdrawn -> error (R K);
                cancelled, unreachable, lapsed -> error (R K)
reopen:         completed, declined, withdrawn, lapsed -> taken or sent (I A K); unreachable -> taken or sent (I A K C)
follow_up:      completed -> same (S)
"""
# A self-referral: the client answers and sends on in the referrer's place, and nobody else stands there.
INSTEAD = {"answer", "send_on"}
STATES = [
    *["draft", "sent", "info", "accepted", "contacting", "booked", "advising", "hold"],
    *["completed", "declined", "redirected", "withdrawn", "cancelled", "unreachable", "lapsed", "error"],
]
LETTERS = "RIACKS"
FHIR = {
    "draft": "draft",
    "sent info": "requested",
    "accepted contacting booked": "accepted",
    "advising": "in-progress",
    "hold": "on-hold",
    "completed": "completed",
    "declined redirected": "rejected",
    "withdrawn cancelled": "cancelled",
    "unreachable lapsed": "failed",
    "error": "entered-in-error",
}


def _read():
    cells, name = {}, ""
    for line in LIST.strip().splitlines():
        head, colon, rest = line.partition(":")
        name, rest = (head.strip(), rest) if colon else (name, line)
        for part in rest.strip(" ;").split(";"):
            states, _, after = part.partition("->")
            to, _, letters = after.partition("(")
            for state in states.split(","):
                cells[state.strip(), name] = (to.strip(), set(letters.strip(" )").split()))
    return cells


CELLS = _read()
MOVES = list(dict.fromkeys(name for _state, name in CELLS))


def letters(state, move, self_made=False):
    """Who may."""
    found = CELLS.get((state, move), ("", set()))[1]
    if self_made and state != "draft":
        found = found - {"R"} | ({"C"} if "R" in found and move in INSTEAD else set())
    return found
