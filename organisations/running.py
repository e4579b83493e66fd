"""Scheduled jobs as staff see them."""

from django.utils.translation import gettext, gettext_noop
from django.utils.translation import gettext as _

from outbox import jobs
from outbox.models import JobRun

# What jobs count, in the words of their page.
COUNTED = {
    "deleted": gettext_noop("deleted"),
    "digests": gettext_noop("digests"),
    "dropped": gettext_noop("old messages deleted"),
    "given up": gettext_noop("given up"),
    "job runs": gettext_noop("old job runs deleted"),
    "gathered": gettext_noop("messages in them"),
    "lines": gettext_noop("lines checked"),
    "numbers": gettext_noop("numbers"),
    "stuck": gettext_noop("could not be sent"),
    "told": gettext_noop("people told"),
}


def shown(now):
    """Every job by its label: when it last went well, what its newest run came to, whether staff should act."""
    newest, good = JobRun.objects.newest(), JobRun.objects.newest_good()
    late = jobs.late(now)
    rows = [
        {
            "name": job.name,
            "label": str(job.label),
            "rhythm": _rhythm(job),
            "late": job in late,
            "good": good.get(job.name),
            "newest": newest.get(job.name),
            "counts": _counts(good.get(job.name)),
        }
        for job in jobs.every()
    ]
    return sorted(rows, key=lambda row: (not row["late"], row["label"]))


def _rhythm(job):
    if job.every is None:
        return _("Every day after %(hour)s.00") % {"hour": job.hour}
    minutes = round(job.every.total_seconds() / 60)
    if minutes == 60:
        return _("Every hour")
    return _("Every %(n)s minutes") % {"n": minutes}


def _counts(run):
    """``[(word, number), …]`` without zeros."""
    return [(gettext(COUNTED.get(word, word)), n) for word, n in run.counts.items() if n] if run else []
