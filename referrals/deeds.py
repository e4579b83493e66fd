"""What the usage log says of referrals: one code per thing done or seen, with its words.

The subject of a line is ``("referral", <its id>)``, never a number or a name. Moves are written as
``moved(move, referral)``, reads as ``saw(referral, …)``; lists and searches as one line with the ids shown.
"""

from django.utils.translation import pgettext_lazy

from audit import actions, trail

KIND = "referral"
# What a line says it saw, when the client has non-disclosure: such reads are looked at (watching.py).
PROTECTED = "non_disclosure"
MOVES = {
    "send": pgettext_lazy("log", "sent the referral"),
    "discard": pgettext_lazy("log", "discarded the draft"),
    "note": pgettext_lazy("log", "wrote a note"),
    "hand_over": pgettext_lazy("log", "handed the client over to another adviser"),
    "ask": pgettext_lazy("log", "asked for more information"),
    "answer": pgettext_lazy("log", "answered the question"),
    "accept": pgettext_lazy("log", "accepted the referral"),
    "attempt": pgettext_lazy("log", "tried to reach the client"),
    "book": pgettext_lazy("log", "booked a meeting"),
    "no_show": pgettext_lazy("log", "wrote down that the meeting did not take place"),
    "start": pgettext_lazy("log", "started the advice"),
    "hold": pgettext_lazy("log", "paused the advice"),
    "resume": pgettext_lazy("log", "went on with the advice"),
    "complete": pgettext_lazy("log", "ended the advice"),
    "decline": pgettext_lazy("log", "returned the referral"),
    "redirect": pgettext_lazy("log", "transferred the referral"),
    "send_on": pgettext_lazy("log", "sent the referral on"),
    "arrive": pgettext_lazy("log", "brought the referral to a new team"),
    "no_alternative": pgettext_lazy("log", "wrote down that there is no alternative"),
    "withdraw": pgettext_lazy("log", "withdrew the referral on the client's word"),
    "cancel": pgettext_lazy("log", "withdrew the referral as its maker"),
    "give_up": pgettext_lazy("log", "wrote down that the client was not reached"),
    "lapse": pgettext_lazy("log", "let the referral lapse"),
    "enter_in_error": pgettext_lazy("log", "marked the referral as entered in error"),
    "reopen": pgettext_lazy("log", "reopened the referral"),
    "wish": pgettext_lazy("log", "told a wish"),
    "follow_up": pgettext_lazy("log", "asked how the client is now"),
}
WORDS = {f"{KIND}_{move}": words for move, words in MOVES.items()} | {
    "letter_printed": pgettext_lazy("log", "printed the letter with the code"),
    "client_copy_printed": pgettext_lazy("log", "printed the client's copy"),
    "similar_shown": pgettext_lazy("log", "saw that the client has an open referral"),
    "consent_recorded": pgettext_lazy("log", "recorded a consent"),
    "consent_withdrawn": pgettext_lazy("log", "recorded that a consent was withdrawn"),
    "corrected": pgettext_lazy("log", "corrected the client's data"),
    "restricted": pgettext_lazy("log", "restricted the use of the data"),
    "unrestricted": pgettext_lazy("log", "ended the restriction of use"),
    "erasure_asked": pgettext_lazy("log", "gave the data to be erased at the client's request"),
    "erasure_recalled": pgettext_lazy("log", "took back the request to erase"),
    "erased": pgettext_lazy("log", "erased the data"),
    "link_made": pgettext_lazy("log", "made a link for the client"),
    "link_opened": pgettext_lazy("log", "opened the client's link"),
    "code_sent": pgettext_lazy("log", "sent the client a one-time code"),
    "code_refused": pgettext_lazy("log", "gave a wrong one-time code"),
    "link_revoked": pgettext_lazy("log", "closed the client's link"),
    "own_page_opened": pgettext_lazy("log", "opened the client's own page"),
    "follow_up_answered": pgettext_lazy("log", "answered how the client is now"),
    "capacity_told": pgettext_lazy("log", "told the capacity of the team"),
    "unusual_reads_listed": pgettext_lazy("log", "looked at the report of unusual reads"),
}
FIELDS = {
    PROTECTED: pgettext_lazy("log", "the client has non-disclosure"),
    "name": pgettext_lazy("log", "name"),
    "birth_date": pgettext_lazy("log", "date of birth"),
    "surname": pgettext_lazy("log", "surname"),
    "number": pgettext_lazy("log", "number of the referral"),
    "identity_code": pgettext_lazy("log", "personal identity code"),
    "phone": pgettext_lazy("log", "phone"),
    "email": pgettext_lazy("log", "e-mail"),
    "address": pgettext_lazy("log", "address"),
    "contact": pgettext_lazy("log", "contact details"),
    "asked": pgettext_lazy("log", "need and goals"),
    "plan": pgettext_lazy("log", "plan"),
    "outcome": pgettext_lazy("log", "outcome"),
    "events": pgettext_lazy("log", "events"),
    "consents": pgettext_lazy("log", "consents"),
    "follow_up": pgettext_lazy("log", "answers afterwards"),
    "log": pgettext_lazy("log", "who has seen the data"),
    "all": pgettext_lazy("log", "everything that is kept"),
}


def action(move):
    """The code of a move in the log."""
    return f"{KIND}_{move}"


def register():
    actions.register(WORDS, FIELDS)


def moved(move, referral, *, actor=None, fields=()):
    """A move of lifecycle.py, in its transaction. ``referral``: the row or its id."""
    return trail.write(f"{KIND}_{move}", actor=actor, subject=_subject(referral), fields=fields)


def saw(referral, *, action="read", client=None, fields=(), purpose="", actor=None):
    """One referral was looked at. Give its ``client`` where it is at hand: non-disclosure stands in the line then."""
    seen = list(fields)
    if client is not None and client.non_disclosure:
        seen.append(PROTECTED)
    return trail.write(action, actor=actor, subject=_subject(referral), fields=seen, purpose=purpose)


def saw_list(referrals, *, action="listed", fields=(), purpose=""):
    """One line for a whole list or search: the ids of what it showed."""
    ids = [getattr(one, "pk", one) for one in referrals]
    return trail.write(action, subject=(KIND, ""), shown=ids, fields=fields, purpose=purpose)


def _subject(referral):
    return KIND, getattr(referral, "pk", referral)
