"""What the page of a case shows, and to whom: the receiving team, or the unit that made the referral.

The team sees everything of its own part; the referrer's unit what was asked, the events meant for it, and what came
of it when the client agreed to that.
"""

import json
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from catalogue.models import Service
from organisations.scope import of_referral

from . import clocks, lifecycle, tracing, words, worklists
from .acting import By, by_for, letters_of
from .models import Asked, Assignment, Choice, Client, Event, moving

TEAM, UNIT = "team", "referrer"
LANGUAGES = [("fi", _("Finnish")), ("sv", _("Swedish"))]
# What one does first in each state, by letter; the first that this person may do is the page's own form.
FIRST = {
    lifecycle.SENT: ("accept",),
    lifecycle.INFO: ("answer",),
    lifecycle.ACCEPTED: ("attempt",),
    lifecycle.CONTACTING: ("attempt",),
    lifecycle.BOOKED: ("start",),
    lifecycle.ADVISING: ("note",),
    lifecycle.HOLD: ("resume",),
    lifecycle.DECLINED: ("send_on",),
    lifecycle.WITHDRAWN: (),
}
ELSEWHERE = {"discard", "send", "arrive", "follow_up"}  # made by other pages, or by nobody
ENDING = {"decline", "withdraw", "cancel", "give_up", "lapse", "enter_in_error"}


def current(referral, user):
    """The person's own part of the referral: the open one, else the newest. None for a stranger."""
    rows = Assignment.objects.visible_to(user).of(referral).for_rows().with_receiver().newest_last()
    found = list(rows.with_attempts())
    is_open = [one for one in found if one.is_open]
    return (is_open or found or [None])[-1]


