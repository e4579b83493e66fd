"""The example content with its pathways: loaded once for a file of tests, taken back after it."""

import pytest
from django.core.management import call_command
from django.db import transaction

from catalogue import snapshot
from catalogue.imports import example as content
from pathways.content import Loader, documents
from tests.pathways.guidance.facts import Facts


@pytest.fixture(scope="module")
def loaded(django_db_setup, django_db_blocker):
    """The example content with its pathways, once for this file and taken back after it."""
    with django_db_blocker.unblock(), transaction.atomic():
        for command in ("load_facts", "load_vocabularies"):
            call_command(command, "--commit", verbosity=0)
        assert not content.Loader().load(content.documents()).rejected
        loader = Loader().load(documents())
        yield loader
        transaction.set_rollback(True)
    snapshot.forget()


@pytest.fixture
def now(loaded):
    return snapshot.current()


@pytest.fixture
def facts(now):
    return Facts(now)
