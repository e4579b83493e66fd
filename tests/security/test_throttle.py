"""The limit of public searches: counted by network, whatever the method, with a page that says when to go on."""

import pytest
from django.core.cache import caches
from django.db import connection
from django.test.utils import CaptureQueriesContext

from hyteportal import throttle
from tests import pages

pytestmark = [pytest.mark.django_db, pytest.mark.once]
LIMIT = 5
SEARCH, LIST = "/fi/palvelut/?q=uinti", "/fi/palvelut/"


@pytest.fixture(autouse=True)
def limited(settings, monkeypatch):
    """Five a minute, and a clock that stands still."""
    settings.HYTE_SEARCHES_PER_MINUTE = LIMIT
    caches["throttle"].clear()
    clock = {"now": 1_800_000_010.0}
    monkeypatch.setattr(throttle.time, "time", lambda: clock["now"])
    yield clock
    caches["throttle"].clear()


def search(client, times=1, path=SEARCH, address="192.0.2.1", **headers):
    return [client.get(path, REMOTE_ADDR=address, headers=headers).status_code for _ in range(times)]


def test_one_search_too_many_gets_a_page_that_says_when(client, language):
    path = {"fi": SEARCH, "sv": "/sv/tjanster/?q=simning"}[language]
    assert search(client, LIMIT, path) == [200] * LIMIT
    answer = client.get(path, REMOTE_ADDR="192.0.2.1")
    assert answer.status_code == 429
    assert answer["Retry-After"] == "50"  # the minute of the clock ends then
    assert pages.faults_of(answer.content.decode(), language) == []
    assert pages.faults_of_headers(answer.headers) == []


def test_the_next_minute_is_free_again(client, limited):
    search(client, LIMIT)
    assert search(client) == [429]
    limited["now"] += 50
    assert search(client) == [200]


def test_a_network_is_counted_and_not_a_person(client):
    search(client, LIMIT, address="192.0.2.1")
    assert search(client, address="192.0.2.200") == [429]
    assert search(client, address="192.0.3.1") == [200]
    search(client, LIMIT, address="2001:db8:1::1")
    assert search(client, address="2001:db8:1:ffff::2") == [429]
    assert search(client, address="2001:db8:2::1") == [200]


def test_a_header_of_the_visitor_does_not_help(client):
    codes = [search(client, **{"x-forwarded-for": f"198.51.100.{n}"})[0] for n in range(LIMIT + 1)]
    assert codes == [200] * LIMIT + [429]


def test_behind_our_own_proxy_visitors_are_told_apart(client, settings):
    settings.HYTE_PROXIES = 1
    for network in (1, 2):
        assert search(client, LIMIT, **{"x-forwarded-for": f"6.6.6.6, 198.51.{network}.7"}) == [200] * LIMIT
    assert search(client, **{"x-forwarded-for": "7.7.7.7, 198.51.1.9"}) == [429]


def test_pages_that_search_nothing_are_not_counted(client):
    assert search(client, LIMIT * 3, LIST) == [200] * LIMIT * 3
    assert search(client, LIMIT * 3, "/fi/") == [200] * LIMIT * 3
    assert search(client) == [200]


def test_the_map_and_its_data_are_searches_too(client):
    search(client, LIMIT - 1)
    assert search(client, 1, "/fi/palvelut/kartta/?q=uinti") == [200]
    assert search(client, 1, "/fi/palvelut/kartta/paikat.json?q=uinti") == [429]


def test_letters_of_a_word_are_not_searches_each(client):
    path = "/fi/palvelut/ehdotukset/?q=ui"
    assert search(client, LIMIT * 4, path) == [200] * LIMIT * 4
    assert search(client, 1, path) == [429]
    assert search(client) == [200]


@pytest.mark.parametrize("method", ["get", "head", "post"])
def test_every_method_is_counted(client, method):
    for _ in range(LIMIT):
        getattr(client, method)(SEARCH, REMOTE_ADDR="192.0.2.1")
    assert search(client) == [429]


def test_counting_asks_neither_database_nor_session(client):
    client.get(SEARCH)  # what is read once in the life of a process
    with CaptureQueriesContext(connection) as counted:
        client.get(SEARCH)
    caches["throttle"].clear()
    throttle_off = pytest.MonkeyPatch()
    throttle_off.setattr(throttle, "SEARCHES", {})
    with CaptureQueriesContext(connection) as free:
        client.get(SEARCH)
    throttle_off.undo()
    assert len(counted) == len(free)
