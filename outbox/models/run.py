"""When scheduled jobs ran and what came of it."""

from datetime import timedelta

from django.db import models
from django.db.models import Max, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

KEPT = timedelta(days=90)
INTERRUPTED = "Interrupted"


class JobRunQuerySet(models.QuerySet):
    def of(self, name):
        return self.filter(name=name)

    def good(self):
        return self.filter(ok=True)

    def begin(self, name, now):
        """A new line. Called by whoever holds the job's lock: a line still open is of a process that died."""
        self.of(name).filter(ended_at__isnull=True).update(ended_at=now, ok=False, problem=INTERRUPTED)
        return self.create(name=name, started_at=now)

    def newest(self):
        """``{name: its newest run}``"""
        ids = self.values("name").annotate(newest=Max("pk")).values("newest")
        return {run.name: run for run in self.filter(pk__in=ids)}

    def newest_good(self):
        """``{name: its newest run that went well}``"""
        return self.good().newest()

    def forget(self, now):
        """Drop old lines; the newest good one of each job stays, however old."""
        kept = [run.pk for run in [*self.newest().values(), *self.newest_good().values()]]
        return self.filter(started_at__lt=now - KEPT).exclude(pk__in=kept).delete()[0]


class JobRun(models.Model):
    """One run of a job. ``ok`` is empty while it runs; ``counts`` is what the job says it did."""

    name = models.CharField(max_length=40)
    started_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True)
    ok = models.BooleanField(null=True)
    counts = models.JSONField(default=dict)
    problem = models.CharField(max_length=100, blank=True)  # the class of the fault, never its text

    objects = JobRunQuerySet.as_manager()

    class Meta:
        verbose_name = _("run of a job")
        verbose_name_plural = _("runs of jobs")
        ordering = ["-pk"]
        indexes = [models.Index(fields=["name", "ok", "-id"], name="run_of_a_job")]
        constraints = [
            models.CheckConstraint(
                name="run_has_a_result_when_it_has_ended",
                condition=Q(ok__isnull=True, ended_at__isnull=True)
                | Q(ok__isnull=False, ended_at__isnull=False),
                violation_error_message=_("A run has a result when it has ended, and only then."),
            ),
            models.CheckConstraint(
                name="run_of_a_named_job",
                condition=~Q(name=""),
                violation_error_message=_("A run says which job it is of."),
            ),
        ]

    def __str__(self):
        return f"{self.name} {self.pk}"

    def end(self, now, *, counts=None, problem=""):
        """The result; one that somebody else has declared interrupted meanwhile stays so."""
        ended = {"ended_at": now, "ok": not problem, "counts": counts or {}, "problem": problem[:100]}
        return bool(JobRun.objects.filter(pk=self.pk, ended_at__isnull=True).update(**ended))
