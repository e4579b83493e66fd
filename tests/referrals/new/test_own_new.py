"""A resident refers themself: three screens and a code at one address; nothing is kept before the code is right."""

import re
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from outbox.models import Message
from referrals import codes
from referrals.models import Agreement, Asked, Assignment, Client, Consent, Referral, Trace
from tests import factories, pages
from tests.kept import fresh, kept
from tests.referrals import scene as scenes
from tests.referrals.new.filled import CLIENT, NEED

pytestmark = [pytest.mark.django_db, pytest.mark.seldom]
OWN = {"HTTP_SEC_FETCH_SITE": "same-origin"}
CODE = "123456"


def build():
    made = scenes.scene()
    made.own = scenes.agreement(made.town, made.town, made.kind)
    return made


scene = kept(build)


@pytest.fixture
def made(scene, db, monkeypatch):
    cache.clear()
    monkeypatch.setattr(codes, "new", lambda: CODE)
    return fresh(scene)


@pytest.fixture
def press(client, made):
    """``press(page, step="client", …)``: the form of that page, sent with these values."""
    address = reverse("own_new_kind", args=[made.kind.pk])

    def sent(before, **values):
        state = pages.soup(before.content).select_one("[name=state]")["value"]
        return client.post(address, {"state": state, **values}, **OWN)

    sent.begin = lambda: client.get(address)
    return sent


def through(press, made, **over):
    """To the page that asks for the code."""
    page = press(press.begin(), step="client", **CLIENT | {"email": "eeva@example.org"} | over)
    page = press(page, step="need", **NEED)
    return press(page, step="send", team=made.team.pk, agree="on", code_by="email")


def step(page):
    return pages.soup(page.content).select_one("[name=step]")["value"]


def rows():
    return [model.objects.count() for model in (Referral, Client, Asked, Assignment, Consent, Trace)]


def test_nothing_is_kept_before_the_code_is_right_and_then_everything_at_once(press, made):
    page = through(press, made)
    assert step(page) == "code" and "e…@example.org" in page.content.decode()
    assert rows() == [0] * 6
    assert not page.cookies
    page = press(page, step="code", code="123 456")
    referral, assignment = Referral.objects.get(), Assignment.objects.get()
    assert referral.number in page.content.decode()
    assert (referral.self_made, referral.sender, referral.controller) == (True, None, made.town)
    assert (assignment.state, assignment.team, assignment.sender) == ("sent", made.team, None)
    assert (Client.objects.get().name, Asked.objects.get().goal) == ("Eeva Esimerkki", NEED["goal"])
    assert Consent.objects.get().how == "digital" and Consent.objects.get().recorded_by is None
    assert set(Trace.objects.values_list("what", flat=True)) == {"surname", "birth_date", "same_person"}


def test_the_consent_names_those_alone_who_serve_the_clients_municipality(press, made):
    kouvola = factories.municipality("286", name_fi="Kouvola")
    other = factories.organisation(kind="municipality", municipality=kouvola, name_fi="Kouvolan kaupunki")
    there = scenes.team(scenes.unit(other, "Kouvolan neuvonta"), made.kind)
    there.municipalities.set([kouvola])
    made.team.municipalities.set([made.hamina])
    scenes.agreement(other, other, made.kind)
    for code, named, not_named in (
        ("075", "Hamina", "Kouvolan kaupunki"),
        ("286", "Kouvolan kaupunki", "Hamina"),
    ):
        person = CLIENT | {"email": "eeva@example.org", "municipality": code}
        page = press(press(press.begin(), step="client", **person), step="need", **NEED)
        said = {one.b.get_text() for one in pages.soup(page.content).select("[data-towns] > p")}
        assert named in said and not_named not in said


def test_the_code_goes_by_the_outbox_and_stands_nowhere_else(press, made):
    page = through(press, made)
    message = Message.objects.get()
    assert message.channel == "email" and CODE not in message.key
    assert CODE not in page.content.decode()


