"""Random people, moves and days against the table: what must hold whatever they do.

The oracle is the design's list (stated.py), not the table of the product. ``Walk`` is run short and long.
"""

from collections import Counter
from datetime import timedelta
from types import SimpleNamespace

from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from organisations.acting import memberships_of
from organisations.scope import scope_of, within
from referrals import clock, clocks
from referrals.acting import By
from referrals.models import Assignment, Client, Event, Meeting, Referral
from referrals.models.moving import Meanwhile, NotNow, born
from tests.referrals import scene as scenes
from tests.referrals.lifecycle import stated
from tests.referrals.lifecycle.situations import NOW, brings, consent, fetched, in_scope

REFUSED = (PermissionDenied, NotNow, Meanwhile)
BORN = {"send", "arrive"}
ENDS = set(stated.STATES[stated.STATES.index("completed") :]) | {"erased"}


def walk_of(made):
    """A class of its own for one run: what it counts is not another's."""
    return type("OneWalk", (Walk,), {"made": made, "tally": Counter(), "scopes": {}, "done": Counter()})


class Walk(RuleBasedStateMachine):
    made = None  # the scene, given by the test
    tally = None  # what happened, for the report
    scopes = None  # of strangers, who do not change
    done = None  # how often each cell of the table was

    def __init__(self):
        super().__init__()
        self.around = transaction.atomic()
        self.around.__enter__()
        self.now, self.referral, self.mine = NOW, None, Counter()

    def teardown(self):
        transaction.set_rollback(True)
        self.around.__exit__(None, None, None)

    # ------------------------------------------------------------ what people do
    @initialize(self_made=st.booleans())
    def begin(self, self_made):
        row = scenes.referral(self.made, "sent" if self_made else "draft", self_made=self_made, now=self.now)
        self.referral = row.referral
        if self_made:  # born once more, by the verb
            row.delete()
            self.referral = Referral.objects.get(pk=row.referral_id)
            born(self.referral, self.made.team, now=self.now)
        else:
            consent(self.referral, self.made.town)
        Referral.objects.filter(pk=self.referral.pk).update(touched_at=self.now)

    def rows(self):
        return list(Assignment.objects.filter(referral=self.referral).order_by("created_at", "pk"))

    def gone(self):
        return not Referral.objects.filter(pk=self.referral.pk).exists()

    @rule(dice=st.randoms(use_true_random=True), rogue=st.sampled_from([False, False, False, True]))
    def act(self, dice, rogue):
        """Somebody who may, mostly, several times; a rogue is anybody who tries anything, on an old page too."""
        for _ in range(1 if rogue else dice.randint(1, 6)):
            self.one_move(dice, rogue)
            self.now += timedelta(hours=dice.choice([1, 5, 30]))

    def one_move(self, dice, rogue):
        rows = self.rows()
        if not rows:
            return
        row = fetched(dice.choice([rows[-1], rows[-1], rows[-1], *rows]))
        move, letter = self.chosen(dice, row, rogue)
        there = row.receiver_id == self.made.harbour.pk  # it was sent on to strangers
        people = self.made.people | ({key: self.made.strangers[key] for key in "IA"} if there else {})
        person, other = people.get(letter), self.made.strangers.get(letter)
        user = dice.choice([person, other, self.made.colleague, None]) if rogue else person
        if letter == "A" and row.adviser_id and not rogue:
            user = row.adviser
        stale = rogue and dice.random() < 0.3
        before = row.state, row.version
        more = brings(self.made, move, row, letter, self.now)
        if move == "attempt":
            more["channel"] = dice.choice(["phone", "sms", "email"])
        if move in ("accept", "hand_over"):
            more["adviser"] = (
                user if letter == "A" and move == "accept" else dice.choice(self.advisers(there))
            )
        try:
            with transaction.atomic(), in_scope(SimpleNamespace(people=people), letter, row):
                getattr(row, move)(by=By(letter, user), version=row.version - stale, now=self.now, **more)
        except REFUSED as fault:
            self.count(type(fault).__name__)
            after = fetched(row)
            assert (row.state, row.version) == (after.state, after.version) == before
            return
        self.count(f"{move} by {letter}")
        self.done[before[0], move] += 1
        self.mine[before[0], move] += 1
        may = stated.letters(before[0], move, self.referral.self_made)
        assert not stale and letter in may and (user is None) == (letter in "CS")
        assert user is None or user != other or there and letter in "IA"

    def chosen(self, dice, row, rogue):
        own = self.referral.self_made
        all_moves = [(move, letter) for move in stated.MOVES for letter in stated.LETTERS]
        theirs = [
            (move, letter) for move, letter in all_moves if letter in stated.letters(row.state, move, own)
        ]
        if not theirs or rogue and dice.random() < 0.3:
            return dice.choice(all_moves)
        weights = [self.weight(row.state, *one) for one in theirs]
        return dice.choices(theirs, weights)[0]

    def weight(self, state, move, letter):
        """What was done seldom comes first, what ends everything later."""
        ends = stated.CELLS[state, move][0] in ENDS
        return (0.2 if ends else 1) / (1 + self.mine[state, move])

    def advisers(self, there):
        return [self.made.strangers["A"]] if there else [self.made.adviser, self.made.colleague]

    @rule(dice=st.randoms(use_true_random=True))
    def pass_time(self, dice):
        days = dice.choices([0, 1, 2, 3, 5, 12, 40, 100], [4, 10, 8, 8, 6, 4, 1, 1])[0]
        self.now += timedelta(days=days, hours=1)
        counts = clock.pass_time(self.now)
        for name, number in counts.items():
            self.count(name, number)
        assert sum(clock.pass_time(self.now).values()) == 0  # again does nothing more

    @precondition(lambda self: not self.gone())
    @rule(dice=st.randoms(use_true_random=True))
    def decide_on_consent(self, dice):
        """The client gives it to one more receiver, or takes it back."""
        receiver, withdrawn = dice.choice([self.made.town, self.made.port]), dice.random() < 0.25
        given = self.referral.consents.in_force().filter(scope="share", receiver=receiver)
        if withdrawn:
            given.update(withdrawn_at=self.now)
        elif not given.exists():
            consent(self.referral, receiver)

    @precondition(lambda self: not self.gone())
    @rule(days=st.sampled_from([1, 5]))
    def offer_times(self, days):
        row = self.rows()[-1]
        if row.state in ("accepted", "contacting", "booked"):
            Meeting.objects.create(assignment=row, at=self.now + timedelta(days=days), state="offered")

    def count(self, name, number=1):
        self.tally[name] += number

    # ------------------------------------------------------------ what holds
    @invariant()
    def at_most_one_is_open(self):
        if self.referral:
            assert sum(row.state == "draft" or row.is_open for row in self.rows()) <= 1

    @invariant()
    def every_event_is_explained_by_the_list(self):
        for row in self.rows() if self.referral else ():
            state, version, adviser = "draft", 1, False
            for event in Event.objects.filter(assignment=row).order_by("version"):
                if event.version == 1:
                    assert (event.move in BORN, event.from_state, event.to_state) == (True, "", "sent")
                else:
                    assert event.version == version + 1 and event.from_state == state
                    self.explained(event, row, adviser)
                adviser = adviser or event.move == "accept"
                state, version = event.to_state, event.version
            assert (row.state, row.version) == (state, version)

    def explained(self, event, row, adviser):
        to, _letters = stated.CELLS[event.from_state, event.move]
        assert event.letter in stated.letters(event.from_state, event.move, self.referral.self_made)
        assert (event.actor_id is None) == (event.letter in "CS")
        if to == "before":
            waits = Event.objects.filter(assignment=row, version__lt=event.version, to_state=event.from_state)
            last = waits.exclude(from_state=event.from_state).order_by("-version").first()
            assert event.to_state == last.from_state or (last.from_state, event.to_state) == (
                "booked",
                "contacting",
            )
        elif to == "taken or sent":
            assert event.to_state == ("accepted" if adviser else "sent")
        else:
            assert event.to_state == (event.from_state if to == "same" else to)

    @invariant()
    def nothing_open_is_without_its_clock(self):
        for row in self.rows() if self.referral else ():
            if row.is_open:
                assert row.due_on is not None
                assert row.state != "info" or clocks.STEPS["info"][0].to == "R" and row.days_left >= 1
                late = row.due_on + timedelta(days=60) < self.now.date()
                assert not late or row.prompted or row.state_since >= self.now - timedelta(days=110)
            elif row.state != "draft":
                assert row.ended_at is not None
                assert row.due_on is None or row.state == "declined"
            assert (row.state in ("info", "hold")) == bool(row.resumes_to)

    @invariant()
    def nobody_sees_what_is_not_theirs(self):
        rows = {row.pk: row for row in self.rows()} if self.referral else {}
        for letter, user in self.made.strangers.items():
            theirs = {
                pk for pk, row in rows.items() if letter in "IA" and row.receiver_id == self.made.harbour.pk
            }
            seen = Assignment.objects.filter(referral=self.referral)
            assert set(seen.visible_to(user).values_list("pk", flat=True)) == theirs
            if connection.vendor == "postgresql":
                with transaction.atomic(), within(self.scope(user)):
                    assert set(seen.values_list("pk", flat=True)) == theirs
                    assert Client.objects.filter(referral=self.referral).exists() == bool(theirs)

    def scope(self, user):
        if user.pk not in self.scopes:
            self.scopes[user.pk] = scope_of(user, memberships_of(user))
        return self.scopes[user.pk]
