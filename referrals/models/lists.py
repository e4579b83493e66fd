"""Work lists as questions to the database: of a receiving team, of the referrer's unit, of the referral coordinator.

A team's lists ask one table: what is restricted is a short list, and only the rows of a page are joined with others.
"""

from datetime import timedelta

from django.db import models
from django.db.models import Count, Exists, OuterRef, Q
from django.utils import timezone

from referrals import clocks, lifecycle

from .referral import Referral

# What waits for the team, by what is to be done; the order is that of the page
TEAM = {
    "new": Q(state=lifecycle.SENT, seen_at__isnull=True),
    "decide": Q(state=lifecycle.SENT, seen_at__isnull=False),
    "contact": Q(state__in=[lifecycle.ACCEPTED, lifecycle.CONTACTING]),
    "booked": Q(state=lifecycle.BOOKED),
    "follow": Q(state=lifecycle.ADVISING),
    "waiting": Q(state=lifecycle.INFO),
    "hold": Q(state=lifecycle.HOLD),
}
# What the referrer's unit has sent; the first two are its own to answer
UNIT = {
    "answer": Q(state=lifecycle.INFO),
    "returned": Q(state=lifecycle.DECLINED, due_on__isnull=False),
    "running": Q(state__in=[one for one in lifecycle.OPEN if one != lifecycle.INFO]),
    "ended": Q(
        state__in=[one for one in lifecycle.ENDED if one not in (lifecycle.REDIRECTED, lifecycle.ERROR)]
    ),
    "drafts": Q(state=lifecycle.DRAFT),
}
ORDERS = {
    "due": ("due_on", "pk"),
    "-due": ("-due_on", "pk"),
    "arrived": ("created_at", "pk"),
    "-arrived": ("-created_at", "pk"),
}


def _counts(lists):
    return {name: Count("pk", filter=condition) for name, condition in lists.items()}


class Lists(models.QuerySet):
    # ------------------------------------------------------------ the team
    def in_inbox_of(self, user):
        """Open ones of the person's teams. What is restricted (GDPR art. 18) stands in no list."""
        from referrals.reach import reach_of

        restricted = Referral.objects.restricted().values("pk")
        mine = self.filter(receiver__in=reach_of(user).receiving, state__in=lifecycle.OPEN)
        return mine.exclude(referral__in=restricted)

    def to_do(self, name):
        return self.filter(TEAM[name])

    def led_by(self, user):
        return self.filter(adviser=user)

    def led_by_nobody(self):
        return self.filter(adviser__isnull=True)

    def for_a_group(self):
        """Without a time yet, booked (the group may have begun), or paused until a group starts."""
        waits = Q(state=lifecycle.HOLD, reason="group_start")
        return self.filter(Q(state__in=[lifecycle.ACCEPTED, lifecycle.CONTACTING, lifecycle.BOOKED]) | waits)

    def with_kind_themes(self):
        return self.prefetch_related("attempts", "referral__kind__themes")

    def counted_for_team(self):
        return self.aggregate(all=Count("pk"), **_counts(TEAM))

    def received_anyhow(self, user):
        """Of the person's teams in whatever state: what a search may find."""
        from referrals.reach import reach_of

        return self.visible_to(user).filter(receiver__in=reach_of(user).receiving)

    def of_number(self, number):
        return self.filter(referral__number=number)

    def traced(self, traces):
        return self.filter(referral__in=traces.values("referral"))

    def for_rows(self):
        """With what a row of a list says."""
        return self.select_related("referral__kind", "referral__client", "sender", "adviser", "team")

    def with_receiver(self):
        """And with what stands above it, which consents and agreements name."""
        return self.select_related("receiver__parent__parent")

    def with_outcome(self):
        return self.select_related(
            "referral__kind", "referral__client", "sender", "adviser", "team", "outcome"
        )

    def with_attempts(self):
        return self.prefetch_related("attempts")

    def in_order_of(self, order):
        return self.order_by(*ORDERS[order])

    def keys(self):
        """Ids alone: what a page is cut from, so that only its own rows are joined and deciphered."""
        return self.values_list("pk", flat=True)

    def among(self, keys):
        return self.filter(pk__in=list(keys))

    # ------------------------------------------------------------ the referrer's unit
    def sent_by(self, user):
        """Of the units where the person makes referrals; drafts are their makers' own."""
        from referrals.reach import reach_of

        rows = self.visible_to(user).filter(sender__in=reach_of(user).sending)
        return rows.filter(~Q(state=lifecycle.DRAFT) | Q(referral__made_by=user))

    def made_by(self, user):
        return self.filter(referral__made_by=user)

    def of_unit_list(self, name):
        return self.filter(UNIT[name])

    def counted_for_unit(self):
        return self.aggregate(**_counts(UNIT))

    def latest(self):
        """Without those that another assignment of the same referral has followed."""
        newer = self.model.objects.filter(
            referral=OuterRef("referral"), created_at__gt=OuterRef("created_at")
        )
        return self.exclude(Exists(newer))

    # ------------------------------------------------------------ the referral coordinator
    def watched_by(self, user, now=None):
        """Late ones, declined ones without an alternative, and those that lapsed lately. Nothing personal is joined."""
        from referrals.reach import reach_of

        if not reach_of(user).county:
            return self.none()
        since = (now or timezone.now()) - timedelta(days=clocks.days("reopen"))
        late = Q(state__in=lifecycle.OPEN, prompted=clocks.COORDINATOR_TOLD)
        returned = Q(state=lifecycle.DECLINED, no_alternative_at__isnull=True, ended_at__gte=since)
        lapsed = Q(state=lifecycle.LAPSED, ended_at__gte=since)
        return self.filter(late | returned | lapsed, referral__erased_at__isnull=True).latest()

    def for_watching(self):
        return self.select_related("referral__kind", "referral__municipality", "team").order_by(
            "due_on", "created_at", "pk"
        )
