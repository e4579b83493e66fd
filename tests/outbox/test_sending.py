"""Promising a message, and taking the promise back."""

import json

import pytest
from django.db import connection, transaction

from outbox import sending
from outbox.channels import NotOffered
from outbox.models import Message
from tests.outbox.conftest import NOW

pytestmark = pytest.mark.django_db


def test_the_same_promise_is_kept_once(note):
    first = note("one", key="accept:1")
    assert note("two", key="accept:1").pk == first.pk
    assert json.loads(Message.objects.get().words) == {"what": "one"}


def test_a_promise_goes_with_its_transaction(note):
    with transaction.atomic():
        note()
        transaction.set_rollback(True)
    assert not Message.objects.exists()


def test_neither_address_nor_words_stand_readable_in_the_database(note):
    note("secret words", receiver=(7, "Eeva Esimerkki"))
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM outbox_message")
        row = str(cursor.fetchone())
    assert "eeva@example.org" not in row and "secret words" not in row


def test_what_the_portal_cannot_send_is_not_promised(note, settings):
    settings.OUTBOX_CHANNELS = {"email": "outbox.channels.smtp.Smtp"}
    assert sending.offered("email") and not sending.offered("sms")
    with pytest.raises(NotOffered):
        note(channel="sms")
    assert not Message.objects.exists()


def test_a_digest_is_only_for_our_own_people(note):
    with pytest.raises(TypeError):
        note(verb=sending.gather)
    assert note(verb=sending.gather, receiver=(7, "Eeva Esimerkki")).digest == "daily"


def test_what_is_no_longer_so_is_stopped_by_its_key(note):
    kept, gone = note(), note(key="reminder:5")
    assert sending.stop(keys=["reminder:5", "reminder:6"]) == 1
    gone.refresh_from_db()
    assert (gone.state, gone.address, gone.words) == ("stopped", "", "{}")
    assert Message.objects.waiting().get() == kept


def test_everything_that_waits_for_a_person_is_stopped_at_once(note):
    note(receiver=(7, "Eeva Esimerkki"))
    note(receiver=(7, "Eeva Esimerkki"), verb=sending.gather)
    other = note(receiver=(8, "Eino Esimerkki"))
    assert sending.stop(receiver=7) == 2
    assert Message.objects.waiting().get() == other


def test_what_was_sent_cannot_be_stopped(note):
    note(key="sent:1")
    Message.objects.claim(NOW).sent(NOW)
    assert sending.stop(keys=["sent:1"]) == 0
    assert Message.objects.get().state == "sent"


def test_stop_says_what_it_stops():
    with pytest.raises(TypeError):
        sending.stop()
