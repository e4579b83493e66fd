"""Synthetic referrals for a demonstration: a year that has passed, and some open ones in every state.

Rows alone, without messages: nobody is told of what never happened. The people are the practice accounts.
"""

import random
from datetime import datetime, time, timedelta
from itertools import cycle

from django.db import transaction
from django.utils import timezone

from organisations.models import Membership, Organisation, Role, User
from organisations.scope import Scope, of_referral, within
from organisations.signin import practice

from . import clocks, lifecycle, tracing
from .calendar import add_business_days
from .models import Assignment, Choice, Referral, Team
from .practice_rows import Rows, person

YEAR, A_MONTH = 365, 24
STATIONS = ["Kotkan terveysasema", "Kouvolan terveysasema", "Haminan terveysasema"]  # of data/example.json
ADVISERS = {"285": "Kaisa Harjoitus", "286": "Kauko Harjoitus", "624": "Pia Harjoitus"}
WAY = {  # moves behind each state, in their order
    "sent": [],
    "info": ["ask"],
    "accepted": ["accept"],
    "contacting": ["accept", "attempt"],
    "booked": ["accept", "attempt", "book"],
    "advising": ["accept", "attempt", "start"],
    "hold": ["accept", "attempt", "start", "hold"],
    "completed": ["accept", "attempt", "start", "complete"],
    "declined": ["decline"],
    "withdrawn": ["accept", "withdraw"],
    "cancelled": ["cancel"],
    "unreachable": ["accept", "attempt", "attempt", "attempt", "give_up"],
    "lapsed": ["lapse"],
}
REASON = {
    "withdrawn": "in_another_service",
    "cancelled": "mistake",
    "hold": "illness",
    "unreachable": "unreachable",
}
ENDS = (
    ["completed"] * 12 + ["declined"] * 3 + ["unreachable"] * 2 + ["withdrawn"] * 2 + ["cancelled", "lapsed"]
)
OPEN_NOW = ["sent"] * 5 + [
    "info",
    "accepted",
    "accepted",
    "contacting",
    "booked",
    "advising",
    "advising",
    "hold",
]


def everywhere():
    """The rows of every unit: the command runs as the owner of the tables, whom the policies show none."""
    return within(Scope(units=tuple(Organisation.objects.values_list("pk", flat=True))))


