"""The mails of sign-in: in the person's language, with a link of ours, without names and health words."""

import pytest

from organisations.models import Invitation
from organisations.signin import adapter, address
from outbox import letters
from outbox.models import Message
from tests import factories
from tests.signin.conftest import at

pytestmark = [pytest.mark.django_db, pytest.mark.once]

LONG = "x" * 20
SUBJECTS = {
    "invitation": {"fi": "Kutsu palvelun käyttäjäksi", "sv": "Inbjudan att använda tjänsten"},
    "password_reset": {"fi": "Valitse uusi salasana", "sv": "Välj ett nytt lösenord"},
    "new_address": {"fi": "Vahvista uusi sähköpostiosoitteesi", "sv": "Bekräfta din nya e-postadress"},
    "account_changed": {"fi": "Tiliisi on tehty muutos", "sv": "Ditt konto har ändrats"},
}


def sent(kind, language, client):
    person = factories.user(email="eeva@example.org", name="Eeva Esimerkki", language=language, password=LONG)
    if kind == "invitation":
        Invitation.objects.send(person)
    elif kind == "password_reset":
        client.post(at("account_reset_password"), {"email": person.email})
    elif kind == "new_address":
        address.ask(person, "uusi@example.org")
    else:
        adapter.put(kind, person, what="app_added")
    return letters.written(Message.objects.get(kind=kind))


@pytest.mark.parametrize("kind", SUBJECTS)
def test_a_mail_is_whole_in_the_persons_language(client, settings, language, kind):
    letter = sent(kind, language, client)
    assert letter.subject == SUBJECTS[kind][language]
    for body in (letter.text, letter.html):
        assert "Eeva" not in body
        assert "eeva@example.org" not in body
        if kind != "account_changed":
            start = {"fi": "/fi/tili/", "sv": "/sv/konto/"}[language]
            assert settings.HYTE_ORIGIN + start in body
    assert f'<html lang="{language}"' in letter.html


@pytest.mark.parametrize("what", sorted(set(adapter.TOLD.values()) | {"code_used", "address"}))
def test_each_change_has_its_sentence(language, what):
    person = factories.user(language=language)
    adapter.put("account_changed", person, what=what)
    text = letters.written(Message.objects.get()).text
    assert text.strip().splitlines()[0].endswith(".")


def test_of_the_librarys_own_mails_none_leaves():
    with pytest.raises(NotImplementedError):
        adapter.AccountAdapter().send_mail("account/email/unknown_account", "kuka@example.org", {})