def test_a_code_typed_twice_makes_one_referral(press, made):
    page = through(press, made)
    first, second = (press(page, step="code", code=CODE) for _time in range(2))
    number = Referral.objects.get().number
    assert number in first.content.decode() and number in second.content.decode()


def test_a_wrong_code_sends_nothing_and_after_five_the_right_one_neither(press, made):
    page = through(press, made)
    for _try in range(codes.TRIES):
        assert step(press(page, step="code", code="000000")) == "code"
    assert step(press(page, step="code", code=CODE)) == "code"
    assert rows() == [0] * 6


def test_a_code_grows_old(press, made, monkeypatch):
    page = through(press, made)
    late = timezone.now() + timedelta(minutes=codes.MINUTES + 1)
    monkeypatch.setattr("referrals.self_making.time.time", late.timestamp)
    assert step(press(page, step="code", code=CODE)) == "code"
    assert rows() == [0] * 6


def test_one_address_gets_few_codes_in_an_hour(press, made):
    for _time in range(3):
        assert step(through(press, made)) == "code"
    page = through(press, made)
    assert step(page) == "send" and pages.soup(page.content).select_one(".err")
    assert Message.objects.count() == 3


def test_a_changed_or_foreign_state_begins_anew(client, press, made):
    page = through(press, made)
    address = reverse("own_new_kind", args=[made.kind.pk])
    state = pages.soup(page.content).select_one("[name=state]")["value"]
    for bad in ("", "x", state[:-4], re.sub("A", "B", state)):
        answer = client.post(address, {"state": bad, "step": "code", "code": CODE}, **OWN)
        assert step(answer) == "client"
    assert rows() == [0] * 6


def test_only_a_page_of_ours_sends_the_form(client, press, made):
    page = press.begin()
    state = pages.soup(page.content).select_one("[name=state]")["value"]
    values = {"state": state, "step": "client", **CLIENT}
    address = reverse("own_new_kind", args=[made.kind.pk])
    assert client.post(address, values, HTTP_SEC_FETCH_SITE="cross-site").status_code == 403


def test_going_back_keeps_what_was_typed(press, made):
    page = press(press.begin(), step="client", **CLIENT | {"email": "eeva@example.org"})
    page = press(page, step="need", **NEED, back="client")
    assert pages.soup(page.content).select_one("[name=name]")["value"] == "Eeva Esimerkki"
    page = press(page, step="client", **CLIENT | {"email": "eeva@example.org"})
    assert NEED["goal"] in page.content.decode()


def test_without_consent_no_code_is_sent(press, made):
    page = press(press.begin(), step="client", **CLIENT | {"email": "eeva@example.org"})
    page = press(page, step="need", **NEED)
    page = press(page, step="send", team=made.team.pk, code_by="email")
    assert step(page) == "send" and not Message.objects.exists()


def test_without_an_address_for_the_code_the_first_screen_says_so(press, made):
    page = press(press.begin(), step="client", **CLIENT | {"phone": "05 220 0000"})
    assert step(page) == "client" and "lähetämme siihen koodin" in page.content.decode()


def test_without_an_agreement_of_the_receiver_the_page_says_so(client, made):
    Agreement.objects.with_itself().update(valid_to="2026-01-02")
    page = client.get(reverse("own_new_kind", args=[made.kind.pk]))
    assert not pages.soup(page.content).select("[name=state]")
    assert not pages.soup(client.get(reverse("own_new")).content).select(".doors a")


@pytest.mark.parametrize("language", ["fi", "sv"])
def test_the_pages_are_whole(client, made, language):
    with override(language):
        paths = reverse("own_new"), reverse("own_new_kind", args=[made.kind.pk])
    for path in paths:
        answer = client.get(path)
        assert pages.faults_of(answer.content.decode(), language) == []
        assert pages.faults_of_headers(answer.headers) == []
