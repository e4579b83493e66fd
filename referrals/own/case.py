"""One client's referral as their own page shows it: plain values, each asked once. In the scope of the sitting."""

from datetime import timedelta

from django.utils import timezone
from django.utils.functional import cached_property

from audit import report
from fields import identifiers
from referrals import calendar, clocks, deeds, lifecycle, reasons
from referrals.models import Client, Event, FollowUp, Plan, Team

from . import standing

FOLLOW_UP_DAYS = 60  # that the questions stand on the page


class Own:
    def __init__(self, link, now):
        self.link, self.now = link, now
        self.referral = link.referral
        self.ends_at = now + timedelta(minutes=20)

    @cached_property
    def assignments(self):
        rows = self.referral.assignments.select_related("team", "receiver", "sender", "adviser")
        return list(rows.newest_last())

    @cached_property
    def assignment(self):
        """The open part, else the newest."""
        open_ones = [one for one in self.assignments if one.is_open]
        return (open_ones or self.assignments or [None])[-1]

    @property
    def is_closed(self):
        """Nothing is shown of what was erased, is a draft yet, or whose client has died."""
        it = self.assignment
        gone = self.referral.erased_at or it is None or it.state == lifecycle.DRAFT
        return bool(gone or reasons.tells_nothing(it.reason))

    @cached_property
    def client(self):
        return Client.objects.get(referral=self.referral)

    @property
    def phone(self):
        return identifiers.national(self.client.phone) if self.client.phone else ""

    @cached_property
    def events(self):
        return list(Event.objects.of(self.referral).told_to("client").with_words().in_order())

    @cached_property
    def told(self):
        """What the team wrote for the client last, by move; of the part that is shown."""
        mine = [one for one in self.events if one.assignment_id == self.assignment.pk]
        return {one.move: one.text.for_client for one in mine if hasattr(one, "text") and one.text.for_client}

    @cached_property
    def consents(self):
        return list(self.referral.consents.select_related("receiver").order_by("given_at", "pk"))

    @cached_property
    def attempt(self):
        """The newest that did not reach the client."""
        return self.assignment.attempts.in_order().last()

    @cached_property
    def meeting(self):
        return self.assignment.meetings.booked().first()

    @cached_property
    def offered(self):
        """Times that are still to come."""
        if not lifecycle.row(self.assignment.state, "book"):
            return []
        return [one for one in self.assignment.meetings.offered() if one.at > self.now]

    @cached_property
    def plan(self):
        return Plan.objects.filter(assignment=self.assignment).first()

    @cached_property
    def question(self):
        """What the team asks the client, in a self-referral."""
        if self.assignment.state != lifecycle.INFO or not self.referral.self_made:
            return ""
        return self.told.get("ask", "")

    @cached_property
    def follow_up(self):
        """The questions that wait for an answer."""
        since = self.now - timedelta(days=FOLLOW_UP_DAYS)
        asked = FollowUp.objects.filter(assignment=self.assignment, answered_at=None, asked_at__gt=since)
        return asked.order_by("month").last()

    @cached_property
    def others(self):
        """Teams to which the client may send a referral of their own that was returned."""
        it = self.assignment
        if not self.referral.self_made or it.state != lifecycle.DECLINED or it.no_alternative_at:
            return []
        if any(one.is_open for one in self.assignments):
            return []
        teams = Team.objects.taking(self.referral.kind).practising(self.referral.practice)
        teams = teams.agreed_with(None, self.referral.kind).select_related("organisation__parent__parent")
        had = {one.team_id for one in self.assignments}
        if self.referral.municipality_id:
            teams = teams.serving(self.referral.municipality)
        return [one for one in teams.distinct() if one.pk not in had]

    @property
    def reopens_until(self):
        """The last day on which the client can open it again; none in other states."""
        it = self.assignment
        if it.state != lifecycle.UNREACHABLE:
            return None
        return calendar.later(clocks.day_of(it.ended_at), clocks.days("reopen_client"))

    @cached_property
    def may_reopen(self):
        until = self.reopens_until
        return until is not None and clocks.day_of(self.now) <= until

    @cached_property
    def lines(self):
        """What the log says of this referral."""
        return report.seen(deeds.KIND, self.referral.pk, now=self.now)

    @property
    def newest_lines(self):
        return self.lines[::-1]

    @cached_property
    def readers(self):
        """The people of the log, not the client's own visits or the portal."""
        return report.readers([one for one in self.lines if one.who])

    # ------------------------------------------------------------ in words
    @cached_property
    def standing(self):
        return standing.of(self)

    @cached_property
    def steps(self):
        return standing.steps(self)

    @property
    def is_late(self):
        due = self.assignment.due_on
        late = self.assignment.state in (lifecycle.SENT, lifecycle.ACCEPTED, lifecycle.CONTACTING)
        return late and due is not None and due < timezone.localdate(self.now)
