"""Texts of the tests that wait for confirmation: which they are, and who may read the list."""

import pytest
from django.contrib import admin
from django.urls import reverse

from organisations.models import Role
from pathways.assessments.instruments import instruments
from pathways.assessments.wording import to_confirm
from tests import factories as make
from tests import pages

ADDRESS = "/admin/pathways/tests/"


def listed(key):
    return {(one.language, one.words) for one in to_confirm(instruments()[key])}


def test_translations_that_nobody_published_are_listed():
    assert ("fi", "Olen ollut iloinen ja hyvällä tuulella") in listed("who-5")
    assert ("sv", "Hela tiden") in listed("who-5")
    assert ("sv", "Hur många cigaretter röker du per dag?") in listed("hsi")


def test_published_texts_are_not_listed():
    assert not {
        one
        for one in listed("audit-c")
        if one[1].startswith(("Kuinka usein juot olutta", "Hur ofta dricker du alkohol"))
    }
    assert ("sv", "Jag har vaknat utvilad och pigg") not in listed("who-5")
    assert ("fi", "Kuinka monta savuketta poltat päivittäin?") not in listed("hsi")


def test_every_mark_of_the_data_is_listed_once():
    for test in instruments().values():
        found = [(one.place, one.language, one.words) for one in to_confirm(test)]
        assert found, f"{test.key}: nothing waits for confirmation?"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("role", "status"), [(None, 302), (Role.PROFESSIONAL, 302), (Role.EDITOR, 403), (Role.COORDINATOR, 200)]
)
def test_only_coordinators_read_the_list(client, role, status):
    if role:
        client.force_login(make.user(role, make.organisation()))
    response = client.get(ADDRESS)
    assert response.status_code == status
    index = client.get(reverse("admin:index"))
    assert (ADDRESS in index.content.decode()) is (status == 200)


@pytest.mark.django_db
def test_the_list_is_whole_and_changes_nothing(client, language):
    client.force_login(make.user(Role.COORDINATOR, make.organisation(), language=language))
    html = client.get(ADDRESS).content.decode()
    assert pages.faults_of(html, language) == []
    page = pages.soup(html)
    assert len(page.select("section.lines")) == len(instruments())
    assert page.find(lang="sv", string="Hela tiden")
    assert not page.select("#content form")
    assert admin.site.name in reverse("admin:assessment_wording")
