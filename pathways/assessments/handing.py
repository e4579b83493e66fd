"""What is handed over to a professional: the result, never the answers, and nothing about whose it is."""

from datetime import datetime

from django.utils import timezone

from .instruments import instruments


def content(result, now):
    """Keys of texts and numbers, as they are sealed."""
    return {
        "test": result.instrument.key,
        "bands": [one.key for one in result.possible],
        "points": result.points,
        "skipped": result.skipped,
        "at": now.isoformat(),
    }


def shown(held):
    """The same in words; None when the test has changed meanwhile."""
    instrument = instruments().get(held["test"])
    bands = [band for key in held["bands"] if instrument and (band := instrument.band(key))]
    if not bands:
        return None
    return {
        "instrument": instrument,
        "bands": bands,
        "points": held["points"],
        "percent": held["points"] * instrument.percent if instrument.percent else None,
        "skipped": held["skipped"],
        "at": timezone.localtime(datetime.fromisoformat(held["at"])),
    }
