"""What happened, move by move. Events are added, never changed; their words stand apart, encrypted."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from fields.encrypted import EncryptedText

from .assignment import Assignment
from .referral import Referral


class EventQuerySet(models.QuerySet):
    def of(self, referral):
        return self.filter(referral=referral)

    def told_to(self, whom):
        """``team``, ``referrer`` or ``client``."""
        return self.filter(**{f"for_{whom}": True})

    def at_assignments(self, ids):
        return self.filter(assignment__in=ids)

    def with_words(self):
        return self.select_related("text", "assignment__team")

    def in_order(self):
        return self.order_by("at", "version", "pk")

    def newest(self, assignment):
        return self.filter(assignment=assignment).order_by("-version", "-at", "-pk").first()


class Event(models.Model):
    class Letter(models.TextChoices):
        REFERRER = "R", _("referrer's unit")
        INTAKE = "I", _("intake")
        ADVISER = "A", _("adviser")
        CLIENT = "C", _("client")
        COORDINATOR = "K", _("referral coordinator")
        CLOCK = "S", _("the portal itself")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    assignment = models.ForeignKey(Assignment, models.CASCADE, related_name="events")
    referral = models.ForeignKey(Referral, models.CASCADE, related_name="events")
    at = models.DateTimeField(default=timezone.now)
    actor_id = models.BigIntegerField(null=True)  # of our own people; the label stands on when they leave
    actor_label = models.CharField(max_length=150, blank=True)  # never a client's
    letter = models.CharField(max_length=1, choices=Letter)
    move = models.CharField(max_length=20)  # of lifecycle.py
    from_state = models.CharField(max_length=12)
    to_state = models.CharField(max_length=12)
    reason = models.CharField(max_length=30, blank=True)
    version = models.PositiveIntegerField()  # of the assignment, after the move
    for_team = models.BooleanField(default=True)
    for_referrer = models.BooleanField(default=True)
    for_client = models.BooleanField(default=True)

    objects = EventQuerySet.as_manager()

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")
        ordering = ["at", "version", "pk"]
        indexes = [models.Index(fields=["referral", "at"], name="event_of_referral")]
        constraints = [
            models.CheckConstraint(
                name="event_says_who_and_what",
                condition=Q(letter__in=["R", "I", "A", "C", "K", "S"]) & ~Q(move=""),
                violation_error_message=_("An event says who did what."),
            ),
            models.UniqueConstraint(
                name="event_once_per_version",
                fields=["assignment", "version"],
                violation_error_message=_("One event at a time changes a referral."),
            ),
        ]

    def __str__(self):
        return f"{self.move} {self.pk}"


class EventText(models.Model):
    """The words of an event: a question, an answer, a note, a text for the client."""

    event = models.OneToOneField(Event, models.CASCADE, primary_key=True, related_name="text")
    referral = models.ForeignKey(Referral, models.CASCADE, related_name="+")
    words = EncryptedText(blank=True)
    for_client = EncryptedText(blank=True)  # what the client may read

    class Meta:
        verbose_name = _("words of an event")
        verbose_name_plural = _("words of events")

    def __str__(self):
        return str(self.pk)
