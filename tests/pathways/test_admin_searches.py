"""Saved searches in the admin: chosen in words, and how many services they find now."""

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from organisations.models import Role
from pathways.models import SavedSearch
from tests import factories as make
from tests.admin_forms import faults, form_of, send

from . import making

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client):
    make.municipalities()
    client.force_login(make.user(Role.COORDINATOR, make.organisation(), language="fi"))
    return client


def test_a_saved_search_says_how_many_services_it_finds_now(desk):
    row = making.search()
    make.service(format="group")
    page = BeautifulSoup(desk.get(form_of(row)).content, "html.parser")
    assert page.select_one(".field-finds .readonly").get_text() == "1 palvelu"
    link = BeautifulSoup(desk.get(reverse("admin:pathways_savedsearch_changelist")).content, "html.parser")
    assert link.select_one("td.field-finds a")["href"] == "/fi/palvelut/?format=group"


def test_the_filters_of_a_saved_search_are_chosen_in_words(desk):
    row, theme = making.search(), make.theme("nature")
    answers = {"facet_theme": [theme.pk], "facet_format": ["course", "group"], "facet_price": []}
    assert faults(send(desk, form_of(row), **answers)) == []
    row.refresh_from_db()
    assert row.facets == {"theme": [theme.pk], "format": ["group", "course"]} or set(row.facets) == {
        "theme",
        "format",
    }
    assert faults(send(desk, form_of(row), facet_price=["gratis"]))


def test_a_new_saved_search_is_made(desk):
    answers = {"name_fi": "Ryhmät", "key": "groups", "facet_format": ["group"]}
    assert faults(send(desk, reverse("admin:pathways_savedsearch_add"), **answers)) == []
    assert SavedSearch.objects.get().facets == {"format": ["group"]}
