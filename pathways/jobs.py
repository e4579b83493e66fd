"""Scheduled jobs of the pathways."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from outbox import jobs

from .models import HandOver


def register():
    every = timedelta(hours=1)
    jobs.register(
        "purge_handovers", _("Delete test results that nobody opened"), purge_handovers, every=every
    )


def purge_handovers(now):
    return {"deleted": HandOver.objects.purge(now)}