class Year(Rows):
    """``fill`` makes them all in one transaction, ``everywhere``; with ``made`` > 0 afterwards."""

    def __init__(self, now=None, seed=7):
        self.now, self.dice, self.made = now or timezone.now(), random.Random(seed), 0  # noqa: S311  no secret
        self.numbers = cycle(range(10, 90))

    def fill(self):
        if Referral.objects.filter(made_by__practice=True).exists():
            return self
        roles = Role.PROFESSIONAL, Role.INTAKE, Role.REFERRAL_COORDINATOR
        self.nurse, self.intake, self.watcher = map(person, roles)
        self.agreements, self.advisers = {}, {}
        self.stations = list(Organisation.objects.filter(name_fi__in=STATIONS, kind="unit").order_by("pk"))
        self.teams = list(Team.objects.active().practising(False).select_related("organisation__parent"))
        if not (self.nurse and self.stations and self.teams):
            return self
        self.choices = {team.pk: self._choices(team) for team in self.teams}
        with transaction.atomic():
            for days in range(YEAR, 45, -1):
                if self.dice.random() < A_MONTH / 30:
                    self._one(self.dice.choice(ENDS), days)
            hamina = [team for team in self.teams if team.organisation.municipality_id == "075"]
            for place, state in enumerate(OPEN_NOW * 2):
                team = hamina[0] if place < len(OPEN_NOW) else None
                self._one(state, self.dice.randint(*((0, 4) if state == "sent" else (12, 40))), team)
        return self

    def _choices(self, team):
        found = {}
        for kind in team.kinds.all():
            groups = Choice.objects.offered(kind).in_groups()
            found[kind] = [
                self.dice.choice(groups[group]).code for group in ("reason", "goal", "wish", "barrier")
            ]
        return found

    # ------------------------------------------------------------ one referral
    def _one(self, state, days, team=None):
        team = team or self.dice.choices(self.teams, [_weight(team) for team in self.teams])[0]
        kind = self.dice.choice(list(self.choices[team.pk]))
        sent = self._moment(days)
        referral = Referral(
            kind=kind,
            controller=self.stations[0].parent,
            sender=self.dice.choice(self.stations),
            made_by=self.nurse,
            municipality=self.dice.choice(list(team.municipalities.all()) or [None]),
            made_at=sent - timedelta(minutes=4),
            touched_at=sent,
            sent_at=sent,
        )
        with of_referral(referral.pk):
            referral.save()
            self._asked(referral, self.choices[team.pk][kind])
            assignment, steps = self._assignment(referral, team, state, sent)
            self._told(referral, assignment, steps)
            self._consents(referral, team, sent)
            self._came(referral, assignment, sent)
            if assignment.is_open:
                tracing.mark(referral, team.organisation)
        self.made += 1

    def _moment(self, days):
        day = timezone.localdate(self.now) - timedelta(days=days)
        moment = timezone.make_aware(
            datetime.combine(day, time(8 + self.dice.randint(0, 7), self.dice.randint(0, 59)))
        )
        return min(moment, self.now - timedelta(minutes=30))

    def _coming(self, days):
        day = timezone.localdate(self.now) + timedelta(days=days)
        return timezone.make_aware(datetime.combine(day, time(10)))

    def _assignment(self, referral, team, state, sent):
        """And its moves, ``[(move, moment)]``."""
        adviser = self._adviser(team)
        steps, at = [("send", sent)], sent
        for move in WAY[state]:
            slow = 1 + (self.now - sent).days // 60  # a year ago everything took longer
            gap = self.dice.randint(40, 120) if move == "complete" else self.dice.randint(1, 1 + slow)
            at = min(add_days(at, gap), self.now - timedelta(minutes=20))
            steps.append((move, at))
        when = dict(reversed(steps))
        ended = state not in lifecycle.OPEN
        today = timezone.localdate(self.now)
        due = clocks.due_on(
            state,
            timezone.localdate(at),
            booked_on=today + timedelta(days=4),
            resume_on=today + timedelta(days=20),
        )
        assignment = Assignment(
            referral=referral,
            team=team,
            sender=referral.sender,
            receiver=team.organisation,
            state=state,
            resumes_to={"info": "sent", "hold": "advising"}.get(state, ""),
            version=len(steps),
            adviser=adviser if "accept" in WAY[state] else None,
            created_at=sent,
            state_since=at,
            seen_at=add_days(sent, 1) if state != "sent" or self.dice.random() < 0.5 else None,
            decided_at=when.get("accept") or when.get("decline"),
            first_contact_at=when.get("attempt"),
            reached_at=when.get("book") or when.get("start"),
            started_at=when.get("start"),
            ended_at=at if ended else None,
            due_on=None if ended else due,
            contact_by=timezone.localdate(add_days(at, 5)) if state == "accepted" else None,
            booked_at=self._coming(4) if state == "booked" else None,
            resume_on=today + timedelta(days=20) if state == "hold" else None,
            reason=self.dice.choice(["full", "not_eligible", "wrong_service"])
            if state == "declined"
            else REASON.get(state, ""),
        )
        if state == "declined":
            assignment.no_alternative_at = at
        _born(assignment).save(force_insert=True)
        assignment.save(force_update=True)
        return assignment, steps

    def _adviser(self, team):
        home = team.organisation.parent
        if home.pk not in self.advisers:
            self.advisers[home.pk] = self._made_adviser(home)
        return self.advisers[home.pk]

    def _made_adviser(self, home):
        """The practice account's own municipality has it, the others one more each."""
        if home.municipality_id not in ADVISERS:
            return person(Role.ADVISER)
        address = f"adviser.{home.municipality_id}@{practice.DOMAIN}"
        adviser = User.objects.practise(address, ADVISERS[home.municipality_id])
        Membership.objects.grant(adviser, home, Role.ADVISER)
        return adviser


def _born(assignment):
    """The same row as it was when it was sent: PostgreSQL's policies let no other be added."""
    names = ["pk", "referral", "team", "sender", "receiver", "created_at"]
    values = {name: getattr(assignment, name) for name in names}
    return Assignment(**values, state=lifecycle.SENT, due_on=timezone.localdate(assignment.created_at))


def _weight(team):
    return {"286": 5, "285": 4, "075": 3}.get(team.organisation.parent.municipality_id, 1)


def add_days(moment, number):
    """The same time of day, that many business days later."""
    day = add_business_days(timezone.localdate(moment), number)
    return moment + (day - timezone.localdate(moment))
