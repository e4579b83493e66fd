"""Counts by month, filled by a nightly job: what pages of figures read instead of referrals."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from organisations.models import Municipality, Organisation

from .kind import Kind


class FigureQuerySet(models.QuerySet):
    def of_year(self, year):
        return self.filter(month__year=year)

    def years(self):
        """The newest first."""
        return [day.year for day in self.dates("month", "year", order="DESC")]

    def sums(self, *columns):
        """``(columns…, number)`` summed over all others."""
        return self.order_by().values_list(*columns).annotate(total=models.Sum("number"))

    def renew(self, month, rows, kept=()):
        """The month's numbers anew, but for the measures that are kept as they stand."""
        self.filter(month=month).exclude(measure__in=list(kept)).delete()
        self.bulk_create(rows, batch_size=500)

    def forget_but(self, months):
        self.exclude(month__in=months).delete()


class Figure(models.Model):
    """One number. Cells are small: nothing is shown of them before suppression."""

    month = models.DateField()  # its first day
    municipality = models.ForeignKey(Municipality, models.CASCADE, null=True, related_name="+")
    unit = models.ForeignKey(
        Organisation, models.CASCADE, null=True, related_name="+"
    )  # that sent; none: residents
    kind = models.ForeignKey(Kind, models.CASCADE, related_name="+")
    measure = models.CharField(max_length=40)  # of figures.py
    group = models.CharField(max_length=40, blank=True)  # a reason, an age band
    number = models.IntegerField()

    objects = FigureQuerySet.as_manager()

    class Meta:
        verbose_name = _("figure of referrals")
        verbose_name_plural = _("figures of referrals")
        ordering = ["month", "pk"]
        indexes = [models.Index(fields=["month", "measure"], name="figure_month")]

    def __str__(self):
        return f"{self.month} {self.measure}"
