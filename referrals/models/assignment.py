"""One team's part in a referral: it carries the state. A redirect is a new assignment under the same number."""

import uuid
from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from catalogue.models import Service
from fields.encrypted import EncryptedText
from organisations.models import Organisation
from referrals import clocks

from .lists import Lists
from .referral import Referral
from .team import Team
from .verbs import Verbs
from .waiting import Waiting
from .wishing import Wishing


class State(models.TextChoices):
    DRAFT = "draft", _("Draft")
    SENT = "sent", _("Sent")
    INFO = "info", _("More information requested")
    ACCEPTED = "accepted", _("Accepted")
    CONTACTING = "contacting", _("Contacting")
    BOOKED = "booked", _("Booked")
    ADVISING = "advising", _("In progress")
    HOLD = "hold", _("On hold")
    COMPLETED = "completed", _("Completed")
    DECLINED = "declined", _("Returned")
    REDIRECTED = "redirected", _("Transferred")
    WITHDRAWN = "withdrawn", _("Withdrawn by the client")
    CANCELLED = "cancelled", _("Withdrawn by the referrer")
    UNREACHABLE = "unreachable", _("Not reached")
    LAPSED = "lapsed", _("Lapsed")
    ERROR = "error", _("Entered in error")


OPEN = ["sent", "info", "accepted", "contacting", "booked", "advising", "hold"]
LED = ["booked", "advising"]  # states that an assignment reaches only through an adviser


class AssignmentQuerySet(Waiting, Lists):
    def visible_to(self, user):
        """The only way to get one: sent by, or received in, an organisation where this person meets clients."""
        from referrals.reach import reach_of

        reach = reach_of(user)
        mine = Q(sender__in=reach.sending) | Q(receiver__in=reach.receiving)
        return self.filter(mine, referral__erased_at__isnull=True)

    def open(self):
        return self.filter(state__in=OPEN)

    def running(self):
        """With a clock."""
        return self.filter(due_on__isnull=False)

    def of(self, referral):
        return self.filter(referral=referral)

    def received(self):
        """Those that a team has got, with its organisation and what stands above it."""
        return self.filter(receiver__isnull=False).select_related("receiver__parent__parent")

    def with_team(self):
        return self.select_related("team", "receiver")

    def newest_last(self):
        return self.order_by("created_at", "pk")


class Assignment(Verbs, Wishing, models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    referral = models.ForeignKey(Referral, models.CASCADE, related_name="assignments")
    team = models.ForeignKey(Team, models.PROTECT, null=True, related_name="+")
    # Copies, so that the database's policies need ask no other table: the referral's unit, the team's organisation
    sender = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="+")
    receiver = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="+")
    state = models.CharField(max_length=12, choices=State, default=State.DRAFT)
    resumes_to = models.CharField(max_length=12, blank=True)  # after info requested and on hold
    version = models.PositiveIntegerField(default=1)
    adviser = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    state_since = models.DateTimeField(default=timezone.now)
    seen_at = models.DateTimeField(null=True)  # first opening by the receiving team
    decided_at = models.DateTimeField(null=True)  # accepted, declined or redirected
    first_contact_at = models.DateTimeField(null=True)  # first attempt
    reached_at = models.DateTimeField(null=True)
    started_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    due_on = models.DateField(null=True)  # the clock that runs now
    days_left = models.PositiveSmallIntegerField(
        null=True
    )  # business days of the clock that stands meanwhile
    prompted = models.PositiveSmallIntegerField(
        default=0
    )  # 0 nobody, 1 reminded, 2 intake told, 3 coordinator told
    prompted_at = models.DateTimeField(null=True)
    contact_by = models.DateField(null=True)  # promised to the client
    booked_at = models.DateTimeField(null=True)  # the meeting that comes
    resume_on = models.DateField(null=True)
    reason = models.CharField(max_length=30, blank=True)  # code: why on hold, or why it ended (reasons.py)
    no_alternative_at = models.DateTimeField(null=True)  # after a decline: nothing else was found

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("assignment")
        verbose_name_plural = _("assignments")
        ordering = ["-created_at", "pk"]
        indexes = [
            models.Index(
                fields=["receiver", "due_on", "id"], name="assignment_inbox", condition=Q(state__in=OPEN)
            ),
            models.Index(fields=["sender", "-created_at"], name="assignment_of_unit"),
            models.Index(fields=["due_on"], name="assignment_clock", condition=Q(due_on__isnull=False)),
        ]
        constraints = [
            models.CheckConstraint(
                name="assignment_state_from_the_list",
                condition=Q(state__in=State.values),
                violation_error_message=_("Choose an answer from the list."),
            ),
            models.CheckConstraint(
                name="assignment_has_a_team_when_sent",
                condition=Q(state="draft", team__isnull=True, receiver__isnull=True)
                | ~Q(state="draft") & Q(team__isnull=False, receiver__isnull=False),
                violation_error_message=_("A referral has a receiver when it is sent, and not before."),
            ),
            models.UniqueConstraint(
                name="assignment_one_open_per_referral",
                fields=["referral"],
                condition=Q(state__in=["draft", *OPEN]),
                violation_error_message=_("One team at a time has the referral."),
            ),
            models.CheckConstraint(
                name="assignment_led_by_an_adviser",
                condition=~Q(state__in=["accepted", "contacting", *LED]) | Q(adviser__isnull=False),
                violation_error_message=_("Say which adviser has the client."),
            ),
            models.CheckConstraint(
                name="assignment_ended_when_closed",
                condition=Q(state__in=["draft", *OPEN], ended_at__isnull=True)
                | ~Q(state__in=["draft", *OPEN]) & Q(ended_at__isnull=False),
                violation_error_message=_("A referral has an end when it is closed, and only then."),
            ),
            models.CheckConstraint(
                name="assignment_open_with_a_clock",
                condition=~Q(state__in=OPEN) | Q(due_on__isnull=False),
                violation_error_message=_("No open referral is without a date."),
            ),
            models.CheckConstraint(
                name="assignment_knows_where_it_resumes",
                condition=Q(state__in=["info", "hold"]) & ~Q(resumes_to="")
                | ~Q(state__in=["info", "hold"]) & Q(resumes_to=""),
                violation_error_message=_("What waits knows where it goes on."),
            ),
            models.CheckConstraint(
                name="assignment_prompted_when",
                condition=Q(prompted=0, prompted_at__isnull=True)
                | Q(prompted__in=[1, 2, 3], prompted_at__isnull=False),
                violation_error_message=_("A reminder has a time."),
            ),
        ]

    def __str__(self):
        return f"{self.state} {self.pk}"

    @property
    def is_open(self):
        return self.state in OPEN


