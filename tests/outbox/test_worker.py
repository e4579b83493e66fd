"""What the worker does with messages, whatever becomes of them."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import OperationalError, connection

from outbox import worker
from outbox.channels import Refused, Unavailable, practice
from outbox.models import Message, PracticeMessage
from outbox.models.message import GIVEN_UP, KEPT, LEASE, MOST, PAUSES
from outbox.worker import Worker

pytestmark = pytest.mark.django_db


@pytest.fixture
def faults(monkeypatch):
    """The next sendings raise these, one each."""
    raised, send = [], practice.Practice.send

    def sent(self, message, letter):
        if raised and (fault := raised.pop(0)):
            raise fault
        send(self, message, letter)

    monkeypatch.setattr(practice.Practice, "send", sent)
    return raised


def test_what_is_due_is_sent_and_nothing_personal_stays(note, clock):
    message = note("good news")
    assert Worker().drain() == 1
    message.refresh_from_db()
    assert (message.state, message.address, message.words, message.leased_until) == ("sent", "", "{}", None)
    received = PracticeMessage.objects.get()
    assert received.address == "eeva@example.org" and "good news" in received.text


def test_what_is_not_yet_due_waits(note, clock):
    note(due_at=clock.now + timedelta(hours=1))
    assert Worker().drain() == 0
    clock.turn(hours=1)
    assert Worker().drain() == 1


def test_the_longest_due_goes_first(note, clock):
    for minutes in (1, 3, 2):
        note(str(minutes), due_at=clock.now - timedelta(minutes=minutes))
    order = [Message.objects.claim(clock.now) for _ in range(3)]
    assert [message.due_at for message in order] == sorted(message.due_at for message in order)


def test_a_claimed_message_is_nobody_elses_until_its_lease_is_over(note, clock):
    note()
    assert Message.objects.claim(clock.now)
    assert Message.objects.claim(clock.now + LEASE - timedelta(seconds=1)) is None
    again = Message.objects.claim(clock.now + LEASE)
    assert again.attempts == 2


def test_who_comes_after_the_lease_changes_nothing_any_more(note, clock):
    note()
    slow = Message.objects.claim(clock.now)
    fast = Message.objects.claim(clock.now + LEASE)
    assert not slow.sent(clock.now) and not slow.failed(clock.now, "x") and not slow.refused(clock.now, "x")
    assert not slow.put_back()
    assert fast.sent(clock.now)
    assert not slow.sent(clock.now)


def test_a_message_that_fails_is_tried_again_later_and_later_and_is_dead_in_the_end(note, clock, faults):
    message, waits = note(), []
    faults.extend([TimeoutError()] * MOST)
    for _ in range(MOST):
        before = clock.now
        assert Worker().drain() == 1
        message.refresh_from_db()
        clock.now = max(clock.now, message.due_at)
        waits.append(clock.now - before)
    assert waits == [*PAUSES, timedelta(0)]
    assert (message.state, message.problem, message.attempts) == ("dead", "TimeoutError", MOST)
    assert Worker().drain() == 0


def test_a_fault_of_one_message_keeps_no_other(note, clock, faults):
    note("broken", due_at=clock.now - timedelta(minutes=1))
    note("whole")
    faults.append(KeyError("what"))
    assert Worker().drain() == 2
    assert PracticeMessage.objects.get().subject == "Note: whole"


def test_a_row_that_no_key_opens_keeps_no_other(note, clock):
    broken = note("broken", due_at=clock.now - timedelta(minutes=1))
    with connection.cursor() as cursor:
        cursor.execute("UPDATE outbox_message SET address = 'f1:nonsense'")
    note("whole")
    Worker().drain()
    assert PracticeMessage.objects.count() == 1
    assert Message.objects.defer("address", "words").get(pk=broken.pk).problem == "WrongKey"


def test_a_refused_message_is_dead_at_once(note, clock, faults):
    message = note()
    faults.append(Refused("AddressRefused"))
    Worker().drain()
    message.refresh_from_db()
    assert (message.state, message.problem) == ("dead", "AddressRefused")


def test_a_message_whose_channel_was_taken_away_is_dead_at_once(note, clock, settings):
    message = note(channel="sms")
    settings.OUTBOX_CHANNELS = {"email": settings.OUTBOX_CHANNELS["email"]}
    Worker().drain()
    message.refresh_from_db()
    assert (message.state, message.problem) == ("dead", "NotOffered")


def test_a_channel_that_is_down_costs_no_message_an_attempt_and_rests(note, clock, monkeypatch):
    def down(self):
        raise Unavailable("TimeoutError")

    note(), note()
    one = Worker()
    with monkeypatch.context() as patch:
        patch.setattr(practice.Practice, "open", down)
        assert one.drain() == 1  # the second one is not even tried
        assert set(Message.objects.values_list("state", "attempts", "leased_until")) == {("waiting", 0, None)}
        clock.turn(seconds=worker.PAUSES[0] - 1)
        assert one.drain() == 0
        clock.turn(seconds=1)
        assert one.drain() == 1
        clock.turn(seconds=worker.PAUSES[0])
        assert one.drain() == 0  # the second rest is longer
        clock.turn(days=9)
    assert one.drain() == 2


def test_a_channel_that_is_down_keeps_no_other(note, clock, settings, box):
    box.answers = {"EHLO": "421 not now", "HELO": "421 not now"}
    settings.OUTBOX_CHANNELS = settings.OUTBOX_CHANNELS | {"sms": "outbox.channels.practice.Practice"}
    note(due_at=clock.now - timedelta(minutes=1))
    note("code", channel="sms")
    Worker().drain()
    assert PracticeMessage.objects.get().channel == "sms"
    assert Message.objects.waiting().get().attempts == 0


def test_a_message_that_ends_every_worker_is_buried_after_its_last_attempt(note, clock):
    message = note()
    for _ in range(MOST):
        assert Message.objects.claim(clock.now)
        clock.turn(minutes=10)
    assert Message.objects.claim(clock.now) is None
    assert Message.objects.bury_interrupted(clock.now) == 1
    message.refresh_from_db()
    assert (message.state, message.problem) == ("dead", "Interrupted")


def test_a_database_that_is_away_ends_no_worker(note, clock, monkeypatch):
    note()
    looks, claim = iter([OperationalError("away")]), Worker.step

    def step(self):
        for fault in looks:
            raise fault
        return claim(self)

    class Stop:
        waits = 0

        def __bool__(self):
            return self.waits == 2

        def wait(self, seconds):
            self.waits += 1

    monkeypatch.setattr(Worker, "step", step)
    monkeypatch.setattr(worker, "close_old_connections", lambda: None)  # the test's own is open
    Worker().run(Stop(), 1)
    assert PracticeMessage.objects.count() == 1


def test_a_dead_message_waits_again_when_somebody_says_so(note, clock, faults):
    message = note()
    faults.append(Refused("AddressRefused"))
    Worker().drain()
    assert Message.objects.send_again(clock.now) == [message.pk]
    assert Message.objects.send_again(clock.now) == []
    assert Worker().drain() == 1
    assert PracticeMessage.objects.count() == 1


def test_a_dead_message_is_given_up_after_a_month_and_what_ended_is_dropped_after_a_half_year(note, clock):
    soon, far = clock.now + timedelta(minutes=1), clock.now + timedelta(days=999)
    sent, dead, waiting = note(), note(due_at=soon), note(due_at=far)
    Message.objects.claim(clock.now).sent(clock.now)
    clock.turn(minutes=1)
    Message.objects.claim(clock.now).refused(clock.now, "AddressRefused")
    assert Message.objects.forget(clock.now + GIVEN_UP) == {"given up": 0, "dropped": 0}
    clock.now += GIVEN_UP + timedelta(seconds=1)
    assert Message.objects.forget(clock.now) == {"given up": 1, "dropped": 0}
    dead.refresh_from_db()
    assert (dead.state, dead.address) == ("stopped", "")
    clock.now += KEPT
    assert Message.objects.forget(clock.now)["dropped"] == 1
    assert set(Message.objects.all()) == {dead, waiting} and sent not in Message.objects.all()


def test_the_command_sends_what_is_due_and_ends(note, capsys):
    note()
    call_command("run_outbox", "--once")
    assert capsys.readouterr().out == "Attempts: 1\n"
    assert PracticeMessage.objects.count() == 1


def test_the_practice_inbox_keeps_the_newest_and_each_message_once(note, clock, monkeypatch):
    monkeypatch.setattr("outbox.models.practice.KEPT", 2)
    for number in range(3):
        note(str(number))
        clock.turn(seconds=1)
    Worker().drain()
    assert PracticeMessage.objects.count() == 2
    first = PracticeMessage.objects.newest_first().first()
    PracticeMessage.objects.receive(id=first.pk, channel="email", language="fi", address="a", text="b")
    assert PracticeMessage.objects.count() == 2


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_workers_never_hold_the_same_message(note, clock):
    """Four threads at once: each message is in one hand, and nobody waits for another."""
    for number in range(40):
        note(str(number))

    def claim_all(_):
        found = []
        try:
            for _turn in range(40):
                message = Message.objects.claim(clock.now)
                found += [message.pk] if message else []
        finally:
            connection.close()
        return found

    with ThreadPoolExecutor(4) as threads:
        held = [pk for found in threads.map(claim_all, range(4)) for pk in found]
    assert len(held) == len(set(held)) == 40
