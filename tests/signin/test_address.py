"""Another e-mail address for the own account: confirmed by who reads its mail, told to the old one, nobody else's."""

import json

import pytest
from django.test import Client

from audit.models import Entry
from organisations.models import Invitation, User
from outbox.models import Message
from tests import factories
from tests.signin.conftest import PASSWORD, at, come_in, give_password, is_in, page, said
from tests.signing import confirmed, enter

pytestmark = [pytest.mark.django_db, pytest.mark.once]
NEW = "uusi.osoite@example.org"


@pytest.fixture
def sure(client, person):
    """Signed in, and has just said again who they are."""
    return confirmed(enter(client, person))


def ask(client, email=NEW, language="fi"):
    return client.post(at("new_address", language=language), {"email": email})


def link():
    return json.loads(Message.objects.get(kind="new_address").words)["link"]


def path(settings):
    return link().removeprefix(settings.HYTE_ORIGIN)


def test_the_address_changes_when_its_mail_has_been_read(sure, person, browser, settings, language):
    person.speak(language)
    come_in(browser, person)
    assert ask(sure, language=language).url == at("account", language=language)
    mail = Message.objects.get(kind="new_address")
    assert (mail.address, mail.language) == (NEW, language)
    found = path(settings)
    assert NEW not in found and found.startswith({"fi": "/fi/tili/", "sv": "/sv/konto/"}[language])
    shown = sure.get(found)
    assert NEW in shown.text
    person.refresh_from_db()
    assert person.email == "eeva@example.org"  # opening it changes nothing
    old = Invitation.objects.send(person)
    before = sure.session.session_key
    assert sure.post(found).url == at("account", language=language)
    person.refresh_from_db()
    assert person.email == NEW
    assert (is_in(sure), is_in(browser)) == (True, False)
    assert sure.session.session_key != before
    told = Message.objects.get(kind="account_changed")
    assert (told.address, json.loads(told.words)) == ("eeva@example.org", {"what": "address"})
    assert Invitation.objects.find(old.token) is None  # it went to the old address
    done = list(Entry.objects.filter(actor_id=person.pk).values_list("action", flat=True))
    assert {"address_asked", "address_changed"} <= set(done)
    assert give_password(Client(), NEW).status_code == 302
    assert sure.post(found).status_code == 410  # once


def test_whoever_does_not_say_again_who_they_are_neither_asks_nor_confirms(sure, person, browser, settings):
    ask(sure)
    enter(browser, person)
    for answer in (ask(browser, "toinen@example.org"), browser.post(path(settings))):
        assert (answer.status_code, answer.url.split("?")[0]) == (302, at("mfa_reauthenticate"))
    assert Message.objects.count() == 1
    person.refresh_from_db()
    assert person.email == "eeva@example.org"


def test_the_page_does_not_tell_whose_an_address_is(sure):
    factories.user(email="varattu@example.org")
    shown = [page(sure.get(ask(sure, email).url)) for email in (NEW, "varattu@example.org")]
    free, taken = (one.body.get_text(" ", strip=True) for one in shown)
    assert free == taken and "lähetämme siihen linkin" in free
    assert Message.objects.get().address == NEW


def fresh_link(sure, settings):
    ask(sure)
    return path(settings)


def another_person(sure, person, clock):
    return confirmed(enter(Client(), factories.user(email="joku@example.org", password=PASSWORD)))


def too_late(sure, person, clock):
    clock.forward(seconds=3600)
    return confirmed(enter(Client(), person))


def taken_meanwhile(sure, person, clock):
    factories.user(email=NEW.upper())
    return sure


def changed_meanwhile(sure, person, clock):
    User.objects.filter(pk=person.pk).update(email="kolmas@example.org")
    return sure


@pytest.mark.parametrize("how", [another_person, too_late, taken_meanwhile, changed_meanwhile])
def test_a_link_is_one_persons_for_an_hour_and_for_a_free_address(sure, person, settings, clock, how):
    found = fresh_link(sure, settings)
    answer = how(sure, person, clock).post(found)
    assert answer.status_code == 410
    person.refresh_from_db()
    assert person.email != NEW
    assert not Entry.objects.filter(action="address_changed").exists()


def test_nothing_else_is_a_link(sure, person):
    from fields.encrypted import encrypt
    from fields.sealing import MARK

    sealed = [encrypt(text).removeprefix(MARK) for text in ("5", "[]", "{}", "x", '{"user": 1}')]
    for token in ["x", "ä", "%00", "a" * 3000, *sealed]:
        assert sure.post(at("new_address_confirm", token)).status_code == 410


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("EEVA@example.org", "Tämä osoite sinulla on jo."),
        ("ei osoite", "Kirjoita sähköpostiosoite näin: nimi@example.com."),
        ("eevа@example.org", "Kirjoita sähköpostiosoite näin: nimi@example.com."),  # a Cyrillic letter
        ("", "Tämä tieto tarvitaan."),
    ],
)
def test_what_cannot_be_an_address_is_said_so(sure, typed, says):
    assert says in said(ask(sure, typed))
    assert not Message.objects.exists()


def test_links_are_not_sent_without_end(sure):
    codes = [ask(sure, f"osoite{number}@example.org").status_code for number in range(6)]
    assert codes == [302] * 5 + [429]
    assert Message.objects.count() == 5
