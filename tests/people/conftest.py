"""Somebody at work on people, two organisations, and a unit under the first."""

from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.urls import reverse
from django.utils import timezone

from audit.models import Entry
from organisations.models import Organisation, Role
from tests import factories
from tests.signing import confirmed, enter


@pytest.fixture
def own():
    return factories.organisation(name_fi="Oma", name_sv="Egen")


@pytest.fixture
def unit(own):
    return factories.organisation(name_fi="Yksikkö", kind=Organisation.Kind.UNIT, parent=own)


@pytest.fixture
def foreign():
    return factories.organisation(name_fi="Vieras", name_sv="Främmande")


@pytest.fixture
def coordinator(own):
    return factories.user(Role.COORDINATOR, own, name="Kaisa Koordinaattori")


@pytest.fixture
def main_user(own):
    return factories.user(Role.MAIN_USER, own, name="Pekka Pääkäyttäjä")


@pytest.fixture
def administrator(own):
    return factories.user(Role.ADMINISTRATOR, own, name="Yrjö Ylläpitäjä")


@pytest.fixture
def at(client):
    """``at(person)``: the client, signed in as the person, who has just said again who they are."""
    return lambda person: confirmed(enter(client, person))


def asks_again(response):
    """Whether the answer leads to saying again who one is."""
    return response.status_code == 302 and urlsplit(response.url).path == reverse("account_reauthenticate")


def invitation(place, role=Role.EDITOR, **over):
    answers = {"email": "eeva@example.org", "name": "Eeva Esimerkki", "language": "sv", "last_day": ""}
    return answers | {"place": place.pk, "role": role.value} | over


def refused():
    return [(line.action, line.subject_kind, line.subject_id) for line in Entry.objects.refused()]


@pytest.fixture
def staff(own, unit, foreign):
    """One editor in each place, one who left long ago."""
    people = {
        place: factories.user(Role.EDITOR, row, name=f"Editori {place}")
        for place, row in (("own", own), ("unit", unit), ("foreign", foreign))
    }
    people["former"] = factories.user(Role.EDITOR, own, name="Editori former")
    long_ago = timezone.localdate() - timedelta(days=200)
    people["former"].memberships.update(valid_to=long_ago)
    return people
