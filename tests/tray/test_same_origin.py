"""Buttons carry no token: whoever sends them from elsewhere is refused in words and changes nothing."""

import pytest
from django.test import Client, RequestFactory
from django.urls import get_resolver

from catalogue.tray.same_origin import is_own
from tests.factories import service
from tests.security.walk import addresses
from tests.tray.pressing import COOKIE, address, held, hold, press, soup

BUTTONS = [
    "tray_add",
    "tray_remove",
    "tray_move",
    "tray_clear",
    "tray_restore",
    "tray_municipality",
    "tray_here",
]


@pytest.mark.parametrize(
    ("headers", "own"),
    [
        ({"sec-fetch-site": "same-origin"}, True),
        ({"sec-fetch-site": "same-origin", "origin": "https://evil.example"}, True),  # the browser's own word
        ({"sec-fetch-site": "same-site", "origin": "http://testserver"}, False),
        ({"sec-fetch-site": "cross-site", "origin": "http://testserver"}, False),
        ({"sec-fetch-site": "none", "origin": "http://testserver"}, False),
        ({"sec-fetch-site": ""}, False),
        ({"origin": "http://testserver"}, True),
        ({"origin": "https://hyte.example.org"}, True),  # behind a proxy that ends TLS
        ({"origin": "http://testserver.evil.example"}, False),
        ({"origin": "http://testserver:81"}, False),
        ({"origin": "https://testserver"}, False),
        ({"origin": "null"}, False),
        ({"origin": ""}, False),
        ({"referer": "http://testserver/fi/"}, False),
        ({}, False),
    ],
    ids=str,
)
def test_only_our_own_pages_send_buttons(settings, headers, own):
    settings.HYTE_ORIGIN = "https://hyte.example.org"
    assert is_own(RequestFactory().post("/", headers=headers)) is own


@pytest.mark.once
@pytest.mark.django_db
@pytest.mark.parametrize(
    "headers", [{}, {"sec-fetch-site": "cross-site"}, {"origin": "https://evil.example"}]
)
@pytest.mark.parametrize("name", BUTTONS)
def test_what_another_site_sends_is_refused_in_words_and_changes_nothing(client, language, name, headers):
    one = service()
    hold(client, f"s{one.pk}")
    before = client.cookies[COOKIE].value
    answer = press(client, name, language, headers=headers, key=f"s{one.pk}", here="a/b", municipality="075")
    assert answer.status_code == 403 and not answer.cookies
    assert client.cookies[COOKIE].value == before
    words = {"fi": "Mitään ei muutettu", "sv": "Inget ändrades"}
    assert soup(answer).h1.get_text() == words[language]


@pytest.mark.once
@pytest.mark.django_db
def test_our_own_buttons_need_no_token():
    client = Client(enforce_csrf_checks=True)
    one = service()
    assert press(client, "tray_add", key=f"s{one.pk}").status_code == 302
    assert held(client).items == (f"s{one.pk}",)


@pytest.mark.once
@pytest.mark.django_db
@pytest.mark.parametrize("name", BUTTONS)
def test_the_address_of_a_button_leads_to_the_tray_when_it_is_opened(client, language, name):
    answer = client.get(address(name, language))
    assert (answer.status_code, answer["Location"]) == (302, address("tray", language))
    assert client.delete(address(name, language)).status_code == 405
    assert not client.cookies


# These keep nothing: what is answered goes from page to page, a code opens what it stands for.
WITHOUT_A_COOKIE = {"assessment", "hand_over", "together"}
# The client's own pages: a cookie of theirs alone, and the same check.
CLIENTS = {one.name for one in addresses() if one.name.startswith("own_")}


def test_no_other_view_of_ours_is_exempt_from_tokens():
    def views(patterns):
        for one in patterns:
            yield from views(one.url_patterns) if hasattr(one, "url_patterns") else [one]

    exempt = {
        one.name for one in views(get_resolver().url_patterns) if getattr(one.callback, "csrf_exempt", 0)
    }
    assert exempt - WITHOUT_A_COOKIE - CLIENTS == {*BUTTONS, "tray_copy"}


@pytest.mark.once
@pytest.mark.django_db
def test_the_clients_own_pages_take_no_form_of_another_website(client):
    paths = {one.path for one in addresses() if one.name in CLIENTS}
    assert len(paths) > 10
    taken = {path: client.post(path, HTTP_SEC_FETCH_SITE="cross-site").status_code for path in paths}
    assert set(taken.values()) <= {403, 404, 405}, taken  # 404: no such kind here; 405: pages without a form
