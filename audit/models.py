"""One line per thing that somebody did or saw. Lines are added, never changed and never removed (append_only.py)."""

import uuid
from datetime import datetime, time, timedelta

from django.db import connection, models
from django.db.models import Max, Q, RowRange, Window
from django.db.models.functions import Cast
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

# A line is stamped when it is made and numbered when it is written, and the clocks of two machines differ a little.
SLACK = timedelta(minutes=1)


def _midnight(day):
    return timezone.make_aware(datetime.combine(day, time.min))


class Number(models.BigAutoField):
    """Not read back after writing: who writes the log need not be let to read it."""

    db_returning = False


class EntryQuerySet(models.QuerySet):
    def newest(self):
        return self.order_by("-pk")

    def by(self, actor_id):
        """What this person did."""
        return self.filter(actor_id=actor_id)

    def about(self, kind, key=""):
        """What was done with a record, and the lists that showed it; without a key everything of its kind."""
        if key == "":
            return self.filter(subject_kind=kind)
        return self.filter(Q(subject_id=str(key)) | self._showing(str(key)), subject_kind=kind)

    def _showing(self, key):
        if connection.vendor == "postgresql":
            return Q(shown__contains=[key])  # asks the index audit_shown
        holds = Cast("shown", models.TextField())
        return Q(
            pk__in=self.model.objects.annotate(text=holds).filter(text__contains=f'"{key}"').values("pk")
        )

    def doing(self, action):
        return self.filter(action=action)

    def refused(self):
        return self.filter(denied=True)

    def allowed(self):
        return self.filter(denied=False)

    def between(self, since=None, until=None):
        """Those two days included, in the portal's own time; None for no limit."""
        rows = self.after(_midnight(since)) if since else self
        return rows.filter(at__lt=_midnight(until + timedelta(days=1))) if until else rows

    def after(self, moment):
        return self.filter(at__gte=moment)

    def out_of_order(self, now=None):
        """Lines stamped earlier than one with a smaller number, or later than now: written afterwards, or altered."""
        before = Window(Max("at"), order_by="pk", frame=RowRange(start=None, end=-1))
        late = Q(at__gt=(now or timezone.now()) + SLACK)
        return self.annotate(before=before).filter(Q(at__lt=models.F("before") - SLACK) | late).order_by("pk")

    def counted(self):
        """``lines``, ``first`` and ``last`` number."""
        return self.aggregate(lines=models.Count("pk"), first=models.Min("pk"), last=Max("pk"))


class Entry(models.Model):
    """Who, as whom, what, of whom. No name of a client ever stands here: a client is the referral's id."""

    id = Number(primary_key=True)
    at = models.DateTimeField(_("when"), default=timezone.now, editable=False)
    actor_id = models.BigIntegerField(_("person"), null=True, editable=False)  # empty: the portal itself
    actor_label = models.CharField(_("name of the person"), max_length=150, blank=True, editable=False)
    role = models.CharField(_("role"), max_length=30, blank=True, editable=False)
    organisation_id = models.BigIntegerField(_("organisation"), null=True, editable=False)
    organisation_label = models.CharField(_("organisation"), max_length=150, blank=True, editable=False)
    action = models.CharField(_("what"), max_length=40, editable=False)  # its words: actions.py
    denied = models.BooleanField(_("refused"), default=False, editable=False)
    subject_kind = models.CharField(_("kind of record"), max_length=30, blank=True, editable=False)
    subject_id = models.CharField(_("record"), max_length=64, blank=True, editable=False)
    shown = models.JSONField(_("ids shown"), default=list, blank=True, editable=False)  # one line a list
    fields = models.JSONField(_("fields seen or changed"), default=list, blank=True, editable=False)
    purpose = models.CharField(_("on what ground"), max_length=100, blank=True, editable=False)
    request_id = models.UUIDField(_("request"), default=uuid.uuid4, editable=False)
    network = models.CharField(_("network"), max_length=50, blank=True, editable=False)  # truncated address

    objects = EntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("line of the log")
        verbose_name_plural = _("lines of the log")
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["subject_kind", "subject_id"], name="audit_by_subject"),
            models.Index(fields=["actor_id", "at"], name="audit_by_actor"),
            models.Index(fields=["at"], name="audit_by_time"),
        ]
        constraints = [
            models.CheckConstraint(
                name="audit_line_says_what",
                condition=~Q(action=""),
                violation_error_message=_("A line of the log says what was done."),
            ),
            models.CheckConstraint(
                name="audit_record_has_its_kind",
                condition=Q(subject_id="") | ~Q(subject_kind=""),
                violation_error_message=_("A line of the log that names a record says of what kind it is."),
            ),
        ]

    def __str__(self):
        return f"{self.pk} {self.action}"
