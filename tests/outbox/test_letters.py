"""What letters say, and what none of them says."""

import re

import pytest
from django.core.mail import EmailMultiAlternatives, get_connection
from django.utils.translation import gettext, ngettext, override, pgettext

from hyteportal import mail_settings, messages
from outbox import letters
from outbox.models import Message, PracticeMessage
from outbox.worker import Worker
from tests import pages, sources

FOLDER = sources.ROOT / "templates" / "emails"
# What a mail or its subject may not name: health, services, clients (design: nothing that leads to a person).
FORBIDDEN = re.compile(
    r"diagnoo|sairau|terveyde|lääk|masen|päihde|henkilötunnus(?!tasi)|asiakas|"
    r"diagnos|sjukdom|hälsotill|läkem|depress|rusmedel|personbeteckning(?! per)|kund\b",
    re.IGNORECASE,
)


def written(**values):
    return letters.written(Message(address="eeva@example.org", **{"kind": "note", "language": "fi"} | values))


def test_the_layout_is_in_the_language_of_the_receiver(note, language):
    with override("fi" if language == "sv" else "sv"):  # whatever the worker itself speaks
        letter = written(words='{"what": "x"}', language=language)
    said = {"fi": "Tähän viestiin ei voi vastata.", "sv": "Du kan inte svara på det här meddelandet."}[
        language
    ]
    assert said in letter.text and said in letter.html
    assert f'<html lang="{language}">' in letter.html


def test_markup_is_escaped_in_html_and_stands_as_it_is_in_text(note):
    letter = written(words='{"what": "<b>Tiina & Lauri</b>"}')
    assert "<b>Tiina & Lauri</b>" in letter.text
    assert "&lt;b&gt;Tiina &amp; Lauri&lt;/b&gt;" in letter.html
    assert letter.subject == "Note: <b>Tiina & Lauri</b>"


def test_a_subject_is_one_line_whatever_its_words(note):
    assert written(words='{"what": "one\\ntwo\\r\\nBcc: other@example.org"}').subject == (
        "Note: one two Bcc: other@example.org"
    )
    assert len(written(words='{"what": "' + "x" * 500 + '"}').subject) == letters.LONGEST_SUBJECT


def test_html_of_a_letter_is_whole_and_asks_nothing_of_any_server(note):
    html = written(words='{"what": "x"}').html
    assert pages.invalid(html) == []
    page = pages.soup(html)
    assert not page.find(["script", "img", "link", "iframe", "form"])
    assert "url(" not in page.style.get_text()


def test_text_has_no_gaps_and_no_indents(note):
    text = written(words='{"what": "x"}').text
    assert "\n\n\n" not in text and "\n " not in text


def test_a_text_message_is_one_line(note):
    letter = written(channel="sms", words='{"what": "koodi 1234"}')
    assert letter.text.endswith(": koodi 1234") and "\n" not in letter.text and not letter.html


def test_every_kind_has_all_its_templates():
    """A subject, a text and its HTML for a letter; the two of lines for a digest."""
    kinds = {}
    for path in FOLDER.iterdir():
        kind, *rest = path.name.split(".")
        kinds.setdefault(kind, set()).add(".".join(rest))
    del kinds["base"]
    wrong = {
        kind: parts
        for kind, parts in kinds.items()
        if not kind.startswith("_")
        and not (parts >= {"subject.txt", "txt", "html"} or parts == {"lines.txt", "lines.html"})
    }
    assert wrong == {}


def said(message):
    """A message in the active language, both forms of a plural one."""
    if message.plural:
        return [ngettext(message.id, message.plural, n) for n in (1, 2)]
    return [pgettext(message.context, message.id) if message.context else gettext(message.id)]


def test_no_letter_speaks_of_health_services_or_clients(language):
    with override(language):
        texts = [
            text
            for path in FOLDER.iterdir()
            for message in messages.in_template(path.read_text(), path.name)
            for text in said(message)
        ]
    assert len(texts) > 10
    assert [text for text in texts if FORBIDDEN.search(text)] == []


@pytest.mark.django_db
def test_mail_that_a_package_sends_by_itself_goes_through_the_outbox(clock, settings, mailoutbox):
    settings.EMAIL_BACKEND = "outbox.backend.Outbox"
    mail = EmailMultiAlternatives(
        "Subject", "First.\n\nSecond & last.", to=["a@example.org", "b@example.org"]
    )
    mail.attach_alternative("<p>not sent</p>", "text/html")
    with override("sv"):
        assert get_connection().send_messages([mail]) == 1
    assert Message.objects.waiting().count() == 2 and not mailoutbox
    clock.turn(days=9000)
    Worker().drain()
    received = {one.address: one for one in PracticeMessage.objects.all()}
    assert set(received) == {"a@example.org", "b@example.org"}
    assert received["a@example.org"].subject == "Subject"
    assert "Second & last." in received["a@example.org"].text


def test_settings_send_every_mail_to_the_outbox():
    assert mail_settings.EMAIL_BACKEND == "outbox.backend.Outbox"
