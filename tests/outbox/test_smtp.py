"""E-mail as it arrives at a mail server, and what the server's answers mean for the message."""

import socket

import pytest

from outbox.channels import smtp
from outbox.models import Message
from outbox.worker import Worker

pytestmark = pytest.mark.django_db


def state(message):
    message.refresh_from_db()
    return message.state, message.problem


def test_a_letter_arrives_whole(note, clock, box, settings):
    settings.HYTE_ORIGIN = "https://hyte.example.org"
    message = note("tämä & tuo", language="sv")
    Worker().drain()
    letter = box.letters[0]
    assert letter["To"] == "eeva@example.org" and letter["From"] == settings.DEFAULT_FROM_EMAIL
    assert letter["Subject"] == "Note: tämä & tuo"
    assert letter["Message-ID"] == f"<{message.pk}@hyte.example.org>"
    assert letter["Content-Language"] == "sv" and letter["Auto-Submitted"] == "auto-generated"
    plain, html = letter.get_body("plain").get_content(), letter.get_body("html").get_content()
    assert "Hello tämä & tuo." in plain
    assert '<html lang="sv">' in html and "<p>tämä &amp; tuo</p>" in html


def test_every_attempt_has_the_same_number(note, clock, box):
    box.answers = {"DATA": ["451 later"]}
    message = note()
    Worker().drain()
    assert state(message) == ("waiting", "SMTPDataError")
    clock.turn(minutes=1)
    Worker().drain()
    assert state(message)[0] == "sent"
    assert box.numbers() == [f"<{message.pk}@localhost>"]


@pytest.mark.parametrize(
    ("answers", "ends"),
    [
        ({"RCPT": "550 no such user"}, ("dead", "AddressRefused")),
        ({"RCPT": "450 busy"}, ("waiting", "SMTPRecipientsRefused")),
        ({"DATA": "554 we do not like it"}, ("dead", "ContentRefused")),
        ({"DATA": "452 full"}, ("waiting", "SMTPDataError")),
        ({"MAIL": "530 who are you"}, ("waiting", "SMTPSenderRefused")),
        ({"MAIL": ""}, ("waiting", "SMTPServerDisconnected")),
        ({"DATA": ""}, ("waiting", "SMTPServerDisconnected")),
        ({"RSET": "", "RCPT": "550 no"}, ("dead", "AddressRefused")),
        ({"QUIT": ""}, ("sent", "")),
    ],
)
def test_only_a_final_answer_to_this_message_is_final(note, clock, box, answers, ends):
    box.answers = dict(answers)
    message = note()
    Worker().drain()
    assert state(message) == ends


def test_after_a_fault_the_next_letter_gets_a_connection_of_its_own(note, clock, box):
    box.answers = {"DATA": ["", "250 ok"]}
    note("one"), note("two")
    Worker().drain()
    assert box.connections == 2 and len(box.letters) == 1
    assert sorted(Message.objects.values_list("state", flat=True)) == ["sent", "waiting"]


def test_a_letter_whose_sender_died_before_its_full_stop_never_arrived(box):
    with socket.create_connection(("127.0.0.1", box.port), 30) as line:
        line.sendall(b"DATA\r\nSubject: half\r\n\r\nHalf a li")
        line.shutdown(socket.SHUT_WR)
        with line.makefile("rb") as answers:
            assert answers.read().splitlines() == [b"220 postbox", b"354 go on"]
    assert box.letters == []


def test_letters_share_a_connection_for_a_while(note, clock, box, monkeypatch):
    monkeypatch.setattr(smtp, "MOST", 2)
    for _ in range(5):
        note()
    Worker().drain()
    assert len(box.letters) == 5 and box.connections == 3


def test_a_server_that_is_away_costs_no_attempt(note, clock, settings, box):
    message = note()
    with socket.socket() as deaf:  # its port is nobody else's, and no call is taken
        deaf.bind(("127.0.0.1", 0))
        settings.EMAIL_PORT = deaf.getsockname()[1]
        assert Worker().drain() == 1
    assert state(message) == ("waiting", "")
    assert message.attempts == 0


@pytest.mark.parametrize("code", [450, 550])
def test_no_text_of_a_server_is_kept_or_logged(note, clock, box, caplog, code):
    box.answers = {"RCPT": f"{code} eeva@example.org is unknown here"}
    message = note()
    Worker().drain()
    assert str(message.pk) in caplog.text
    assert "eeva" not in caplog.text and "eeva" not in state(message)[1]
