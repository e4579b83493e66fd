"""Erasure: when an agreement's time of keeping is over or the client asks for it. What stays is for the figures alone.

The row of the referral, its assignments and the codes and numbers of their outcome stay, without number, maker, adviser
and time of day. Lines of the log stay: they name nobody. The list of what was erased stands outside the database, since
a backup that is restored brings back what was erased after it (``replay``).
"""

import logging
import os
import uuid
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from outbox import jobs

from . import deeds, telling
from .calendar import months_later
from .models import (
    OPEN,
    Agreement,
    Asked,
    Assignment,
    Attempt,
    Client,
    Consent,
    Event,
    EventText,
    FollowUp,
    Link,
    Meeting,
    Outcome,
    Plan,
    Referral,
    Trace,
)
from .models.referral import new_number

log = logging.getLogger("referrals")
ASKED, KEPT, REPLAYED = "asked", "kept", "replayed"  # why: the client, the agreement, a restored backup
OF_REFERRAL = [EventText, Event, Link, Trace, Consent, Asked, Client]
OF_ASSIGNMENT = [Plan, Attempt, Meeting, FollowUp]
TIMES_OF_REFERRAL = ["made_at", "touched_at", "sent_at"]
TIMES_OF_ASSIGNMENT = [
    *("created_at", "state_since", "seen_at", "decided_at", "first_contact_at", "reached_at"),
    *("started_at", "ended_at", "no_alternative_at", "prompted_at"),
]


class NotErased(Exception):  # noqa: N818
    """Some could not be erased; the others were. Which ones stands in the server's log."""


# ------------------------------------------------------------ what is due
def months_kept(assignment):
    """As the agreement says under which it was sent; the shortest default where it is no longer there."""
    agreement = _agreement_of(assignment)
    started = assignment.started_at is not None
    if agreement is None:
        return Agreement._meta.get_field("kept_months" if started else "kept_months_unstarted").default
    return agreement.kept_months if started else agreement.kept_months_unstarted


def _agreement_of(assignment):
    pair = assignment.sender, assignment.receiver, assignment.referral.kind
    day = timezone.localdate(assignment.created_at)
    return Agreement.objects.between(*pair, day) or Agreement.objects.ever(*pair)


def due_on(referral):
    """The day from which nothing more keeps it; of several teams the longest time counts. None while one is open."""
    days = []
    for assignment in referral.assignments.select_related(
        "sender__parent__parent", "receiver__parent__parent"
    ):
        if assignment.ended_at is None:
            return None
        days.append(months_later(timezone.localdate(assignment.ended_at), months_kept(assignment)))
    return max(days, default=None)


def due(now):
    """``(referral, why)`` of what is to be erased today. What the client has had restricted waits for the client."""
    asked = Referral.objects.asked_to_erase().select_related("kind").order_by("pk")
    yield from ((referral, ASKED) for referral in asked)
    today = timezone.localdate(now)
    old = Referral.objects.ended_before(now - timedelta(days=28 * Agreement.objects.shortest()))
    for referral in old.unrestricted().not_asked_to_erase().select_related("kind").order_by("pk"):
        day = due_on(referral)
        if day is not None and day <= today:
            yield referral, KEPT


# ------------------------------------------------------------ the deed
def erase(referral, *, why, now):
    """True unless it was erased already, or somebody opens it at this moment. A replay takes open ones too."""
    with transaction.atomic():
        rows = list(Assignment.objects.of(referral).select_for_update())
        if why != REPLAYED and any(row.state in ["draft", *OPEN] for row in rows):
            return False
        referral = Referral.objects.select_for_update().get(pk=referral.pk)
        if referral.erased_at is not None:
            return False
        hidden = Client.objects.filter(referral=referral, non_disclosure=True).exists()
        note(referral.pk, now)
        telling.silence(referral.pk)
        _mark(referral, now, hidden)
        _remove(referral)
        for row in rows:
            _reduce(row, now)
        deeds.saw(referral, action="erased", purpose=why)
    return True


def _mark(referral, now, hidden):
    new = {"erased_at": now, "number": new_number(), "key": uuid.uuid4(), "made_by": None}
    if hidden:
        new["municipality"] = None
    new |= {name: _day(getattr(referral, name)) for name in TIMES_OF_REFERRAL}
    Referral.objects.filter(pk=referral.pk).update(**new)


def _remove(referral):
    for model in OF_REFERRAL:
        model.objects.filter(referral=referral).delete()
    for model in OF_ASSIGNMENT:
        model.objects.filter(assignment__referral=referral).delete()


def _reduce(assignment, now):
    """Nobody who looked at a page before this moment moves it."""
    new = {name: _day(getattr(assignment, name)) for name in TIMES_OF_ASSIGNMENT}
    if assignment.ended_at is None:  # came back open, from a backup
        new |= {"state": "lapsed", "ended_at": _day(now), "resumes_to": ""}
    Assignment.objects.filter(pk=assignment.pk).update(
        **new,
        adviser=None,
        due_on=None,
        contact_by=None,
        booked_at=None,
        resume_on=None,
        version=F("version") + 1,
    )
    Outcome.objects.reduce(assignment)


def _day(moment):
    """Its midnight: durations in days stay, the time of day does not."""
    return moment and timezone.localtime(moment).replace(hour=0, minute=0, second=0, microsecond=0)


# ------------------------------------------------------------ the list outside the database
def place():
    return settings.HYTE_ERASURES


def note(pk, now):
    """Written before the transaction ends: what stands on the list without having been erased is erased by a replay."""
    path = place()
    path.parent.mkdir(parents=True, exist_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), "w") as file:
        file.write(f"{pk} {timezone.localdate(now)}\n")
        file.flush()
        os.fsync(file.fileno())


def listed():
    """Ids of all that was ever erased, as the list has them. Raises ValueError for a line that is no id and day."""
    if not place().exists():
        return []
    lines = place().read_text().splitlines()
    return list(dict.fromkeys(uuid.UUID(line.split(" ")[0]) for line in lines if line.strip()))


def come_back():
    """What stands on the list and in the database too: a backup was restored."""
    ids, found = listed(), []
    for start in range(0, len(ids), 500):
        found += Referral.objects.standing().named(ids[start : start + 500])
    return found


def replay(now):
    return {"erased": sum(erase(referral, why=REPLAYED, now=now) for referral in come_back())}


# ------------------------------------------------------------ the nightly job
def run(now):
    """Raises NotErased when one could not be, after all others."""
    erased, faults = 0, 0
    for referral, why in list(due(now)):
        try:
            erased += erase(referral, why=why, now=now)
        except Exception:  # one that fails never keeps the others
            log.exception("erasure of referral %s", referral.pk)
            faults += 1
    if faults:
        raise NotErased(faults)
    return {"erased": erased}


def register():
    from django.utils.translation import gettext_lazy as _

    jobs.register("erase_referrals", _("Erase referrals whose time is over"), run, hour=2)
