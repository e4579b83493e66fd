"""Promises messages: a row in the transaction of what it tells about.

``put`` for what the receiver must act on, ``gather`` for what can wait for the receiver's next digest,
``stop`` when it is no longer so. ``kind`` names the templates: ``emails/<kind>.subject.txt``, ``.txt`` and ``.html``;
for a digest ``emails/<kind>.lines.txt`` and ``.lines.html``; for a text message ``sms/<kind>.txt``.
"""

import json

from django.utils import timezone

from . import channels
from .models import Message


def put(kind, *, key, address, language, words=None, channel="email", receiver=None, due_at=None):
    """The row of the message; the one that is there already when ``key`` was used before.

    ``words`` is a dictionary of plain values. ``receiver`` is ``(id, label)`` of one of our own people.
    Call it inside the transaction of the event. Raises channels.NotOffered for a channel this portal has not.
    """
    channels.offered(channel, must=True)
    return _row(key, kind, address, language, words, receiver, due_at, channel=channel)


def gather(kind, *, key, address, language, receiver, words=None, rhythm="daily", due_at=None):
    """A line of the receiver's next digest of that ``rhythm`` (``daily`` or ``weekly``); the rest as for ``put``.

    The template of the lines gets all of one kind together: ``n`` and ``rows``, the words of each.
    """
    return _row(key, kind, address, language, words, receiver, due_at, digest=rhythm)


def stop(*, keys=None, receiver=None, about=None, dead=False):
    """End messages that still wait; returns how many. By their keys, by what their keys begin with (``about``, a list),
    or all of one of our own people (an id). ``dead``: also what could not be sent, so that nobody sends it again.
    """
    chosen = [
        Message.objects.filter(key__in=list(keys)) if keys is not None else None,
        Message.objects.filter(receiver_id=receiver) if receiver is not None else None,
        Message.objects.about(about) if about is not None else None,
    ]
    chosen = [one for one in chosen if one is not None]
    if len(chosen) != 1:
        raise TypeError("stop() takes keys, a receiver or what it is about")
    now = timezone.now()
    return chosen[0].stop(now) + (len(chosen[0].give_up(now)) if dead else 0)


def offered(channel):
    """Whether the portal can send this way: ask before a form offers it."""
    return channels.offered(channel)


def _row(key, kind, address, language, words, receiver, due_at, **more):
    number, label = receiver or (None, "")
    defaults = more | {
        "kind": kind,
        "language": language,
        "address": address,
        "words": json.dumps(words or {}),
        "receiver_id": number,
        "receiver_label": label[:150],
    }
    if due_at:
        defaults["due_at"] = due_at
    return Message.objects.get_or_create(key=key, defaults=defaults)[0]
