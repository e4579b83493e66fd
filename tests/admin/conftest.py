"""An editor at the desk, with one service of the own organisation."""

import pytest

from catalogue.imports import running
from catalogue.models import Service
from organisations.models import Role
from tests import factories
from tests.admin_forms import LONG_AGO


@pytest.fixture
def own():
    return factories.organisation(name_fi="Oma")


@pytest.fixture
def editor(own):
    return factories.user(Role.EDITOR, own, name="Eeva Editori")


@pytest.fixture
def desk(client, editor):
    client.force_login(editor)
    return client


@pytest.fixture
def service(own):
    made = factories.service(
        provider=own, classes=[factories.service_class("P1")], description_fi="Ensin tämä.\n\nSitten tuo."
    )
    Service.objects.filter(pk=made.pk).update(content_changed_at=LONG_AGO)
    made.refresh_from_db()
    return made


@pytest.fixture
def started(monkeypatch):
    """Imports that were started; nothing runs in a process of its own."""
    found = []
    monkeypatch.setattr(running, "start", lambda run: found.append(run.pk))
    return found


@pytest.fixture
def lead(client, started):
    """A coordinator at the desk of imports."""
    factories.municipalities()
    client.raise_request_exception = False
    client.force_login(factories.user(Role.COORDINATOR, name="Kaisa Koordinaattori", language="fi"))
    return client
