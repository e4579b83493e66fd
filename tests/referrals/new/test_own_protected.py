"""A resident with non-disclosure refers themself; and nobody drives up the bill for codes."""

import re

import pytest
from django.core.cache import cache
from django.test import override_settings

from audit.models import Entry
from outbox.models import Message
from referrals import codes, limits
from referrals.models import Client, Link, Referral
from tests import pages
from tests.kept import fresh, kept
from tests.referrals import own_page
from tests.referrals.new.test_own_new import CODE, build, press, rows, step, through  # noqa: F401
from tests.referrals.own_page import sent_to

pytestmark = [pytest.mark.django_db, pytest.mark.once]
scene = kept(build)
PROTECTED = {"non_disclosure": "on", "channels": ["email", "phone"], "contact_note": "vain klo 9–10"}


@pytest.fixture
def made(scene, db, monkeypatch):
    cache.clear()
    monkeypatch.setattr(codes, "new", lambda: CODE)
    return fresh(scene)


def sent(press, made):  # noqa: F811
    page = through(press, made, **PROTECTED)
    assert "Osoitettasi ei näytetä" not in page.content.decode()  # said on the page before, where they check
    return press(page, step="code", code=CODE)


# ------------------------------------------------------------ non-disclosure
def test_neither_mail_nor_municipality_is_kept_and_only_a_call_is_allowed(press, made):  # noqa: F811
    sent(press, made)
    client, referral = Client.objects.get(), Referral.objects.get()
    assert (client.non_disclosure, client.email, client.channels) == (True, "", ["phone"])
    assert client.phone and client.contact_note == "vain klo 9–10" and referral.municipality is None
    assert Entry.objects.filter(action="letter_printed", subject_id=str(referral.pk)).count() == 1


def test_no_message_but_the_code_goes_to_them(press, made):  # noqa: F811
    sent(press, made)
    assert [CODE in one.text for one in sent_to("eeva@example.org")] == [True]


def test_the_code_on_the_last_page_opens_the_own_page(press, made):  # noqa: F811
    page = sent(press, made)
    soup = pages.soup(page.content)
    code = soup.select_one(".one-time-code b").get_text()
    assert Link.objects.get().purpose == "letter" and code not in str(Link.objects.values())
    browser = own_page.browser()
    assert browser.post(own_page.FRONT, {"do": "letter", "letter-code": code}).url == own_page.PAGE
    assert Referral.objects.get().number in browser.get(own_page.PAGE).content.decode()


def test_one_says_how_to_be_reached_safely(press, made):  # noqa: F811
    page = press(press.begin(), step="client", **_client(contact_note=""))
    assert step(page) == "client"
    assert pages.soup(page.content).select("[aria-describedby*=id_contact_note_error]")


def test_the_page_to_check_says_what_it_means_and_shows_no_municipality(press, made):  # noqa: F811
    page = press(press.begin(), step="client", **_client())
    page = press(page, step="need", **_need())
    said = pages.soup(page.content).main.get_text(" ")
    assert "Osoitettasi ei näytetä" in said and "Kunta" not in said


def test_without_it_everything_is_as_before(press, made):  # noqa: F811
    page = press(through(press, made), step="code", code=CODE)
    assert not pages.soup(page.content).select(".one-time-code") and not Link.objects.exists()
    assert (
        Client.objects.get().email == "eeva@example.org"
        and Referral.objects.get().municipality == made.hamina
    )


def _client(**over):
    from tests.referrals.new.filled import CLIENT

    return CLIENT | {"email": "eeva@example.org"} | PROTECTED | over


def _need():
    from tests.referrals.new.filled import NEED

    return NEED


# ------------------------------------------------------------ the bill
def few(monkeypatch, **most):
    monkeypatch.setattr(limits, "LIMITS", limits.LIMITS | {name: (n, 3600) for name, n in most.items()})


def from_elsewhere(press, made, number):  # noqa: F811
    return through(press, made, email=f"eeva{number}@example.org")


def test_all_networks_together_get_so_many_codes(press, made, monkeypatch):  # noqa: F811
    few(monkeypatch, own_code_email=2)
    assert [step(from_elsewhere(press, made, n)) for n in range(3)] == ["code", "code", "send"]
    assert Message.objects.count() == 2 and rows() == [0] * 6


@override_settings(HYTE_SMS="practice")
def test_when_no_more_texts_go_the_other_way_is_named_and_works(press, made, monkeypatch):  # noqa: F811
    monkeypatch.setattr("outbox.sending.offered", lambda channel: True)
    few(monkeypatch, own_code_sms_day=0)
    page = press(press.begin(), step="client", **_client(phone="050 123 4567", non_disclosure=""))
    page = press(page, step="need", **_need())
    answer = press(page, step="send", team=made.team.pk, agree="on", code_by="sms")
    assert step(answer) == "send" and not Message.objects.exists()
    assert "Valitse toinen tapa" in answer.content.decode()
    assert step(press(answer, step="send", team=made.team.pk, agree="on", code_by="email")) == "code"


def test_what_one_network_or_address_may_not_does_not_use_up_everybodys(press, made, monkeypatch):  # noqa: F811
    few(monkeypatch, own_code_email=4)
    for _time in range(6):
        through(press, made)  # three of them
    assert step(from_elsewhere(press, made, 1)) == "code"


def test_the_count_names_nobody(press, made, monkeypatch):  # noqa: F811
    keys, add = [], cache.add
    monkeypatch.setattr(cache, "add", lambda key, *more: keys.append(key) or add(key, *more))
    through(press, made)
    ours = [one for one in keys if one.startswith("limit:")]
    assert len(ours) == 1 and re.fullmatch(r"limit:own_code_email:all:\d+", ours[0])
    assert not any("eeva" in one for one in keys)
