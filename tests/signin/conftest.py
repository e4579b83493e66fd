"""A person with both factors, the way in for tests of sign-in itself, and a clock that moves when it is told to."""

import time
from datetime import UTC, datetime, timedelta

import pytest
from django.core.cache import cache
from django.core.cache.backends import db as table
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from organisations.models import Role
from tests import factories, pages
from tests.signin import app

PASSWORD = "neljä sanaa peräkkäin"  # noqa: S105


class Clock:
    def __init__(self):
        self.now = time.time()

    def forward(self, **time):
        self.now += timedelta(**time).total_seconds()

    def moment(self):
        return datetime.fromtimestamp(self.now, UTC)


@pytest.fixture(autouse=True)
def no_attempts_yet(request):
    """What was counted by a test that commits stands in a table of no model, which no flush empties."""
    if "client" in request.fixturenames or "db" in request.fixturenames:
        request.getfixturevalue("db")
        cache.clear()


@pytest.fixture(autouse=True)
def nothing_falls_due():
    """Here it does, when the clock is moved."""


@pytest.fixture(autouse=True)
def clock(monkeypatch):
    """``clock.forward(minutes=31)``: for the codes, the sessions and what is counted. It stands still otherwise.

    Else half a minute of a code, or an hour of tries, would end in the midst of a test now and then.
    """
    stands = Clock()
    monkeypatch.setattr(time, "time", lambda: stands.now)
    monkeypatch.setattr(timezone, "now", stands.moment)
    monkeypatch.setattr(table, "tz_now", stands.moment)
    return stands


@pytest.fixture
def person(db):
    """An editor who knows PASSWORD; ``person.secret`` is what their app holds."""
    found = factories.user(Role.EDITOR, email="eeva@example.org", name="Eeva Esimerkki", password=PASSWORD)
    found.secret = app.given_to(found)
    return found


@pytest.fixture
def newcomer(db):
    """Somebody who has a password and no second factor yet."""
    return factories.user(Role.EDITOR, email="uusi@example.org", name="Uusi Esimerkki", password=PASSWORD)


@pytest.fixture
def browser():
    """Another browser than ``client``."""
    return Client()


def at(name, *words, language="fi"):
    with override(language):
        return reverse(name, args=words)


def give_password(client, email="eeva@example.org", password=PASSWORD, language="fi", query="", **more):
    return client.post(
        at("account_login", language=language) + query, {"login": email, "password": password}, **more
    )


def give_code(client, code, language="fi", **more):
    return client.post(at("mfa_authenticate", language=language), {"code": code}, **more)


def come_in(client, person, **more):
    """Both steps; returns the last answer."""
    give_password(client, person.email, **more)
    return give_code(client, app.code(person.secret), **more)


def page(response):
    return pages.soup(response.content)


def said(response):
    """What the page says went wrong."""
    return [node.get_text(" ", strip=True) for node in page(response).select(".field-error, .err p")]


def is_in(client):
    """Whether this browser gets behind the sign-in."""
    return client.get(at("account")).status_code == 200
