"""Tell people about what happened to a referral: who hears of which event, by which way, and when.

Staff hear at once only when they must act now, of all else in the digest of the day, unless they chose otherwise
(``User.told``). Clients are told by the worker (posting.py): a web process promises the task and names ids alone. No
message says of whom or of what it is.
"""

from django.conf import settings
from django.urls import reverse
from django.utils.translation import override

from organisations.models import Organisation, Role, User
from organisations.scope import of_referral
from outbox import sending, tasks

from . import lifecycle, posting, reasons
from .models import Assignment, Attempt, Event, Link
from .models.keeping import CORRECTED
from .models.wishing import WISH

WAITS, NEWS, DRAFT = "referral_waits", "referral_news", "referral_draft"
# Who must act now, by move and letter; T is whoever works on it in the team.
ACT = {
    ("send", "I"),
    ("arrive", "I"),
    ("ask", "R"),
    ("answer", "T"),
    ("hand_over", "A"),
    ("decline", "R"),
    ("book", "T"),
    ("withdraw", "T"),
    ("reopen", "I"),
    ("reopen", "T"),
    (WISH, "T"),
    (CORRECTED, "T"),
}
ATTEMPTS = 2  # after so many the client hears of them
MEETING = "meeting"
ANOTHER = ("book", CORRECTED)  # another time, or another way to the client
STEP_OF_DRAFT = "draft"


def tell(event, assignment):
    """Write what this event makes known to the outbox, within the transaction of the move."""
    letters = _letters(event, assignment)
    with of_referral(assignment.referral_id):
        _end(event, assignment)
        if assignment.referral.practice:
            return
        if "C" in letters and _client_hears(event, assignment):
            tasks.put(posting.NEWS, key=f"client:{event.pk}", words={"event": str(event.pk)})
        told = set()
        for letter in sorted(letters - {"C"}, key=lambda one: (event.move, one) not in ACT):
            kind = WAITS if (event.move, letter) in ACT else NEWS
            for person in _persons(letter, assignment):
                if person.pk not in told and person.pk != event.actor_id:
                    told.add(person.pk)
                    _tell(person, letter, kind, assignment, mark=event.pk, act=kind == WAITS)


def remind(assignment, step, now):
    """Somebody who has not acted is reminded (clocks.Step: name, to whom): a late date waits for the morning."""
    if assignment.referral.practice:
        return
    if step.name == MEETING:
        words = {"assignment": str(assignment.pk), "at": assignment.booked_at.isoformat()}
        tasks.put(posting.REMINDER, key=f"meeting:{assignment.pk}:{words['at']}", words=words)
        return
    kind = DRAFT if step.name == STEP_OF_DRAFT else WAITS
    mark, told = f"{assignment.version}:{step.name}:{now:%Y-%m-%d}", set()
    for letter in step.to:
        if letter == "R" and assignment.referral.self_made:
            _remind_client(assignment, mark)
            continue
        for person in _persons(letter, assignment):
            if person.pk not in told:
                told.add(person.pk)
                _tell(person, letter, kind, assignment, mark=mark, act=False)


def _remind_client(assignment, mark):
    """In a self-referral the client is the one who answers."""
    if newest := Event.objects.of(assignment.referral_id).told_to("client").in_order().last():
        words = {"event": str(newest.pk)}
        tasks.put(posting.NEWS, key=f"client:{assignment.pk}:{mark}", words=words)


# ------------------------------------------------------------ who
def _letters(event, assignment):
    if event.move in (WISH, CORRECTED):
        letters = "T" if event.letter == "C" else ""
    else:
        letters = lifecycle.told(event.from_state, event.move, assignment.referral.self_made)
    hidden = "" if event.for_referrer else "R"
    return set(letters) - set(hidden)


def _client_hears(event, assignment):
    """Their own act needs no message, but their own referral's number and the way back to it."""
    if not event.for_client or event.letter == "C" and event.move != "send":
        return False
    if event.move != "attempt":
        return True
    attempts = list(assignment.attempts.in_order())
    return len(attempts) >= ATTEMPTS and attempts[-1].result != Attempt.Result.REACHED


def _persons(letter, assignment):
    if letter == "R":
        return _referrers(assignment)
    if letter == "K":
        return User.objects.holding(Role.REFERRAL_COORDINATOR, Organisation.objects.all())
    if letter in "TA" and assignment.adviser_id:
        return User.objects.filter(pk=assignment.adviser_id, is_active=True)
    return User.objects.holding(Role.INTAKE, assignment.receiver.lineage())


def _referrers(assignment):
    """Who made it, while they work in the unit; otherwise whoever makes referrals there."""
    if assignment.sender_id is None:
        return User.objects.none()
    people = User.objects.holding(Role.PROFESSIONAL, assignment.sender.lineage())
    maker = people.filter(pk=assignment.referral.made_by_id)
    return maker if maker.exists() else people


# ------------------------------------------------------------ how
def _tell(person, letter, kind, assignment, *, mark, act):
    at_once = person.told == User.Told.ALL or act and person.told == User.Told.ACT
    with override(person.spoken):
        pages = _page(letter, assignment) if at_once else reverse(_FRONT.get(letter, "referral_front"))
    words = {"address": settings.HYTE_ORIGIN + pages}
    if not at_once:
        words["about"] = str(assignment.referral_id)  # so that a digest counts a referral once
    (sending.put if at_once else sending.gather)(
        kind,
        key=f"{kind}:{assignment.pk}:{mark}:{person.pk}",
        address=person.email,
        language=person.spoken,
        receiver=(person.pk, str(person)),
        words=words,
    )


_FRONT = {"K": "referral_watch"}


def _page(letter, assignment):
    if letter in _FRONT:
        return reverse(_FRONT[letter])
    return reverse("referral_case", args=[assignment.referral_id])


# ------------------------------------------------------------ what is no longer so
def _end(event, assignment):
    """What waited for this move waits no more; links of the state before open nothing, nor does their message leave."""
    dead = reasons.tells_nothing(event.reason)
    if dead or event.to_state == lifecycle.ERROR:
        silence(assignment.referral_id)
    elif event.move not in (WISH, CORRECTED):
        sending.stop(about=[f"{WAITS}:{assignment.pk}:"])
    if event.from_state == lifecycle.BOOKED and (event.to_state != lifecycle.BOOKED or event.move in ANOTHER):
        sending.stop(about=[posting.meeting_key(assignment.pk)])
    if event.from_state == event.to_state and event.move != CORRECTED:
        return
    links = Link.objects.of(assignment.referral_id)
    open_still = assignment.referral.assignments.open().exists()
    over = links if not open_still and event.move != CORRECTED else links.by_message()
    sending.stop(about=[key for pk in over.revoke(event.at) for key in posting.keys_of(pk)])
    if dead:
        links.end_sittings()


def silence(referral_id):
    """Nothing that waits about this referral leaves any more, to whomever, nor what could not be sent and lies there.

    For one that is erased, was a mistake, or whose client has died; call it while its rows stand.
    """
    events = Event.objects.of(referral_id).values_list("pk", flat=True)
    parts = Assignment.objects.of(referral_id).values_list("pk", flat=True)
    links = Link.objects.of(referral_id).values_list("pk", flat=True)
    keys = [f"client:{pk}" for pk in [*events, *parts]]
    keys += [f"{kind}:{pk}:" for pk in parts for kind in (WAITS, NEWS, DRAFT, MEETING)]
    keys += [posting.meeting_key(pk) for pk in parts]
    keys += [key for pk in links for key in posting.keys_of(pk)]
    sending.stop(about=keys, dead=True)
