"""Weekly times of a service."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class Weekday(models.IntegerChoices):
    MONDAY = 1, _("Monday")
    TUESDAY = 2, _("Tuesday")
    WEDNESDAY = 3, _("Wednesday")
    THURSDAY = 4, _("Thursday")
    FRIDAY = 5, _("Friday")
    SATURDAY = 6, _("Saturday")
    SUNDAY = 7, _("Sunday")


class Schedule(models.Model):
    service = models.ForeignKey(
        "Service", models.CASCADE, related_name="schedules", verbose_name=_("service")
    )
    place = models.ForeignKey(
        "Place", models.PROTECT, null=True, blank=True, related_name="schedules", verbose_name=_("place")
    )
    weekday = models.PositiveSmallIntegerField(_("day"), choices=Weekday)
    starts_at = models.TimeField(_("begins"))
    ends_at = models.TimeField(_("ends"), null=True, blank=True)
    valid_from = models.DateField(_("season begins"), null=True, blank=True)
    valid_to = models.DateField(_("season ends, that day included"), null=True, blank=True)
    free_places = models.PositiveSmallIntegerField(_("free places, if known"), null=True, blank=True)
    note = models.CharField(_("note"), max_length=150, blank=True)

    class Meta:
        verbose_name = _("weekly time")
        verbose_name_plural = _("weekly times")
        ordering = ["weekday", "starts_at", "pk"]
        constraints = [
            models.CheckConstraint(
                name="schedule_on_a_weekday",
                condition=Q(weekday__range=(1, 7)),
                violation_error_message=_("Choose a day from Monday to Sunday."),
            ),
            models.CheckConstraint(
                name="schedule_ends_after_it_begins",
                condition=Q(ends_at__isnull=True) | Q(ends_at__gt=F("starts_at")),
                violation_error_message=_("The time ends before it begins."),
            ),
            models.CheckConstraint(
                name="season_ends_after_it_begins",
                condition=Q(valid_to__isnull=True)
                | Q(valid_from__isnull=True)
                | Q(valid_to__gte=F("valid_from")),
                violation_error_message=_("The last day is before the first."),
            ),
        ]

    def __str__(self):
        return f"{self.get_weekday_display()} {self.starts_at:%H.%M}"
