"""Scheduled jobs: what runs, when, and what came of it. An app registers its own in ``AppConfig.ready``.

A job is a function that takes the moment and returns its counts ``{word: number}``. It must bear being run again:
it is, after a fault, after a kill, and by hand.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.db import Error
from django.utils import timezone

from . import locking
from .models import JobRun

log = logging.getLogger("outbox")
AGAIN = timedelta(minutes=15)  # after a fault
LATE = timedelta(hours=26)  # staff are told when a job has not gone well for this long


@dataclass(frozen=True)
class Job:
    """``label`` is a lazy translation. Once a day at or after ``hour`` (of Helsinki), or ``every`` so often."""

    name: str
    label: object
    work: Callable[[datetime], dict]
    hour: int | None = None
    every: timedelta | None = None

    def due(self, now, newest, good):
        """Whether it should run, from its newest run and its newest good one (None when there is none)."""
        if newest is not None and newest.ok is False and newest.ended_at + AGAIN > now:
            return False
        if good is None:
            return True
        if self.every is not None:
            return good.started_at + self.every <= now
        return good.started_at < self._moment(now)

    def _moment(self, now):
        """The newest of its daily moments that has come."""
        local = timezone.localtime(now)
        day = local.date() if local.hour >= self.hour else local.date() - timedelta(days=1)
        return timezone.make_aware(datetime.combine(day, time(self.hour)))


_registered = {}


def register(name, label, work, *, hour=None, every=None):
    """Raises ValueError for a name that is taken, or without exactly one of ``hour`` and ``every``."""
    if name in _registered and _registered[name].work is not work:
        raise ValueError(f"there is a job {name} already")
    if (hour is None) == (every is None):
        raise ValueError(f"job {name}: give either hour or every")
    _registered[name] = Job(name, label, work, hour, every)


def every():
    return list(_registered.values())


def named(name):
    """Raises KeyError."""
    return _registered[name]


def due(now):
    newest, good = JobRun.objects.newest(), JobRun.objects.newest_good()
    return [job for job in every() if job.due(now, newest.get(job.name), good.get(job.name))]


def late(now):
    """The jobs that have not gone well for 26 hours, or never."""
    good = JobRun.objects.newest_good()
    return [job for job in every() if job.name not in good or good[job.name].started_at < now - LATE]


def run(job, now, *, again=False):
    """The JobRun; None when somebody else runs it just now, or has run it meanwhile (unless ``again``)."""
    with locking.held(f"job {job.name}") as ours:
        if not ours or not (again or job in due(now)):
            return None
        line = JobRun.objects.begin(job.name, now)
        try:
            counts = job.work(now)
        except Exception as fault:  # one job that fails never keeps the others
            log.exception("job %s", job.name)
            _end(line, problem=type(fault).__name__)
        else:
            _end(line, counts=counts)
        line.refresh_from_db()
        return line


def _end(line, **result):
    """A database that is away leaves the line open: the next run calls it interrupted."""
    try:
        line.end(timezone.now(), **result)
    except Error as fault:
        log.warning("the end of job %s could not be written (%s)", line.name, type(fault).__name__)
