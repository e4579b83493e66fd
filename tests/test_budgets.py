"""Budgets that noise cannot move: queries and bytes of the public pages, and work that does not grow with rows."""

import statistics
import time

import brotli
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.translation import activate

from catalogue.models import Service
from tests.factories import copies, full_service

KB = 1024
QUERIES = {"list": 2, "search": 3, "service": 2}
MOST_BYTES = 8 * KB
GROWTH = 1.8  # the list with four times the services; the budget over real servers is 1.5 for a hundred times
FEW, MANY = 1000, 4000
REQUESTS, ROUNDS = 20, 5


@pytest.fixture
def one():
    """A service with every kind of row beside it."""
    return full_service()


def addresses(one, language):
    listed = reverse("services")
    return {
        "list": f"{listed}?municipality=075&price=paid",
        "search": f"{listed}?q={'teksti' if language == 'fi' else 'tjänst'}&price=paid",
        "service": one.get_absolute_url(language),
    }


def queries(client, address):
    """How many a page asks that is not the first after a change."""
    assert client.get(address).status_code == 200
    with CaptureQueriesContext(connection) as captured:
        client.get(address)
    return [row["sql"] for row in captured]


@pytest.mark.django_db
@pytest.mark.parametrize("services", [1, 50])
def test_pages_ask_the_database_no_more_than_their_budget(client, language, one, services):
    activate(language)
    if services > 1:
        copies(one, services - 1)
        Service.objects.refresh()
    asked = {kind: queries(client, address) for kind, address in addresses(one, language).items()}
    assert {kind: rows for kind, rows in asked.items() if len(rows) > QUERIES[kind]} == {}


@pytest.mark.django_db
def test_pages_with_twenty_results_are_small_when_packed(client, language, one):
    activate(language)
    copies(one, 25)
    Service.objects.refresh()
    pages = {kind: client.get(address).content for kind, address in addresses(one, language).items()}
    packed = {kind: len(brotli.compress(content, quality=5)) for kind, content in pages.items()}
    assert {kind: size for kind, size in packed.items() if size > MOST_BYTES} == {}


@pytest.mark.long
@pytest.mark.django_db
def test_a_page_with_many_more_services_costs_hardly_more(client, one):
    copies(one, FEW - 1)
    Service.objects.refresh()
    few = {kind: cost(client, address) for kind, address in addresses(one, "fi").items()}
    copies(one, MANY - FEW)
    Service.objects.refresh()
    many = {kind: cost(client, address) for kind, address in addresses(one, "fi").items()}
    growth = {kind: many[kind] / few[kind] for kind in ("list", "service")}
    assert max(growth.values()) < GROWTH, growth


def cost(client, address):
    """CPU seconds of a request: the median of the rounds."""
    client.get(address)
    rounds = []
    for _ in range(ROUNDS):
        began = time.process_time()
        for _ in range(REQUESTS):
            client.get(address)
        rounds.append((time.process_time() - began) / REQUESTS)
    return statistics.median(rounds)
