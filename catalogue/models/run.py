"""Runs of imports: what was read, what it would change or changed, who approved it."""

import os
import socket
from datetime import timedelta

from django.conf import settings
from django.db import IntegrityError, models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .choices import Provenance

SILENCE = timedelta(minutes=10)  # a run that gives no sign of life this long has died
KEPT = 60  # runs kept in the history


class Busy(Exception):
    """Another import of the same register is running."""


class ImportRunQuerySet(models.QuerySet):
    def begin(self, run, now=None):
        """Put the run to work, unless another of its system works. Raises Busy."""
        now = now or timezone.now()
        for other in self.filter(system=run.system, state=ImportRun.State.RUNNING):
            if other.is_silent(now):
                other.finish(state=ImportRun.State.INTERRUPTED, counts=other.counts, now=now)
        run.state, run.started_at, run.beat_at = ImportRun.State.RUNNING, now, now
        run.process = f"{os.getpid()}@{socket.gethostname()}"
        try:
            with transaction.atomic():
                run.save()
        except IntegrityError:
            raise Busy(_("Another import of this register is running. Try again when it is ready.")) from None
        self._forget()
        return run

    def _forget(self):
        old = self.order_by("-pk").values_list("pk", flat=True)[KEPT:]
        self.filter(pk__in=list(old)).delete()

    def waiting(self, pk):
        """The run of this number, if it waits to start; else None."""
        return self.filter(pk=pk, state=ImportRun.State.WAITING).first()

    def newest_first(self):
        return self.select_related("by", "approves").order_by("-pk")


class ImportRun(models.Model):
    """One run. A dry run that is ready can be approved: the approving run writes exactly what it had read."""

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting to start")
        RUNNING = "running", _("running")
        READY = "ready", _("read and compared, nothing written")
        DONE = "done", _("written")
        FAILED = "failed", _("stopped by a fault")
        INTERRUPTED = "interrupted", _("interrupted; it can be run again")

    system = models.CharField(_("register"), max_length=20, choices=Provenance)
    sources = models.JSONField(_("what was read"), default=list)
    options = models.JSONField(_("options"), default=dict, blank=True)
    commit = models.BooleanField(_("writes"), default=False)
    state = models.CharField(_("state"), max_length=11, choices=State, default=State.WAITING)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("started by"),
    )
    approves = models.OneToOneField(
        "self", models.SET_NULL, null=True, blank=True, related_name="approved_by", verbose_name=_("approves")
    )
    made_at = models.DateTimeField(_("asked for"), default=timezone.now)
    started_at = models.DateTimeField(_("started"), null=True, blank=True)
    beat_at = models.DateTimeField(_("last sign of life"), null=True, blank=True)
    finished_at = models.DateTimeField(_("finished"), null=True, blank=True)
    process = models.CharField(_("process"), max_length=120, blank=True)
    done = models.PositiveIntegerField(_("records done"), default=0)
    total = models.PositiveIntegerField(_("records in all"), default=0)
    counts = models.JSONField(_("counts"), default=dict, blank=True)
    fault = models.TextField(_("fault"), blank=True)

    objects = ImportRunQuerySet.as_manager()

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                name="one_running_import_per_register",
                fields=["system"],
                condition=Q(state="running"),
                violation_error_message=_(
                    "Another import of this register is running. Try again when it is ready."
                ),
            ),
            models.CheckConstraint(
                name="import_state_from_the_list",
                condition=Q(state__in=["waiting", "running", "ready", "done", "failed", "interrupted"]),
                violation_error_message=_("Choose an answer from the list."),
            ),
            models.CheckConstraint(
                name="approving_import_writes",
                condition=Q(approves__isnull=True) | Q(commit=True),
                violation_error_message=_("An import that approves another one writes."),
            ),
        ]

    def __str__(self):
        return f"{self.get_system_display()}, {timezone.localtime(self.made_at):%d.%m.%Y %H.%M}"

    # ------------------------------------------------------------ what may be done
    def is_silent(self, now=None):
        """It says it runs, but its process is no more or gave no sign of life."""
        if self.state != self.State.RUNNING:
            return False
        return self.beat_at < (now or timezone.now()) - SILENCE or not self._may_live()

    def _may_live(self):
        """Whether its process exists; of another machine nobody here knows."""
        pid, _, host = self.process.partition("@")
        if host != socket.gethostname() or not pid.isdecimal():
            return True
        try:
            os.kill(int(pid), 0)
        except ProcessLookupError:
            return False
        except PermissionError:
            return True
        return True

    @property
    def can_be_approved(self):
        return self.state == self.State.READY and not self.commit and not hasattr(self, "approved_by")

    # ------------------------------------------------------------ verbs
    def approve(self, *, by, now=None):
        """The run that will write what this one read. Raises ValueError when it cannot (any more)."""
        if not self.can_be_approved:
            raise ValueError("only a finished dry run can be approved, and once")
        try:
            with transaction.atomic():
                return ImportRun.objects.create(
                    system=self.system,
                    sources=self.sources,
                    options=self.options,
                    commit=True,
                    by=by,
                    approves=self,
                    made_at=now or timezone.now(),
                )
        except IntegrityError:
            raise ValueError("it was approved already") from None

    def beat(self, *, done, total, counts, now=None):
        """A sign of life with how far it is."""
        self.done, self.total, self.counts, self.beat_at = done, total, counts, now or timezone.now()
        self.save(update_fields=["done", "total", "counts", "beat_at"])

    def finish(self, *, state, counts, fault="", now=None):
        self.state, self.counts, self.fault, self.finished_at = state, counts, fault, now or timezone.now()
        self.save(update_fields=["state", "counts", "fault", "finished_at"])


class ImportLineQuerySet(models.QuerySet):
    def of_outcome(self, *outcomes):
        return self.filter(outcome__in=outcomes)


class ImportLine(models.Model):
    """What a run did or would do with one record; unchanged ones are only counted."""

    class Outcome(models.TextChoices):
        NEW = "new", _("new")
        CHANGED = "changed", _("changed")
        UNCHANGED = "unchanged", _("unchanged")
        GONE = "gone", _("gone from the register")
        KEPT = "kept", _("corrected here, stays")
        DELETED_HERE = "deleted_here", _("deleted here, not made again")
        SKIPPED = "skipped", _("left out")
        REJECTED = "rejected", _("rejected")

    run = models.ForeignKey(ImportRun, models.CASCADE, related_name="lines", verbose_name=_("import"))
    kind = models.CharField(_("kind"), max_length=12)
    external_id = models.CharField(_("id in that system"), max_length=200)
    name = models.CharField(_("name"), max_length=200, blank=True)
    outcome = models.CharField(_("outcome"), max_length=12, choices=Outcome)
    # [{"field", "old", "new", "kept"}]: values as in catalogue.imports.targets, in words only when read
    changes = models.JSONField(_("changes"), default=list, blank=True)
    # [[message id, {its values}]]: translated when somebody reads them, see catalogue.imports.report
    reasons = models.JSONField(_("reasons"), default=list, blank=True)
    target = models.PositiveBigIntegerField(_("record here"), null=True, blank=True)

    objects = ImportLineQuerySet.as_manager()

    class Meta:
        verbose_name = _("line of an import")
        verbose_name_plural = _("lines of an import")
        ordering = ["pk"]
        indexes = [models.Index(fields=["run", "outcome"], name="import_line_outcome")]

    def __str__(self):
        return f"{self.kind} {self.name or self.external_id}"
