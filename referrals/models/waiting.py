"""What the clock asks the database: which assignments have waited too long. The exact day is decided row by row."""

from datetime import timedelta

from django.db import models

from referrals import clocks, lifecycle

YEAR = timedelta(days=366)


class Waiting(models.QuerySet):
    """What is restricted (GDPR art. 18) or erased stands still."""

    def ticking(self):
        return self.filter(referral__restricted_at__isnull=True, referral__erased_at__isnull=True)

    def due(self, today):
        """Their date has come, and the coordinator has not been told yet."""
        late = self.ticking().filter(due_on__lte=today, prompted__lt=clocks.COORDINATOR_TOLD)
        return late.exclude(state=lifecycle.DRAFT)

    def unseen(self):
        return self.ticking().filter(state=lifecycle.SENT, seen_at__isnull=True, prompted=0)

    def long_alerted(self, moment):
        """The coordinator was told before this, and they can lapse."""
        states = [state for state in lifecycle.OPEN if lifecycle.row(state, "lapse")]
        told = {"prompted": clocks.COORDINATOR_TOLD, "prompted_at__lte": moment}
        return self.ticking().filter(state__in=states, **told)

    def idle_drafts(self, moment):
        return self.ticking().filter(state=lifecycle.DRAFT, referral__touched_at__lte=moment)

    def completed_within(self, now, months):
        """Completed as long ago as the first of these months, and not much longer than the last."""
        since, until = (
            now - YEAR * (max(months) // 12) - 3 * 30 * clocks.DAY,
            now - min(months) * 28 * clocks.DAY,
        )
        done = self.ticking().filter(state=lifecycle.COMPLETED, ended_at__range=(since, until))
        asked = done.filter(follow_ups__month=max(months)).values("pk")
        return done.exclude(pk__in=asked).prefetch_related("follow_ups")
