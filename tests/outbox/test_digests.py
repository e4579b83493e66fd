"""What can wait comes in one letter a person."""

from datetime import timedelta

import pytest
from django.db import connection

from outbox import digests, sending
from outbox.models import Message, PracticeMessage
from outbox.worker import Worker
from tests.outbox.conftest import NOW

pytestmark = pytest.mark.django_db
EEVA, EINO = (7, "Eeva Esimerkki"), (8, "Eino Esimerkki")
TUESDAY = NOW + timedelta(days=1)


@pytest.fixture
def line(note):
    def put(what="it", receiver=EEVA, **over):
        return note(what, verb=sending.gather, receiver=receiver, **over)

    return put


def received(clock):
    Worker().drain()
    return {one.address: one for one in PracticeMessage.objects.all()}


def test_lines_never_go_out_by_themselves(line, clock):
    line()
    clock.turn(days=30)
    assert received(clock) == {}
    assert not Message.objects.late(clock.now)


def test_each_person_gets_one_letter_with_all_of_theirs(line, clock):
    line("first"), line("second")
    line("other", receiver=EINO, address="eino@example.org", language="sv")
    clock.now = TUESDAY
    assert digests.send(TUESDAY) == {"digests": 2, "gathered": 3}
    letters = received(clock)
    assert "2 notes in fi: first second" in letters["eeva@example.org"].text
    assert letters["eeva@example.org"].subject == "Tämä odottaa sinua"
    assert letters["eino@example.org"].subject == "Det här väntar på dig"
    assert "other" in letters["eino@example.org"].text and "other" not in letters["eeva@example.org"].text


def test_a_line_stands_in_one_digest_and_keeps_no_words(line, clock):
    row = line()
    digests.send(NOW)
    assert digests.send(NOW) == {"digests": 0, "gathered": 0}
    row.refresh_from_db()
    assert (row.state, row.address, row.words) == ("gathered", "", "{}")
    line("later")
    assert digests.send(NOW) == {"digests": 1, "gathered": 1}
    assert PracticeMessage.objects.count() == 0 and Worker().drain() == 2


def test_weekly_lines_come_on_mondays_in_the_same_letter(line, clock):
    line("daily", due_at=TUESDAY), line("weekly", rhythm="weekly", due_at=TUESDAY)
    assert digests.send(TUESDAY)["gathered"] == 1
    line("daily again", due_at=TUESDAY)
    assert digests.send(NOW + timedelta(days=7)) == {"digests": 1, "gathered": 2}


def test_a_digest_goes_where_the_person_reads_now(line, clock):
    line(address="old@example.org", language="fi")
    line(address="new@example.org", language="sv")
    digests.send(NOW)
    letters = received(clock)
    assert set(letters) == {"new@example.org"}
    assert "2 notes in sv" in letters["new@example.org"].text


def test_a_digest_that_breaks_off_leaves_its_lines_waiting(line, clock, monkeypatch):
    line(), line(receiver=EINO)
    gathered = Message.gathered

    def broken(self, now):
        if self.receiver_id == EINO[0]:
            raise RuntimeError
        return gathered(self, now)

    with monkeypatch.context() as patch:
        patch.setattr(Message, "gathered", broken)
        with pytest.raises(RuntimeError):
            digests.send(NOW)
    assert Message.objects.filter(kind="digest").count() == 1
    assert digests.send(NOW) == {"digests": 1, "gathered": 1}


def test_a_line_that_no_key_opens_keeps_nobody_elses_digest(line, clock):
    broken = line()
    line(receiver=EINO)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE outbox_message SET words = 'f1:nonsense' WHERE receiver_id = 7")
    with pytest.raises(digests.Unfinished):
        digests.send(NOW)
    assert Message.objects.get(kind="digest").receiver_id == EINO[0]
    assert Message.objects.waiting().filter(pk=broken.pk).exists()


def test_markup_in_words_is_escaped_in_a_digest_too(line, clock, box):
    line("<i>&")
    digests.send(NOW)
    Worker().drain()
    html = box.letters[0].get_body("html").get_content()
    assert "<p>1: <b>&lt;i&gt;&amp;</b>" in html
    assert "1 notes in fi: <i>&" in box.letters[0].get_body("plain").get_content()
