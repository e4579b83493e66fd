"""What those who look after the portal are told at their desk: jobs that do not run, messages that do not leave."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import ngettext

from outbox import jobs
from outbox.models import Message

from .stuck import TOLD


@dataclass(frozen=True)
class Notice:
    text: str
    address: str


def of(desk, now=None):
    """The notices of this person; none for others."""
    now = now or timezone.now()
    return _all(now) if desk.roles & set(TOLD) else []


def _all(now):
    found = [
        (_late_jobs(len(jobs.late(now))), "job_runs"),
        (_waiting(Message.objects.late(now).count()), "messages_stuck"),
        (_stuck(Message.objects.dead().count()), "messages_stuck"),
    ]
    return [Notice(text, reverse(name)) for text, name in found if text]


def _late_jobs(n):
    return n and ngettext(
        "%(n)s scheduled job has not run for over 26 hours.",
        "%(n)s scheduled jobs have not run for over 26 hours.",
        n,
    ) % {"n": n}  # fmt: skip


def _waiting(n):
    return n and ngettext(
        "%(n)s message has waited for over an hour: messages are not leaving the portal.",
        "%(n)s messages have waited for over an hour: messages are not leaving the portal.",
        n,
    ) % {"n": n}  # fmt: skip


def _stuck(n):
    return n and ngettext("%(n)s message could not be sent.", "%(n)s messages could not be sent.", n) % {
        "n": n
    }