class AttemptQuerySet(models.QuerySet):
    def in_order(self):
        return self.order_by("at", "pk")


class Attempt(models.Model):
    """One try to reach the client."""

    class Channel(models.TextChoices):
        PHONE = "phone", _("phone call")
        SMS = "sms", _("text message")
        EMAIL = "email", _("e-mail")
        LETTER = "letter", _("letter")
        VISIT = "visit", _("in person")

    class Result(models.TextChoices):
        REACHED = "reached", _("reached")
        NO_ANSWER = "no_answer", _("no answer")
        MESSAGE = "message", _("left a message")
        WRONG = "wrong", _("wrong number or address")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    assignment = models.ForeignKey(Assignment, models.CASCADE, related_name="attempts")
    at = models.DateTimeField(default=timezone.now)
    channel = models.CharField(max_length=6, choices=Channel)
    result = models.CharField(max_length=9, choices=Result)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    objects = AttemptQuerySet.as_manager()

    class Meta:
        verbose_name = _("attempt to reach the client")
        verbose_name_plural = _("attempts to reach the client")
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                name="attempt_from_the_lists",
                condition=Q(channel__in=["phone", "sms", "email", "letter", "visit"])
                & Q(result__in=["reached", "no_answer", "message", "wrong"]),
                violation_error_message=_("Choose an answer from the list."),
            )
        ]

    def __str__(self):
        return f"{self.channel} {self.pk}"


class MeetingQuerySet(models.QuerySet):
    def offered(self):
        return self.filter(state=Meeting.State.OFFERED)

    def missed(self):
        return self.filter(state=Meeting.State.MISSED)

    def with_service(self):
        return self.select_related("service")

    def booked(self):
        return self.filter(state=Meeting.State.BOOKED)

    def to_remind(self, now):
        """Still to come, of assignments that stand booked; the client has not been reminded."""
        soon = now + timedelta(days=2 * clocks.days("booked_before") + 20)  # the exact day is the clock's
        coming = self.booked().filter(at__gt=now, at__lte=soon, reminded_at__isnull=True)
        return coming.filter(assignment__state=State.BOOKED, assignment__referral__restricted_at__isnull=True)


class Meeting(models.Model):
    """A time: offered to the client, booked, and what became of it."""

    class State(models.TextChoices):
        OFFERED = "offered", _("offered")
        BOOKED = "booked", _("booked")
        HELD = "held", _("took place")
        MISSED = "missed", _("did not take place")
        DROPPED = "dropped", pgettext_lazy("meeting", "given up")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    assignment = models.ForeignKey(Assignment, models.CASCADE, related_name="meetings")
    at = models.DateTimeField()
    place = EncryptedText(blank=True)
    service = models.ForeignKey(Service, models.SET_NULL, null=True, related_name="+")  # a group
    state = models.CharField(max_length=7, choices=State)
    reminded_at = models.DateTimeField(null=True)  # the client was reminded of it

    objects = MeetingQuerySet.as_manager()

    class Meta:
        verbose_name = _("meeting")
        verbose_name_plural = _("meetings")
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                name="meeting_state_from_the_list",
                condition=Q(state__in=["offered", "booked", "held", "missed", "dropped"]),
                violation_error_message=_("Choose an answer from the list."),
            ),
            models.UniqueConstraint(
                name="meeting_one_booked_at_a_time",
                fields=["assignment"],
                condition=Q(state="booked"),
                violation_error_message=_("One time at a time is booked."),
            ),
        ]

    def __str__(self):
        return f"{self.state} {self.pk}"

    def remind(self, now):
        """The client is reminded of it: once. Whether it was us."""
        same = Meeting.objects.filter(pk=self.pk, state=Meeting.State.BOOKED, reminded_at__isnull=True)
        return bool(same.update(reminded_at=now))
