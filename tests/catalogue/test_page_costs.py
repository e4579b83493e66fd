"""What a page costs: the same queries for one service and for fifty, few bytes; in both languages."""

import brotli
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests import factories as make
from tests.catalogue.on_map import LIST, MAP, soup

pytestmark = [pytest.mark.django_db, pytest.mark.seldom]
MOST_BYTES = 8 * 1024  # packed


@pytest.fixture
def one():
    make.municipalities()
    home = make.organisation()
    return make.full_service(
        provider=make.organisation(kind="unit", parent=home), themes=[make.theme("exercise")]
    )


def queries(client, path, status=200):
    client.get(path)  # the picture of the catalogue follows what was changed, once
    with CaptureQueriesContext(connection) as captured:
        assert client.get(path).status_code == status
    return len(captured)


def test_a_list_costs_two_queries_for_one_and_for_fifty_services(client, one, language):
    make.copies(one, 1)
    assert queries(client, LIST[language]) == 2
    make.copies(one, 49)
    assert queries(client, LIST[language]) == queries(client, LIST[language] + "?price=paid&page=2") == 2


def test_a_search_costs_three_queries_for_one_and_for_fifty_services(client, one, language):
    searches = [
        f"{LIST[language]}?{query}"
        for query in ("q=1&price=paid", "q=palvelu+teksti", 'q="teksti"', "q=tekstti")
    ]
    assert max(queries(client, path) for path in searches) <= 3
    make.copies(one, 50)
    assert max(queries(client, path) for path in searches) <= 3


def test_pages_with_twenty_results_are_small_when_packed(client, one, language):
    make.copies(one, 25)
    for path in (LIST[language], f"{LIST[language]}?q=teksti", one.get_absolute_url(language)):
        assert len(brotli.compress(client.get(path).content, quality=5)) <= MOST_BYTES, path


def test_a_map_costs_two_queries(client, one, language):
    assert queries(client, MAP[language]) == 2
    make.copies(one, 30)
    assert queries(client, MAP[language]) == 2


def test_a_service_page_costs_two_queries_however_much_it_shows(client, language):
    bare = make.service()
    assert queries(client, bare.get_absolute_url(language)) == 2
    full = make.full_service()
    make.copies(full, 3)
    for _ in range(3):
        make.add_rows(full)
    assert queries(client, full.get_absolute_url(language)) == 2


def test_the_page_of_a_service_that_is_gone_costs_three(client, one, language):
    make.copies(one, 3)
    one.archive(by=make.user())
    assert queries(client, one.get_absolute_url(language), status=410) == 3


def test_an_organisations_page_costs_four(client, one, language):
    home = one.provider.parent
    make.copies(one, 30)
    assert queries(client, home.get_absolute_url(language)) == 4


def test_no_page_after_the_fiftieth_and_its_last_one_asks_to_narrow_down(client, monkeypatch):
    monkeypatch.setattr("catalogue.views.MOST_PAGED", 20)
    make.copies(make.service(), 20)
    page = soup(client, LIST["fi"])
    assert "vain ensimmäiset 20" in page.get_text() and not page.select(".pager")
    assert client.get(LIST["fi"] + "?page=2").status_code == 404
