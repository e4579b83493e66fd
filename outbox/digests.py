"""One letter a person with all that could wait: daily lines every day, weekly ones on Mondays."""

import json

from django.db import transaction
from django.utils import timezone

from fields.encrypted import WrongKey

from .models import Message
from .sending import put

KIND = "digest"
Rhythm = Message.Rhythm


class Unfinished(Exception):
    """Somebody has not got theirs."""


def rhythms(now):
    """What belongs into the letters of this day."""
    monday = timezone.localtime(now).weekday() == 0
    return [Rhythm.DAILY, Rhythm.WEEKLY] if monday else [Rhythm.DAILY]


def send(now):
    """The digests of the day become messages; returns counts. Interrupted, it goes on with who has none yet.

    Raises Unfinished when somebody's lines cannot be read, after everybody else has theirs.
    """
    ready = Message.objects.for_digests(now, rhythms(now))
    persons = list(ready.order_by("receiver_id").values_list("receiver_id", flat=True).distinct())
    lines, broken = 0, 0
    for person in persons:
        try:
            lines += _send_to(person, ready, now)
        except WrongKey:
            broken += 1
    if broken:
        raise Unfinished(f"digests that cannot be read: {broken}")
    return {"digests": len(persons), "gathered": lines}


def _send_to(person, ready, now):
    """One person's, in one transaction: the letter and the end of its lines, or neither."""
    with transaction.atomic():
        rows = list(ready.filter(receiver_id=person).select_for_update())
        if not rows:
            return 0
        newest = rows[-1]  # knows best where and in which language the person reads
        put(
            KIND,
            key=f"digest:{rows[0].pk}",
            address=newest.address,
            language=newest.language,
            words={"digest": _by_kind(rows)},
            receiver=(newest.receiver_id, newest.receiver_label),
            due_at=now,
        )
        for row in rows:
            row.gathered(now)
        return len(rows)


def _by_kind(rows):
    """``[[kind, the words of each], …]``, what has waited longest first."""
    kinds = {}
    for row in rows:
        kinds.setdefault(row.kind, []).append(json.loads(row.words))
    return [[kind, words] for kind, words in kinds.items()]
