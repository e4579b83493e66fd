"""Several people move one referral at the same moment, as the web's database role: one does it, the others are told.

SQLite would hide the fault. Everybody looks at the same page: the version is that of the form.
"""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.utils import timezone

from audit.models import Entry
from organisations import database_roles
from organisations.models import Role
from referrals.acting import CLOCK, By
from referrals.models import Assignment, Event
from referrals.models.moving import Meanwhile, NotNow
from tests import factories, walls
from tests.long.test_four_moves import at_once
from tests.referrals.lifecycle.situations import by, consent, fetched, in_scope, ready, stage
from tests.security.conftest import skip_without_roles

pytestmark = [pytest.mark.long, pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
ROUNDS = 25
WORDS = {"text": "Syy kerrottu."}


@pytest.fixture
def made(db):
    with connection.cursor() as cursor:
        skip_without_roles(cursor)
        for statement in database_roles.grants(connection.introspection.table_names(cursor)):
            cursor.execute(statement)
    with walls.everything():
        found = stage()
        found.second_intake = factories.user(Role.INTAKE, found.town)
        yield found


def move(made, row, letter, verb, user=None, **more):
    """One person's transaction, as the role of the web or, for the clock, of the jobs. Whether it was done."""
    role = database_roles.JOBS if letter == "S" else database_roles.APP
    person = By(letter, user) if user else by(made, letter)
    try:
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute(f"SET LOCAL ROLE {role}")
            with in_scope(made, letter, row):
                mine = fetched(row)
                if mine.version != row.version:
                    raise Meanwhile(None)
                getattr(mine, verb)(by=CLOCK if letter == "S" else person, version=row.version, **more)
    except (Meanwhile, NotNow, PermissionDenied):
        return False
    return True


def rounds(made, state, moves, lines=(1, 1, 1, 1)):
    """``moves`` of four people at once, again and again; returns how often each of them won.

    ``lines``: how many each of them writes into the log.
    """
    wins = [0] * len(moves)
    for _ in range(ROUNDS):
        row = ready(made, state, now=timezone.now())
        before = Entry.objects.count()
        won = at_once(lambda number, row=row: moves[number](row))
        assert len(won) == 1
        wins[won[0]] += 1
        after = fetched(row)
        assert after.version == row.version + 1
        assert Event.objects.filter(assignment=row).count() == 1
        assert Entry.objects.count() == before + lines[won[0]]
        assert Assignment.objects.of(row.referral).open().count() <= 1
    return wins


def test_of_four_who_accept_one_has_the_client(made, record_property):
    people = [(made.intake, "I"), (made.second_intake, "I"), (made.adviser, "A"), (made.colleague, "A")]

    def accept(number):
        user, letter = people[number]
        adviser = {"adviser": made.adviser} if letter == "I" else {}
        return lambda row: move(made, row, letter, "accept", user, **adviser)

    wins = rounds(made, "sent", [accept(number) for number in range(4)])
    record_property("wins", wins)
    assert sum(wins) == ROUNDS


def test_whoever_accepts_withdraws_cancels_or_asks_at_once_is_one(made, record_property):
    moves = [
        lambda row: move(made, row, "A", "accept"),
        lambda row: move(made, row, "C", "withdraw"),
        lambda row: move(made, row, "R", "cancel", reason="moved"),
        lambda row: move(made, row, "I", "ask", **WORDS),
    ]
    record_property("wins", rounds(made, "sent", moves))


def test_the_clock_lapses_nothing_that_somebody_moves(made, record_property):
    moves = [
        lambda row: move(made, row, "S", "lapse"),
        lambda row: move(made, row, "A", "accept"),
        lambda row: move(made, row, "K", "lapse"),
        lambda row: move(made, row, "K", "redirect", team=made.other_team),
    ]
    record_property("wins", rounds(made, "sent", moves, lines=(1, 1, 1, 2)))


def test_a_returned_one_goes_one_way_only(made, record_property):
    moves = [
        lambda row: move(made, row, "R", "send_on", team=made.other_team),
        lambda row: move(made, row, "K", "send_on", team=made.other_team),
        lambda row: move(made, row, "I", "reopen", **WORDS),
        lambda row: move(made, row, "R", "no_alternative"),
    ]
    record_property("wins", rounds(made, "declined", moves, lines=(2, 2, 1, 1)))


def test_of_two_teams_that_open_the_same_referral_again_one_has_it(made):
    """Two assignments: it is no row that decides but the constraint that one is open."""
    harbour_intake = made.strangers["I"]
    for _ in range(ROUNDS):
        row = ready(made, "declined", now=timezone.now())
        consent_to = row.referral.consents.filter(receiver=made.port)
        assert consent_to.exists() or consent(row.referral, made.port)
        other = move_on(made, row)
        rows = [fetched(row), other, fetched(row), other]

        def reopen(number, rows=rows):
            mine = rows[number]
            user = made.intake if number % 2 == 0 else harbour_intake
            return scoped_reopen(mine, user)

        won = at_once(reopen)
        assert len(won) == 1
        assert Assignment.objects.of(row.referral).open().count() == 1


def move_on(made, row):
    """It was sent on, and returned there too: two ended assignments."""
    new = row.send_on(by=By("R", made.nurse), team=made.other_team, now=timezone.now() - timedelta(minutes=5))
    other = new.assignment
    other.decline(by=By("I", made.strangers["I"]), reason="full", now=timezone.now() - timedelta(minutes=4))
    return fetched(other)


def scoped_reopen(row, user):
    from organisations.acting import memberships_of
    from organisations.scope import scope_of, within

    try:
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute(f"SET LOCAL ROLE {database_roles.APP}")
            with within(scope_of(user, memberships_of(user))):
                fetched(row).reopen(by=By("I", user), version=row.version, text="Löytyi sittenkin tilaa.")
    except (Meanwhile, NotNow):
        return False
    return True
