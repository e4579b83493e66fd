"""Scheduled jobs of the site itself, and of apps that know no jobs. The others register their own."""

import logging
from datetime import timedelta
from importlib import import_module

from django.conf import settings
from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from audit.verifying import verify
from counters.models import Count
from outbox import jobs
from referrals import append_only

log = logging.getLogger("hyteportal")
DIGESTS_KEPT = timedelta(days=90)


def register():
    jobs.register("clear_sessions", _("Delete sessions that have ended"), clear_sessions, hour=3)
    jobs.register("verify_log", _("Check that the usage log is whole"), verify_log, hour=4)
    jobs.register("forget_searches", _("Forget rare search words"), forget_searches, hour=3)


class LogNotWhole(Exception):
    """Lines of the usage log or of referrals, or what keeps them, are not as they were; the server's log says what."""


def verify_log(now):
    found = verify(now)
    faults = [*found.faults, *append_only.faults(connection)]
    for fault in faults:
        log.error("usage log: %s", fault)
    if faults:
        raise LogNotWhole
    return {"lines": found.lines}


def clear_sessions(now):
    import_module(settings.SESSION_ENGINE).SessionStore.clear_expired()
    return {}


def forget_searches(now):
    """Words that few asked for are counted by a digest; after a season the count stands without it."""
    return {"deleted": Count.objects.forget_digests(timezone.localdate(now) - DIGESTS_KEPT)}
