"""Giving and ending roles: the verbs, what they leave in the log, whom they tell, and that one of two wins."""

from datetime import timedelta
from functools import partial
from threading import Barrier, Thread

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.utils import timezone

from audit.models import Entry
from organisations.models import HeldAlready, Meanwhile, Membership, Role
from outbox.models import Message
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def person(own):
    return factories.user(Role.EDITOR, own, name="Eeva Esimerkki", language="sv")


@pytest.fixture
def row(person):
    return person.memberships.get()


def lines(action):
    return list(Entry.objects.doing(action))


def test_a_given_role_is_written_down_and_told(coordinator, person, foreign):
    made = Membership.objects.give(person, foreign, Role.ADVISER, by=coordinator)
    (line,) = lines("role_given")
    assert (line.subject_kind, line.subject_id) == ("person", str(person.pk))
    assert line.fields == ["role: adviser", f"organisation: {foreign.pk} Vieras"]
    message = Message.objects.get(kind="roles_changed")
    assert (message.address, message.language, message.receiver_id) == (person.email, "sv", person.pk)
    assert made.changed_by == coordinator
    assert set(Membership.objects.held_by(person).roles()) >= {("adviser", foreign.pk)}


def test_an_ended_role_holds_no_more_the_same_moment_and_can_be_given_again_the_same_day(
    main_user, person, row, own
):
    row.end(by=main_user, version=1)
    assert not Membership.objects.held_by(person).exists()
    again = Membership.objects.give(person, own, Role.EDITOR, by=main_user)
    again.end(by=main_user, version=1)
    Membership.objects.give(person, own, Role.EDITOR, by=main_user)
    assert [line.action for line in Entry.objects.about("person", person.pk)].count("role_ended") == 2
    assert Membership.objects.held_by(person).count() == 1


def test_an_account_that_was_closed_meanwhile_gets_no_role(coordinator, person, foreign):
    type(person).objects.get(pk=person.pk).close(by=coordinator)
    with pytest.raises(PermissionDenied):  # the page still has the person as it was
        Membership.objects.give(person, foreign, Role.ADVISER, by=coordinator)
    assert not Membership.objects.filter(user=person, organisation=foreign, role=Role.ADVISER).exists()


def test_the_last_day_is_included(main_user, person, row):
    today = timezone.localdate()
    row.set_last_day(today, by=main_user, version=1)
    assert Membership.objects.held_by(person).exists()
    assert not Membership.objects.valid(today + timedelta(days=1)).of(person).exists()
    assert lines("role_changed")[0].fields[-1] == f"last day: {today}"


def test_a_role_is_not_given_twice(main_user, person, own):
    with pytest.raises(HeldAlready):
        Membership.objects.give(person, own, Role.EDITOR, by=main_user)
    later = timezone.localdate() + timedelta(days=7)
    Membership.objects.create(user=person, organisation=own, role=Role.INTAKE, valid_from=later)
    with pytest.raises(HeldAlready):  # it is coming
        Membership.objects.give(person, own, Role.INTAKE, by=main_user)
    assert lines("role_given") == []


@pytest.mark.parametrize("verb", ["give", "end", "last day"])
def test_a_verb_asks_who_does_it_whatever_the_page_let_through(main_user, foreign, verb):
    person = factories.user(Role.EDITOR, foreign)
    row = person.memberships.get()
    verbs = {
        "give": lambda: Membership.objects.give(person, foreign, Role.ADVISER, by=main_user),
        "end": lambda: row.end(by=main_user, version=1),
        "last day": lambda: row.set_last_day(None, by=main_user, version=1),
    }
    with pytest.raises(PermissionDenied):
        verbs[verb]()
    assert not Entry.objects.exists()
    assert not Message.objects.exists()
    assert Membership.objects.held_by(person).count() == 1


@pytest.mark.parametrize("role", [Role.MAIN_USER, Role.COORDINATOR, Role.ADMINISTRATOR])
def test_nobody_ends_or_gives_their_own(own, role):
    person = factories.user(role, own)
    row = person.memberships.get()
    with pytest.raises(PermissionDenied):
        row.end(by=person, version=1)
    with pytest.raises(PermissionDenied):
        Membership.objects.give(person, own, Role.PROFESSIONAL, by=person)


def test_a_role_that_ended_meanwhile_gives_nothing_any_more(administrator, main_user, person, own):
    main_user.memberships.get().end(by=administrator, version=1)
    with pytest.raises(PermissionDenied):
        Membership.objects.give(person, own, Role.ADVISER, by=main_user)


@pytest.mark.parametrize("second", ["end", "last day"])
def test_the_second_of_two_changes_is_told_and_changes_nothing(main_user, coordinator, row, second):
    late = Membership.objects.get(pk=row.pk)
    row.set_last_day(timezone.localdate(), by=main_user, version=1)
    verbs = {"end": late.end, "last day": partial(late.set_last_day, None)}
    with pytest.raises(Meanwhile):
        verbs[second](by=coordinator, version=1)
    late.refresh_from_db()
    assert (late.version, late.changed_by, late.ended_at) == (2, main_user, None)
    assert Entry.objects.count() == Message.objects.count() == 1


def test_what_is_over_is_not_changed_even_with_its_version(main_user, row):
    row.end(by=main_user, version=1)
    with pytest.raises(Meanwhile):
        row.set_last_day(None, by=main_user, version=2)


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_of_three_who_end_one_role_at_once_one_wins(coordinator, person, row):
    start, won, told = Barrier(3, timeout=600), [], []

    def end():
        mine = Membership.objects.select_related("organisation", "user").get(pk=row.pk)
        start.wait()
        try:
            mine.end(by=coordinator, version=1)
            won.append(1)
        except Meanwhile:
            told.append(1)
        finally:
            connection.close()

    threads = [Thread(target=end) for _ in range(3)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert (len(won), len(told)) == (1, 2)
    assert len(lines("role_ended")) == Message.objects.count() == 1


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_of_three_who_give_one_role_at_once_one_wins(coordinator, person, foreign):
    start, won, told = Barrier(3, timeout=600), [], []

    def give():
        start.wait()
        try:
            Membership.objects.give(person, foreign, Role.ADVISER, by=coordinator)
            won.append(1)
        except HeldAlready:
            told.append(1)
        finally:
            connection.close()

    threads = [Thread(target=give) for _ in range(3)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert (len(won), len(told)) == (1, 2)
    assert len(lines("role_given")) == Message.objects.count() == 1
