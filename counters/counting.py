"""Counting: held in the memory of the process and written now and then, after an answer has been sent.

A search text is kept in words only when the caller vouches that it names nobody (``plain``), or when it was seen on
DAYS different days; until then a keyed digest stands for it, which nobody can read back.
"""

import hmac
import logging
import re
import time
from collections import Counter
from threading import Lock

from django.conf import settings
from django.db import DatabaseError, close_old_connections, connection, transaction
from django.utils import timezone

from .models import Count

DAYS = 5
LONGEST = 100
MOST_TEXTS = 5000  # a day
DUE, MOST = 30, 500  # seconds since the first unwritten count; counts held at most
DIMENSIONS = ("language", "municipality", "theme")

logger = logging.getLogger("hyteportal.counters")
_held, _lock = Counter(), Lock()
_since = 0.0


def count(event, *, text="", plain=False, **dimensions):
    """One more ``event`` today. Dimensions: language, municipality, theme. Raises TypeError for another."""
    if unknown := set(dimensions) - set(DIMENSIONS):
        raise TypeError(f"count() knows no {', '.join(sorted(unknown))}")
    key = (
        timezone.localdate(),
        event,
        *(dimensions.get(name, "") for name in DIMENSIONS),
        _normal(text),
        plain,
    )
    global _since
    with _lock:
        _since = _since if _held else time.monotonic()
        if key in _held or len(_held) < MOST:
            _held[key] += 1


def _normal(text):
    return re.sub(r"\s+", " ", text.casefold()).strip()[:LONGEST]


def digest(text):
    return "#" + hmac.digest(settings.SECRET_KEY.encode(), f"counters {text}".encode(), "sha256").hex()[:32]


def write_when_due(**kwargs):
    """After an answer: nobody waits for it."""
    if _held and (time.monotonic() - _since >= DUE or len(_held) >= MOST):
        try:
            write()
        except DatabaseError:
            logger.warning("Counts could not be written.")
        finally:
            if not connection.in_atomic_block:  # as in tests
                close_old_connections()  # the request has given its own back already


def write():
    """Write what is held. Counts that cannot be written are lost: they are worth less than an answer."""
    with _lock:
        rows = dict(_held)
        _held.clear()
    with transaction.atomic():
        for (day, event, language, municipality, theme, text, plain), number in sorted(
            rows.items(), key=repr
        ):
            key = {
                "day": day,
                "event": event,
                "language": language,
                "municipality": municipality,
                "theme": theme,
            }
            Count.objects.add(key | {"text": _kept(text, plain) if text and _room(day) else ""}, number)


def _room(day):
    """Nobody fills the table with made-up words: past MOST_TEXTS a day they are counted without their text."""
    return Count.objects.on(day).with_text().count() < MOST_TEXTS


def _kept(text, plain):
    """The text itself where it may be kept, else its digest."""
    if not text or plain:
        return text
    hidden = digest(text)
    seen = Count.objects.days_of(text) + Count.objects.days_of(hidden)
    return text if seen >= DAYS else hidden


def write_at_exit():
    try:
        if _held:
            write()
    except (DatabaseError, RuntimeError):  # the process ends, whatever the database says
        _held.clear()


def forget():
    """Drop what is held: for tests."""
    _held.clear()
