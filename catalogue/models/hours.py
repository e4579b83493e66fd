"""When a place is open: weekly hours, exceptions, over midnight, always, by appointment."""

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .schedule import Weekday


class OpeningHoursQuerySet(models.QuerySet):
    def coming(self, today=None):
        """What is in force now or later."""
        return self.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=today or timezone.localdate()))


class OpeningHours(models.Model):
    class Kind(models.TextChoices):
        WEEKLY = "weekly", _("every week")
        SPECIAL = "special", _("open at other times than usual")
        CLOSED = "closed", _("closed")
        ALWAYS = "always", _("always open")
        APPOINTMENT = "appointment", _("by appointment")

    place = models.ForeignKey("Place", models.CASCADE, related_name="opening_hours", verbose_name=_("place"))
    kind = models.CharField(_("kind"), max_length=11, choices=Kind, default=Kind.WEEKLY)
    weekday = models.PositiveSmallIntegerField(_("day"), choices=Weekday, null=True, blank=True)
    opens_at = models.TimeField(_("opens"), null=True, blank=True)
    closes_weekday = models.PositiveSmallIntegerField(
        _("closes on"),
        choices=Weekday,
        null=True,
        blank=True,
        help_text=_("Only when it closes on another day than it opens."),
    )
    closes_at = models.TimeField(_("closes"), null=True, blank=True)
    valid_from = models.DateField(_("valid from"), null=True, blank=True)
    valid_to = models.DateField(_("valid to, that day included"), null=True, blank=True)
    note = models.CharField(_("note"), max_length=150, blank=True)

    objects = OpeningHoursQuerySet.as_manager()

    class Meta:
        verbose_name = _("opening hours")
        verbose_name_plural = _("opening hours")
        # what always holds comes first, exceptions last
        ordering = [F("valid_from").asc(nulls_first=True), "weekday", "opens_at", "pk"]
        constraints = [
            models.CheckConstraint(
                name="opening_kind_from_the_list",
                condition=Q(kind__in=["weekly", "special", "closed", "always", "appointment"]),
                violation_error_message=_("Choose an answer from the list."),
            ),
            models.CheckConstraint(
                name="opening_on_a_weekday",
                condition=(Q(weekday__isnull=True) | Q(weekday__range=(1, 7)))
                & (Q(closes_weekday__isnull=True) | Q(closes_weekday__range=(1, 7))),
                violation_error_message=_("Choose a day from Monday to Sunday."),
            ),
            models.CheckConstraint(
                name="weekly_hours_have_day_and_times",
                condition=~Q(kind="weekly")
                | Q(weekday__isnull=False, opens_at__isnull=False, closes_at__isnull=False),
                violation_error_message=_("Weekly hours need their day, opening and closing time."),
            ),
            models.CheckConstraint(
                name="special_hours_have_first_day_and_times",
                condition=~Q(kind="special")
                | Q(valid_from__isnull=False, opens_at__isnull=False, closes_at__isnull=False),
                violation_error_message=_("An exception needs its first day and its times."),
            ),
            models.CheckConstraint(
                name="closed_has_first_day_and_no_times",
                condition=~Q(kind="closed")
                | Q(valid_from__isnull=False, opens_at__isnull=True, closes_at__isnull=True),
                violation_error_message=_("Closed needs its first day and no times."),
            ),
            models.CheckConstraint(
                name="always_open_has_no_times",
                condition=~Q(kind="always")
                | Q(weekday__isnull=True, opens_at__isnull=True, closes_at__isnull=True),
                violation_error_message=_("Always open has neither day nor times."),
            ),
            models.CheckConstraint(
                name="closes_after_it_opens",
                condition=Q(opens_at__isnull=True)
                | Q(closes_at__isnull=True)
                | Q(closes_weekday__isnull=False)
                | Q(closes_at__gt=F("opens_at")),
                violation_error_message=_(
                    "The closing time is before the opening time. Does it close on another day?"
                ),
            ),
            models.CheckConstraint(
                name="hours_end_after_they_begin",
                condition=Q(valid_to__isnull=True)
                | Q(valid_from__isnull=True)
                | Q(valid_to__gte=F("valid_from")),
                violation_error_message=_("The last day is before the first."),
            ),
        ]

    def __str__(self):
        if self.weekday and self.opens_at and self.closes_at:
            return f"{self.get_weekday_display()} {self.opens_at:%H.%M}–{self.closes_at:%H.%M}"
        return str(self.get_kind_display())
