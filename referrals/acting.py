"""As what somebody moves a referral: the letters of lifecycle.py, from memberships and from the referral itself."""

from dataclasses import dataclass

from django.core.exceptions import PermissionDenied

from . import lifecycle
from .reach import reach_of

PEOPLE = "RIAK"  # letters of those who sign in


@dataclass(frozen=True)
class By:
    """A letter and, for those who sign in, the person. ``By("C")`` is the client, ``By("S")`` the clock."""

    letter: str
    user: object = None


CLOCK, CLIENT = By("S"), By("C")


def letters_of(assignment, user):
    """What this person is to the assignment, in the order R I A K; empty for a stranger."""
    reach = reach_of(user)
    adviser = assignment.receiver_id in reach.advising and assignment.adviser_id in (None, user.pk)
    held = {
        "R": assignment.sender_id is not None and assignment.sender_id in reach.sending,
        "I": assignment.receiver_id in reach.intake,
        "A": adviser,
        "K": reach.county,
    }
    return "".join(letter for letter in PEOPLE if held[letter])


def advises(user, organisation_id):
    """Whether the person may be named as adviser there."""
    return organisation_id in reach_of(user).advising


def is_so(by, assignment):
    """Whether the person is what ``by`` says. The client and the clock are checked where they come from."""
    if by.letter in PEOPLE:
        return by.user is not None and by.letter in letters_of(assignment, by.user)
    return by.user is None


def by_for(assignment, user, move):
    """As what this person may make the move here: the first letter of the table that fits. Raises PermissionDenied."""
    held = letters_of(assignment, user)
    for letter in lifecycle.who(assignment.state, move, assignment.referral.self_made):
        if letter in held:
            return By(letter, user)
    raise PermissionDenied
