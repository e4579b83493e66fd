"""Four people move one row at the same moment: one does it, three are told so. SQLite would hide the fault."""

import threading
from datetime import date
from functools import partial

import pytest
from django.db import connection, transaction

from audit.models import Entry
from organisations.models import Invitation, Role
from organisations.models.membership import Meanwhile
from outbox.models import Message
from tests import factories

pytestmark = [pytest.mark.long, pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
ROUNDS, PEOPLE = 25, 4


def at_once(move):
    """``move(number)`` by four threads, each in a request's transaction; returns who won."""
    won, faults, gate = [], [], threading.Barrier(PEOPLE)

    def take(number):
        try:
            gate.wait(600)
            with transaction.atomic(durable=True):
                if move(number):
                    won.append(number)
        except Exception as fault:  # noqa: BLE001  told to the test by the list
            faults.append(fault)
        finally:
            connection.close()

    threads = [threading.Thread(target=take, args=[number]) for number in range(PEOPLE)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []
    return won


def changed(membership, people, number):
    """As a page does: the row as it was shown, with its version."""
    mine = type(membership).objects.get(pk=membership.pk)
    try:
        if number % 2:
            mine.end(by=people[number], version=membership.version)
        else:
            mine.set_last_day(date(2030, 1, number + 1), by=people[number], version=membership.version)
    except Meanwhile:
        return False
    return True


def accepted(invitation, number):
    return Invitation.objects.get(pk=invitation.pk).accept(f"salasana-{number}")


def test_a_membership_is_changed_or_ended_by_one_of_four():
    people = [factories.user(Role.COORDINATOR) for _ in range(PEOPLE)]
    for _ in range(ROUNDS):
        membership = factories.user(Role.EDITOR).memberships.get()
        before = Entry.objects.count()
        won = at_once(partial(changed, membership, people))
        assert len(won) == 1
        membership.refresh_from_db()
        assert (membership.version, membership.changed_by_id) == (2, people[won[0]].pk)
        assert Entry.objects.count() == before + 1
        assert Message.objects.filter(receiver_id=membership.user_id).count() == 1


def test_an_invitation_is_accepted_by_one_of_four():
    for _ in range(ROUNDS):
        user = factories.user(password=None)
        won = at_once(partial(accepted, Invitation.objects.send(user)))
        assert len(won) == 1
        user.refresh_from_db()
        assert user.check_password(f"salasana-{won[0]}")
