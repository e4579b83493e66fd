"""What every test has: compiled messages, cheap passwords, closed connection pools."""

from unittest import mock

import hypothesis
import pytest
from django.conf import settings
from django.core.cache import caches
from django.db import connections
from django.test import Client, TransactionTestCase
from django.utils import translation

from audit import append_only
from catalogue import evaluation
from catalogue.search import dictionaries
from counters import counting
from hyteportal import messages
from organisations.signin import middleware
from referrals import append_only as story
from tests import signing, walls

DATABASE = {"db", "transactional_db"}
# How long an example takes says how busy the machine is; what another run found is written down in a test.
hypothesis.settings.register_profile(
    "portal", deadline=None, database=None, suppress_health_check=list(hypothesis.HealthCheck)
)
hypothesis.settings.load_profile("portal")


def pytest_configure(config):
    # for rows of a whole module, too: a password costs a third of a second, looking for static files half as much
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.WHITENOISE_USE_FINDERS = False
    _patient(settings.DATABASES["default"]["OPTIONS"])
    if not hasattr(config, "workerinput"):  # once, before the workers start
        messages.compile_all()
        dictionaries.build()


def _patient(options):
    """Who waits for a lock or a connection in a test gets it, however slow the machine is."""
    if "pool" in options:
        options["pool"]["timeout"] = 600
        options["options"] += " -c lock_timeout=10min"
    else:
        options["timeout"] = 600


@pytest.hookimpl(tryfirst=True)  # before pytest selects by marker
def pytest_collection_modifyitems(items):
    """What asks no database runs once; what holds only on PostgreSQL is skipped elsewhere, in sight."""
    on_postgresql = "postgresql" in settings.DATABASES["default"]["ENGINE"]
    for item in items:
        only_postgresql = item.get_closest_marker("postgres")
        if not (only_postgresql or item.get_closest_marker("django_db") or DATABASE & set(item.fixturenames)):
            item.add_marker(pytest.mark.once)
        if only_postgresql and not on_postgresql:
            item.add_marker(pytest.mark.skip(reason="holds only on PostgreSQL"))


@pytest.fixture(autouse=True)
def first_language():
    """Every test begins in the portal's first language, whatever the one before chose."""
    translation.activate(settings.LANGUAGE_CODE)


@pytest.fixture(autouse=True)
def nothing_falls_due(monkeypatch):
    """What a process or a session writes after so many seconds is not written in the midst of a slow test."""
    monkeypatch.setattr(counting, "DUE", 10**9)
    monkeypatch.setattr(middleware, "STEP", 10**9)


@pytest.fixture(autouse=True)
def nothing_in_mind():
    """No picture of the catalogue and no count outlives the test whose database it belongs to."""
    evaluation.forget()
    counting.forget()


@pytest.fixture(autouse=True)
def second_factor(monkeypatch):
    """Who is signed in by ``client.force_login`` has given the second factor; ``signing.enter`` can do without."""
    monkeypatch.setattr(
        Client, "force_login", lambda client, user, backend=None: signing.enter(client, user, backend=backend)
    )


@pytest.fixture(scope="session", autouse=True)
def log_is_emptied_after_transactional_tests():
    """The tables are flushed after them, and the log refuses: its triggers are lifted for that moment alone."""
    flush = TransactionTestCase._fixture_teardown

    def teardown(case):
        for kept in (append_only, story):
            kept.remove(connections["default"])
        try:
            flush(case)
            for counts in caches.all():  # in a table of no model, which no flush empties
                counts.clear()
        finally:
            for kept in (append_only, story):
                kept.install(connections["default"])
            if connections["default"].vendor == "sqlite":
                with connections["default"].cursor() as cursor:
                    cursor.execute("DELETE FROM sqlite_sequence WHERE name = %s", [append_only.TABLE])

    with mock.patch.object(TransactionTestCase, "_fixture_teardown", teardown):
        yield


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """Close the pools of PostgreSQL connections before their threads are found open at exit."""
    with django_db_blocker.unblock():
        walls.prepare()
    yield
    for connection in connections.all(initialized_only=True):
        if getattr(connection, "close_pool", None):
            connection.close_pool()


@pytest.fixture(params=["fi", "sv"])
def language(request):
    """The test runs once per language of the interface."""
    return request.param
