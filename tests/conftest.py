"""What every test has: compiled messages, cheap passwords, closed connection pools."""

import pytest
from django.conf import settings
from django.db import connections
from django.utils import translation

from catalogue import evaluation
from catalogue.search import dictionaries
from counters import counting
from hyteportal import messages

DATABASE = {"db", "transactional_db"}


def pytest_configure(config):
    if not hasattr(config, "workerinput"):  # once, before the workers start
        messages.compile_all()
        dictionaries.build()


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
def nothing_in_mind():
    """No picture of the catalogue and no count outlives the test whose database it belongs to."""
    evaluation.forget()
    counting.forget()


@pytest.fixture(autouse=True)
def cheap_passwords(settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup):
    """Close the pools of PostgreSQL connections before their threads are found open at exit."""
    yield
    for connection in connections.all(initialized_only=True):
        if getattr(connection, "close_pool", None):
            connection.close_pool()


@pytest.fixture(params=["fi", "sv"])
def language(request):
    """The test runs once per language of the interface."""
    return request.param