class Shown:
    def __init__(self, referral, assignment, user, now=None):
        self.referral, self.assignment, self.user = referral, assignment, user
        self.now = now or timezone.now()
        self.letters = letters_of(assignment, user)
        self.side = TEAM if set(self.letters) & {"I", "A"} or self._in_team() else UNIT

    def _in_team(self):
        from .reach import reach_of

        return self.assignment.receiver_id in reach_of(self.user).receiving

    # ------------------------------------------------------------ the client and what was asked
    @cached_property
    def client(self):
        return self.referral.client

    @property
    def channels(self):
        named = dict(Client.Channel.choices)
        return [named[one] for one in self.client.channels if one in named]

    @property
    def language(self):
        return dict(LANGUAGES).get(self.client.language, self.client.language)

    @property
    def born(self):
        try:
            return date.fromisoformat(self.client.birth_date)
        except ValueError:
            return None

    @property
    def safe(self):
        return dict(Asked.Safe.choices).get(self.asked["row"].safe, "")

    @cached_property
    def asked(self):
        """Choices by group, answers with their questions, numbers as numbers."""
        asked = self.referral.asked
        named = Choice.objects.named(_list(asked.choices))
        groups = {}
        for one in sorted(named, key=lambda one: one.position):
            groups.setdefault(one.group, []).append(one)
        questions = {one.code: one for one in self.referral.kind.questions.all()}
        answers = [
            (questions[code], said) for code, said in _dict(asked.answers).items() if code in questions
        ]
        return {
            "row": asked,
            "groups": groups,
            "activity": _dict(asked.activity),
            "answers": answers,
            "services": list(Service.objects.in_bulk(_list(asked.services)).values()),
        }

    @cached_property
    def consents(self):
        rows = self.referral.consents.select_related("receiver", "recorded_by").order_by("given_at", "pk")
        return list(rows.known_to([self.assignment]) if self.side == TEAM else rows)

    @cached_property
    def is_over(self):
        """Whether the team's part ended before advice began, for good: it has no use for contacts and need any more."""
        part = self.assignment
        if self.side != TEAM or part.ended_at is None or part.started_at:
            return False
        last = clocks.after(clocks.day_of(part.ended_at), "reopen")
        return not lifecycle.row(part.state, "reopen") or clocks.day_of(self.now) > last

    @cached_property
    def holds(self):
        """Whether the data are this part's to change: the unit's, else the team's that has it or had it last."""
        mine = self.assignment
        if self.side == UNIT or mine.is_open:
            return True
        with transaction.atomic(), of_referral(self.referral.pk):
            every = list(Assignment.objects.of(self.referral))
        return not any(one.is_open or one.created_at > mine.created_at for one in every if one.pk != mine.pk)

    @cached_property
    def same(self):
        """Numbers of the client's other open referrals of this kind, for the team that has it now."""
        if self.side != TEAM or not self.assignment.is_open:
            return []
        return tracing.others(self.referral, self.assignment.receiver)

    @property
    def feeds_back(self):
        """Whether the one who made the referral hears how it went."""
        agreed = any(one.scope == one.Scope.FEEDBACK and one.withdrawn_at is None for one in self.consents)
        return self.referral.wants_feedback and agreed

    # ------------------------------------------------------------ what happened
    @cached_property
    def events(self):
        """Newest first, each with the words that this side may read."""
        rows = Event.objects.of(self.referral).told_to(self.side).at_assignments(self._own_parts())
        return list(rows.with_words().in_order().reverse())

    def _own_parts(self):
        """The team has its own part; the unit that sent it every one."""
        if self.side == TEAM:
            return [self.assignment.pk]
        mine = Assignment.objects.visible_to(self.user).of(self.referral)
        return [one.pk for one in mine]

    @property
    def question(self):
        """What the receiver asked last, while the answer is waited for."""
        if self.assignment.state != lifecycle.INFO:
            return ""
        asked = next((one for one in self.events if one.move == "ask"), None)
        return getattr(getattr(asked, "text", None), "words", "")

    @property
    def is_passed_on(self):
        """Whether another team had it before: its age counts from the first sending."""
        sent = self.referral.sent_at
        return sent is not None and localdate(sent) != localdate(self.assignment.created_at)

    @cached_property
    def attempts(self):
        return list(self.assignment.attempts.all()) if self.side == TEAM else []

    @cached_property
    def meetings(self):
        return list(self.assignment.meetings.with_service()) if self.side == TEAM else []

    @cached_property
    def plan(self):
        return getattr(self.assignment, "plan", None) if self.side == TEAM else None

    @cached_property
    def outcome(self):
        """What came of it: the referrer's unit hears it when the client agreed."""
        found = getattr(self.assignment, "outcome", None)
        return found if found and (self.side == TEAM or found.fed_back) else None

    @cached_property
    def services(self):
        """Of plan and outcome, by id."""
        ids = [
            *(self.plan.service_ids if self.plan else []),
            *(self.outcome.services_started if self.outcome else []),
        ]
        return Service.objects.in_bulk(ids) if ids else {}

    # ------------------------------------------------------------ what may be done
    @cached_property
    def moves(self):
        names = lifecycle.moves_from(self.assignment.state, self.letters, self.referral.self_made)
        return [name for name in names if name not in ELSEWHERE]

    @cached_property
    def first(self):
        wanted = FIRST.get(self.assignment.state, ())
        return next((name for name in wanted if name in self.moves and not self.problems(name)), "")

    @cached_property
    def others(self):
        """``(name, words, ending)`` of what else may be done now; ``not_yet`` of what may not, and why."""
        return [
            (name, words.MOVES[name], name in ENDING)
            for name in self.moves
            if name != self.first and not self.problems(name)
        ]

    @cached_property
    def not_yet(self):
        return [(words.MOVES[name], found[0]) for name in self.moves if (found := self.problems(name))]

    def may(self, move):
        return move in self.moves and not self.problems(move)

    @cached_property
    def _problems(self):
        ways = {name: self.by(name) for name in self.moves}
        return moving.problems_of(self.assignment, ways, now=self.now)

    def by(self, move):
        return by_for(self.assignment, self.user, move)

    def problems(self, move):
        return self._problems[move]

    @property
    def came(self):
        return worklists.what_came(self.assignment)

    @property
    def next(self):
        if self.side == TEAM:
            return worklists.next_of_team(self.assignment, self.now)
        return worklists.next_of_unit(self.assignment)


class Watched(Shown):
    """The same for the referral coordinator, who sees nothing personal: no client, no words, no plan."""

    def __init__(self, referral, assignment, user, now=None):
        super().__init__(referral, assignment, user, now)
        self.letters, self.side = "K", "coordinator"

    @cached_property
    def events(self):
        return list(Event.objects.of(self.referral).in_order().reverse())

    def by(self, move):
        return By("K", self.user)

    @property
    def next(self):
        """Who is to act, seen from outside; attempts are not counted, since they are not shown."""
        if self.assignment.state == lifecycle.INFO:
            return worklists.next_of_team(self.assignment, self.now)
        return worklists.next_of_unit(self.assignment)

    first = ""
    client = asked = plan = outcome = None
    attempts, meetings = [], []


def _list(text):
    return _read(text, [])


def _dict(text):
    return _read(text, {})


def _read(text, empty):
    """JSON that stands encrypted; what was never written is empty."""
    try:
        found = json.loads(text) if text else empty
    except ValueError:
        return empty
    return found if isinstance(found, type(empty)) else empty
