"""One table of daily counts."""

from django.db import models, transaction
from django.db.models import F, Q, Sum
from django.utils.translation import gettext_lazy as _


class CountQuerySet(models.QuerySet):
    def add(self, key, number):
        """``number`` more of one key, a dictionary of the columns; safe beside other processes."""
        if not self.filter(**key).update(number=F("number") + number):
            made = Count(**key, number=0)
            self.bulk_create([made], ignore_conflicts=True)
            self.filter(**key).update(number=F("number") + number)

    def on(self, day):
        return self.filter(day=day)

    def with_text(self):
        return self.exclude(text="")

    def forget_digests(self, before):
        """Counts of words that stand as digests go on without them, up to that day; returns how many there were."""
        old = self.filter(day__lt=before, text__regex=r"^#[0-9a-f]{32}$")
        key = ["day", "event", "language", "municipality", "theme"]
        with transaction.atomic():
            for row in old.values(*key).order_by(*key).annotate(total=Sum("number")):
                total = row.pop("total")
                self.add(row | {"text": ""}, total)
            return old.delete()[0]

    def days_of(self, text):
        """On how many different days the text was counted."""
        return self.filter(text=text).values("day").distinct().count()


class Count(models.Model):
    """How often something happened on a day. Empty dimensions say nothing.

    ``text`` is a normalised search text, or a digest of one that may not be kept (see ``counters.counting``).
    """

    day = models.DateField()
    event = models.SlugField(max_length=30)
    language = models.CharField(max_length=2, blank=True, default="")
    municipality = models.CharField(max_length=3, blank=True, default="")
    theme = models.CharField(max_length=30, blank=True, default="")
    text = models.CharField(max_length=100, blank=True, default="")
    number = models.PositiveIntegerField()

    objects = CountQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["text", "day"], name="count_text", condition=~Q(text=""))]
        constraints = [
            models.UniqueConstraint(
                name="counted_once",
                fields=["day", "event", "language", "municipality", "theme", "text"],
                violation_error_message=_("This is counted already."),
            ),
            models.CheckConstraint(
                name="count_of_something",
                condition=~Q(event=""),
                violation_error_message=_("A count says what it counts."),
            ),
        ]

    def __str__(self):
        return f"{self.day} {self.event} {self.number}"
