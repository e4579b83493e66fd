"""A list as a link: it is the list itself, signed, and works until its day."""

from datetime import timedelta

import pytest
import segno
from django.core import signing
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as any_of

from catalogue.tray import share
from tests import pages
from tests.factories import service, user
from tests.tray.pressing import address, held, hold, press, soup

ITEMS = ("s12", "pexercise/own-test", "s3")


def token_of(items, days=90):
    until = timezone.localdate() + timedelta(days=days)
    words = ".".join(items).replace("/", ":")
    return signing.Signer(**share._SIGNER).sign(f"{words}~{until.toordinal()}")


def test_a_link_is_its_list_and_the_last_day_it_works(settings):
    settings.HYTE_SHARE_DAYS = 30
    url = share.link(ITEMS).url
    assert url.startswith(f"{settings.HYTE_ORIGIN}/fi/tarjotin/jaettu/")
    found = share.read(url.rstrip("/").rpartition("/")[2])
    assert found.items == ITEMS and not found.over
    assert found.until == timezone.localdate() + timedelta(days=30)


def test_a_link_works_to_the_end_of_its_day():
    assert not share.read(token_of(ITEMS, 0)).over
    assert share.read(token_of(ITEMS, -1)).over


@pytest.mark.parametrize(
    "token",
    [
        "x",
        "~~",
        "s1~740000~AAAA",
        "s1~740000~" + "A" * 43,
        "ä",
        "\udc80",
        "s" * 100_000,
        signing.Signer(salt="another", sep="~").sign("s1~740000"),
        signing.Signer(**share._SIGNER).sign("s1"),
        signing.Signer(**share._SIGNER).sign("s1~x"),
        signing.Signer(**share._SIGNER).sign("s1~0"),
        signing.Signer(**share._SIGNER).sign("s1~99999999999999999999"),
        signing.Signer(**share._SIGNER).sign("s1~1~740000"),
    ],
    ids=range(13),
)
def test_a_link_that_is_not_ours_is_none(token):
    assert share.read(token) is None


@given(any_of.text(max_size=80))
def test_whatever_stands_in_the_address_is_no_fault(token):
    assert share.read(token) is None


def test_every_full_tray_has_a_code_that_can_be_drawn():
    for items in (
        [f"s{number}" for number in range(100_000, 100_050)],
        ["p" + "a" * 47 + "/" + "b" * 40] * 15,
    ):
        link = share.link(items)
        assert "<path" in link.code and "style" not in link.code
        assert segno.make(link.url, error="l", micro=False).version <= 40


pytestmark = [pytest.mark.django_db, pytest.mark.once]  # nothing here that databases answer differently


def test_whoever_has_the_link_sees_the_things_in_their_order(client, language):
    ones = [service(), service()]
    token = token_of([f"s{one.pk}" for one in ones])
    answer = client.get(address("tray_shared", language, token))
    page = soup(answer)
    assert [link["href"] for link in page.select("ol.cards h3 a")] == [
        one.get_absolute_url(language) for one in ones
    ]
    assert pages.faults_of(answer.content.decode(), language) == []
    assert pages.faults_of_headers(answer.headers) == []
    assert not page.select("[name=direction]") and not answer.cookies
    assert "private" in answer["Cache-Control"] and answer["X-Robots-Tag"] == "noindex"
    other = {"fi": "sv", "sv": "fi"}[language]
    assert page.select_one(f".tools a[lang={other}]")["href"] == address("tray_shared", other, token)
    assert token in page.select_one("#shared-link")["value"]  # the same link, not one that lives longer


def test_all_is_copied_to_ones_own_tray_behind_what_lies_there(client, language):
    a, b, c = (f"s{service().pk}" for _ in range(3))
    hold(client, b)
    answer = press(client, "tray_copy", language, args=[token_of([a, b, c])])
    assert (answer.status_code, answer["Location"]) == (302, address("tray", language))
    assert held(client).items == (b, a, c)


def test_what_does_not_fit_is_not_copied_in_part(client):
    keys = tuple(f"s{number}" for number in range(900_000, 900_049))
    hold(client, *keys)
    answer = press(client, "tray_copy", args=[token_of(["s1", "s2"])])
    assert answer.status_code == 409 and held(client).items == keys


def test_a_link_that_is_over_says_so_and_offers_the_search(client, language):
    token = token_of(["s1"], -1)
    for answer in (
        client.get(address("tray_shared", language, token)),
        press(client, "tray_copy", language, args=[token]),
    ):
        assert answer.status_code == 410 and not answer.cookies
        words = {"fi": "Linkki ei enää toimi", "sv": "Länken fungerar inte längre"}
        page = soup(answer)
        assert page.h1.get_text() == words[language]
        assert page.select_one("form[role=search]")


@pytest.mark.parametrize("token", ["x", "s1~740000~" + "A" * 43, "%00", "ä", "s" * 3000])
def test_a_forged_link_is_a_page_that_is_not_there(client, language, token):
    for answer in (
        client.get(address("tray_shared", language, token)),
        press(client, "tray_copy", language, args=[token]),
    ):
        assert answer.status_code == 404 and not answer.cookies
        assert soup(answer).select_one("form[role=search]")


def test_a_thing_of_the_list_that_is_gone_is_shown_so(client):
    one = service()
    one.archive(by=user())
    page = soup(client.get(address("tray_shared", "fi", token_of([f"s{one.pk}", "s999999"]))))
    assert len(page.select("ol.cards > li")) == 2 and not page.select("ol.cards button")
