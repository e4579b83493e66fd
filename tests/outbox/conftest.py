"""Templates of a kind that exists for tests alone, a mail server, and a moment."""

from datetime import UTC, datetime, timedelta

import pytest
from django.template import engines
from django.template.loaders import locmem
from django.utils import timezone

from outbox import sending
from tests.outbox import postbox

NOW = datetime(2026, 11, 23, 6, 30, tzinfo=UTC)  # a Monday, 8.30 in Helsinki
TEMPLATES = {
    "emails/note.subject.txt": "Note: {{ what }}\n",
    "emails/note.txt": '{% extends "emails/base.txt" %}{% block content %}Hello {{ what }}.{% endblock %}',
    "emails/note.html": '{% extends "emails/base.html" %}{% block content %}<p>{{ what }}</p>{% endblock %}',
    "emails/note.lines.txt": "{{ n }} notes in {{ language }}: {% for row in rows %}{{ row.what }} {% endfor %}",
    "emails/note.lines.html": "<p>{{ n }}: {% for row in rows %}<b>{{ row.what }}</b> {% endfor %}</p>",
    "sms/note.txt": "{{ portal_name }}: {{ what }}\n",
}


@pytest.fixture
def note(monkeypatch):
    """``note(what="x")`` promises a message of the test's own kind; the other arguments are those of put."""
    engine = engines["django"].engine
    loader = locmem.Loader(engine, TEMPLATES)
    monkeypatch.setattr(engine, "template_loaders", [loader, *engine.template_loaders])
    number = iter(range(1000))

    def promise(what="it", verb=sending.put, **over):
        values = {
            "key": f"note:{next(number)}",
            "address": "eeva@example.org",
            "language": "fi",
            "due_at": min(NOW, timezone.now()),  # due, whatever the day is
        }
        return verb("note", words={"what": what}, **values | over)

    return promise


@pytest.fixture
def box(settings):
    """The mail server, and the portal set up to send through it."""
    with postbox.opened() as opened:
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", opened.port
        settings.EMAIL_USE_TLS, settings.EMAIL_TIMEOUT = False, 600  # it answers when the machine lets it
        settings.OUTBOX_CHANNELS = {"email": "outbox.channels.smtp.Smtp"}
        yield opened


@pytest.fixture
def clock(monkeypatch):
    """``clock.now`` is the moment for the portal; ``clock.turn(minutes=5)`` moves it."""

    class Clock:
        now = NOW

        def turn(self, **delta):
            self.now += timedelta(**delta)

    made = Clock()
    monkeypatch.setattr(timezone, "now", lambda: made.now)
    return made
