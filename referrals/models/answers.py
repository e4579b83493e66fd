"""What was asked, planned and reached: the words of client and professionals, encrypted."""

import json
import uuid

from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from fields.encrypted import EncryptedText

from .referral import Referral


class Asked(models.Model):
    """Need and goals as the referral brings them. Lists and answers are JSON inside the encryption."""

    class Safe(models.TextChoices):
        YES = "yes", _("Yes")
        LIMITS = "limits", _("Yes, with these limits")
        ASK = "ask", _("Ask me first")

    referral = models.OneToOneField(Referral, models.CASCADE, primary_key=True, related_name="asked")
    choices = EncryptedText(default="[]")  # codes of Choice: reasons, goals, wishes, barriers
    reason_note = EncryptedText(blank=True)
    safe = EncryptedText(blank=True)  # code of Safe
    limits = EncryptedText(blank=True)
    activity = EncryptedText(
        default="{}"
    )  # {"brisk": min/week, "vigorous": min/week, "strength": times/week}
    goal = EncryptedText(blank=True)  # in the client's own words
    readiness = EncryptedText(blank=True)  # 0–10
    wishes = EncryptedText(blank=True)
    answers = EncryptedText(default="{}")  # {code of Question: text, "yes" or "no"}
    who5 = EncryptedText(blank=True)  # 0–100
    services = EncryptedText(default="[]")  # ids of services that the referral came from or suggests
    # Of the professional, as they were when it was sent; null: sent before they were asked.
    maker_title = EncryptedText(null=True, blank=True)
    maker_phone = EncryptedText(null=True, blank=True)
    typed = EncryptedText(blank=True)  # a draft's fields as they were typed, JSON; empty when it is sent

    class Meta:
        verbose_name = _("need and goals")
        verbose_name_plural = _("needs and goals")

    def __str__(self):
        return str(self.pk)


class Plan(models.Model):
    """What adviser and client agreed to do; one per assignment, changed as they go."""

    assignment = models.OneToOneField(
        "referrals.Assignment", models.CASCADE, primary_key=True, related_name="plan"
    )
    goals = EncryptedText(blank=True)  # one a line
    services = EncryptedText(default="[]")  # ids
    next_step = EncryptedText(blank=True)  # the client sees it
    changed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("plan")
        verbose_name_plural = _("plans")

    def __str__(self):
        return str(self.pk)

    @property
    def goal_lines(self):
        return [line.strip() for line in self.goals.splitlines() if line.strip()]

    @property
    def service_ids(self):
        return json.loads(self.services or "[]")


class OutcomeQuerySet(models.QuerySet):
    def reduce(self, assignment):
        """What figures need: codes and differences."""
        for outcome in self.filter(assignment=assignment):
            outcome.minutes_before = outcome.minutes_after = outcome.next_step = ""
            outcome.services_started, outcome.fed_back = [], False
            outcome.save()


class Outcome(models.Model):
    """What came of it, in codes and numbers that figures may count; words stand in the event."""

    class Code(models.TextChoices):
        STARTED = "started", _("started something lasting")
        CONTINUES = "continues", _("goes on alone")
        ADVICE = "advice", _("got advice only")
        STOPPED = "stopped", _("stopped on the way")

    class Goal(models.TextChoices):
        YES = "yes", _("yes")
        PARTLY = "partly", _("partly")
        NO = "no", _("no")

    assignment = models.OneToOneField(
        "referrals.Assignment", models.CASCADE, primary_key=True, related_name="outcome"
    )
    code = models.CharField(_("outcome"), max_length=10, choices=Code)
    goal_met = models.CharField(_("goal met"), max_length=6, choices=Goal, blank=True)
    services_started = models.JSONField(default=list)  # ids
    minutes_before = EncryptedText(blank=True)  # a week, brisk and twice the vigorous
    minutes_after = EncryptedText(blank=True)
    minutes_change = models.SmallIntegerField(null=True)  # after less before
    who5_change = models.SmallIntegerField(null=True)  # points of 100
    next_step = EncryptedText(blank=True)
    fed_back = models.BooleanField(default=False)  # the referrer hears it: with consent

    objects = OutcomeQuerySet.as_manager()

    class Meta:
        verbose_name = _("outcome")
        verbose_name_plural = _("outcomes")
        constraints = [
            models.CheckConstraint(
                name="outcome_from_the_list",
                condition=Q(code__in=["started", "continues", "advice", "stopped"])
                & Q(goal_met__in=["", "yes", "partly", "no"]),
                violation_error_message=_("Choose an answer from the list."),
            )
        ]

    def __str__(self):
        return f"{self.code} {self.pk}"


class FollowUp(models.Model):
    """The client's own answers 3, 6 and 12 months afterwards."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    assignment = models.ForeignKey("referrals.Assignment", models.CASCADE, related_name="follow_ups")
    month = models.PositiveSmallIntegerField()
    asked_at = models.DateTimeField(default=timezone.now)
    answered_at = models.DateTimeField(null=True)
    who5 = EncryptedText(blank=True)  # five answers, JSON
    activity = EncryptedText(blank=True)  # as in Asked
    words = EncryptedText(blank=True)
    minutes_change = models.SmallIntegerField(null=True)
    who5_change = models.SmallIntegerField(null=True)

    class Meta:
        verbose_name = _("follow-up")
        verbose_name_plural = _("follow-ups")
        ordering = ["assignment", "month"]
        constraints = [
            models.CheckConstraint(
                name="follow_up_at_3_6_12_months",
                condition=Q(month__in=[3, 6, 12]),
                violation_error_message=_("A follow-up comes after 3, 6 or 12 months."),
            ),
            models.UniqueConstraint(
                name="follow_up_once_a_month",
                fields=["assignment", "month"],
                violation_error_message=_("This follow-up has been asked already."),
            ),
        ]

    def __str__(self):
        return f"{self.month} {self.pk}"

    def answer(self, *, asked, who5, activity, words, now=None):
        """What the client says now, beside what the referral brought (``asked``). Once: False when it was before.

        ``who5``: five answers as texts, empty ones were passed over; ``activity`` as in Asked.
        """
        whole = all(who5)
        self.answered_at = now or timezone.now()
        self.who5 = json.dumps(who5) if any(who5) else ""
        self.activity = json.dumps(activity) if activity else ""
        self.words = words
        self.who5_change = (
            sum(map(int, who5)) * WHO5_POINTS - int(asked.who5) if whole and asked.who5 else None
        )
        before = json.loads(asked.activity or "{}")
        known = "brisk" in activity and "brisk" in before
        self.minutes_change = _minutes(activity) - _minutes(before) if known else None
        waits = FollowUp.objects.select_for_update().filter(pk=self.pk, answered_at=None)
        with transaction.atomic():
            if not waits.exists():
                return False
            self.save()
        return True


WHO5_POINTS = 4  # each of 25 counts four of a hundred


def _minutes(activity):
    """Minutes a week: vigorous ones count twice."""
    return int(activity.get("brisk") or 0) + 2 * int(activity.get("vigorous") or 0)
