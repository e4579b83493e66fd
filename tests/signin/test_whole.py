"""What is changed about an account, its line in the log and the message about it are there together, or none is."""

from contextlib import suppress
from unittest import mock

import pytest
from allauth.mfa.models import Authenticator
from django.db import DatabaseError

from organisations.models import Invitation
from outbox.models import Message
from tests import factories
from tests.signin.conftest import PASSWORD, at, come_in
from tests.signing import confirmed

pytestmark = [pytest.mark.django_db, pytest.mark.once]
OTHER = {"password1": "neljä muuta sanaa nyt", "password2": "neljä muuta sanaa nyt"}
FAILING = ["audit.models.Entry.objects.create", "outbox.sending.Message.objects.get_or_create"]


def sent_while_broken(client, part, path, answers=None):
    with mock.patch(part, side_effect=DatabaseError), suppress(DatabaseError):
        client.post(path, answers)


def test_an_invitation_is_not_used_up(client):
    invited = factories.user(password=None)
    path = at("invitation", Invitation.objects.send(invited).token)
    sent_while_broken(client, FAILING[0], path, OTHER)
    invited.refresh_from_db()
    assert not invited.has_usable_password()
    assert client.get(path).status_code == 200


@pytest.mark.parametrize("part", FAILING)
def test_a_password_stays(client, person, part):
    come_in(client, person)
    confirmed(client)
    sent_while_broken(client, part, at("account_change_password"), {"oldpassword": PASSWORD} | OTHER)
    person.refresh_from_db()
    assert person.check_password(PASSWORD)
    assert not Message.objects.exists()


@pytest.mark.parametrize("part", FAILING)
def test_the_second_factor_stays(client, person, part):
    come_in(client, person)
    confirmed(client)
    sent_while_broken(client, part, at("mfa_deactivate_totp"))
    assert Authenticator.objects.filter(user=person, type=Authenticator.Type.TOTP).exists()
    assert not Message.objects.exists()
