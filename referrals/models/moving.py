"""The one way in which a referral moves: table, guards, compare and swap, event, line of the log and messages."""

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone

from organisations.scope import of_referral
from referrals import acting, deeds, guards, lifecycle, reasons
from referrals import models as tables

from . import effects

# What the referrer hears of these is feedback, which has a consent of its own.
FEEDBACK = {"start", "hold", "resume", "complete", "give_up"}

# What PostgreSQL and SQLite say when another assignment of the referral was opened at the same moment.
ONE_OPEN = ("assignment_one_open_per_referral", "referrals_assignment.referral_id")


class Meanwhile(Exception):  # noqa: N818  no error: somebody was first
    """Somebody else moved it first: nothing was changed. ``event``: what they did, None when it is gone."""

    def __init__(self, event=None):
        super().__init__()
        self.event = event


class NotNow(Exception):  # noqa: N818
    """The table lets it be done, but not yet or not so. ``problems``: sentences for who asked."""

    def __init__(self, problems):
        super().__init__(problems)
        self.problems = problems


def permitted(assignment, name, by):
    """The line of the table. Raises PermissionDenied: not from this state, not with this letter, not this person."""
    state, own = assignment.state, assignment.referral.self_made
    if by.letter not in lifecycle.who(state, name, own) or not acting.is_so(by, assignment):
        raise PermissionDenied(f"{by.letter} may not {name} from {state}")
    return lifecycle.row(state, name)


def problems(assignment, name, *, by, now=None):
    """Why the move cannot be made yet, by what stands; empty when its form may be filled in."""
    case = guards.Case(assignment, permitted(assignment, name, by), by, now or timezone.now())
    with transaction.atomic(), of_referral(assignment.referral_id):
        return guards.problems(case)


def problems_of(assignment, ways, *, now=None):
    """The same of several moves at once: ``{name: sentences}`` for ``{name: By}``."""
    now = now or timezone.now()
    cases = {
        name: guards.Case(assignment, permitted(assignment, name, by), by, now) for name, by in ways.items()
    }
    with transaction.atomic(), of_referral(assignment.referral_id):
        return {name: guards.problems(case) for name, case in cases.items()}


def move(assignment, name, *, by, version=None, now=None, text="", for_client="", reason="", **data):
    """Make the move or change nothing. Returns its event; of a redirect or sending on the new assignment's.

    ``version`` is that of the page the person looked at. ``text`` is for colleagues, ``for_client`` for the client.
    Raises PermissionDenied, NotNow, Meanwhile.
    """
    now = now or timezone.now()
    if version not in (None, assignment.version):
        raise Meanwhile(last_event(assignment))
    case = guards.Case(assignment, permitted(assignment, name, by), by, now, data, text, reason)
    before = dict(vars(assignment))
    try:
        with transaction.atomic():
            with of_referral(assignment.referral_id):
                if found := guards.problems(case):
                    raise _refusal(assignment, found)
            if case.move.to == lifecycle.ERASED:
                return _discard(case)
            return _move(case, for_client)
    except Exception as fault:
        vars(assignment).clear()
        vars(assignment).update(before)  # what is not in the database is not in the object either
        if isinstance(fault, IntegrityError) and any(name in str(fault) for name in ONE_OPEN):
            raise Meanwhile(last_event(assignment)) from None
        raise


def _refusal(assignment, found):
    """What keeps it back may be what somebody did a moment ago."""
    return NotNow(found) if _as_read(assignment).exists() else Meanwhile(last_event(assignment))


def _as_read(assignment):
    """The row while it is still what the object shows."""
    return tables.Assignment.objects.filter(
        pk=assignment.pk, state=assignment.state, version=assignment.version
    )


def _swap(assignment, **new):
    if not _as_read(assignment).update(**new):
        raise Meanwhile(last_event(assignment))
    for column, value in new.items():
        setattr(assignment, column, value)


def _move(case, for_client):
    assignment, before = case.assignment, case.assignment.state
    team = case.get("team") if case.move.name in ("redirect", "send_on") else None
    _swap(assignment, **effects.changes(case))
    event = _event(case, assignment, case.move, before, for_client)
    with of_referral(assignment.referral_id):
        effects.rows(case, before)
    _tell(event, assignment)
    return _arrive(case, team) if team else event


def _arrive(case, team):
    with of_referral(case.assignment.referral_id):
        new = effects.arrived(case, team)
        effects.mark_open(case.referral)
        event = _event(case, new, lifecycle.row(lifecycle.NOWHERE, "arrive"), lifecycle.NOWHERE)
        effects.mark(new)
    _tell(event, new)
    return event


def _discard(case):
    """A draft is nobody's but its maker's: nothing of it stays but the line of the log."""
    it = case.assignment
    if not _as_read(it).delete()[0]:
        raise Meanwhile(last_event(it))
    with of_referral(it.referral_id):  # without the assignment its rows are nobody's
        tables.Referral.objects.filter(pk=it.referral_id).delete()
    deeds.moved("discard", it.referral_id)


def _event(case, assignment, move, before, for_client=""):
    user, own = case.by.user, case.referral.self_made
    seen = lifecycle.seen(before, move.name, own)
    dead = reasons.tells_nothing(case.reason)
    event = tables.Event.objects.create(
        assignment=assignment,
        referral_id=assignment.referral_id,
        at=case.now,
        actor_id=user.pk if user else None,
        actor_label=str(user)[:150] if user else "",
        letter=case.by.letter,
        move=move.name,
        from_state=before,
        to_state=assignment.state,
        reason=case.reason if move is case.move else "",
        version=assignment.version,
        for_team="T" in seen,
        for_referrer="R" in seen and (move.name not in FEEDBACK or effects.feeds_back(case.referral)),
        for_client="C" in seen and not dead,
    )
    words = case.text if move is case.move else ""
    if own and move.name == "ask":
        for_client = for_client or words  # the question is the client's
    if words or for_client:
        tables.EventText.objects.create(
            event=event, referral_id=assignment.referral_id, words=words, for_client=for_client
        )
    return event


def _tell(event, assignment):
    """The line of the log and the messages, in the transaction of the move."""
    from referrals import telling  # it knows the tables, which know the verbs

    deeds.moved(event.move, event.referral_id)
    telling.tell(event, assignment)


def last_event(assignment):
    return tables.Event.objects.newest(assignment)


def born(referral, team, *, now=None):
    """The assignment of a resident's own referral, which is never a draft: its rows stand, its code is confirmed.

    Call it inside the transaction that makes the referral. Raises NotNow.
    """
    now = now or timezone.now()
    new = tables.Assignment(referral=referral, state=lifecycle.NOWHERE, created_at=now, state_since=now)
    case = guards.Case(new, lifecycle.row(lifecycle.NOWHERE, "send"), acting.CLIENT, now, {"team": team})
    with transaction.atomic():
        with of_referral(referral.pk):
            if found := guards.problems(case):
                raise NotNow(found)
            case.assignment = effects.arrived(case, team)
            event = _event(case, case.assignment, case.move, lifecycle.NOWHERE)
            effects.mark(case.assignment)
        _tell(event, case.assignment)
    return event
