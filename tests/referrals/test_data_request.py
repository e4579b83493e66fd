"""A client asks for their data: who works with referrals finds those of their own unit."""

import pytest
from django.core.cache import cache
from django.urls import reverse

from audit.models import Entry
from organisations.models import Role
from referrals import limits, tracing
from referrals.models import Trace
from tests import factories, pages, walls
from tests.kept import fresh, kept
from tests.referrals import scene as scenes
from tests.signing import confirmed, enter

pytestmark = pytest.mark.django_db
CODE = "030461-9994"
WHERE = "referral_data_request"


def build():
    with walls.everything():
        return _build()


def _build():
    made = scenes.scene()
    made.rows = []
    for state, over in (
        ("sent", {"identity_code": CODE}),
        ("completed", {"identity_code": CODE}),
        ("sent", {}),
    ):
        row = scenes.referral(made, state, name="Eeva Esimerkki", **over)
        tracing.mark(row.referral, row.receiver)
        tracing.mark_sender(row.referral)
        made.rows.append(row.referral)
    return made


scene = kept(build)


@pytest.fixture
def made(scene, db):
    cache.clear()
    return fresh(scene)


@pytest.fixture
def asked(client):
    def sent(person, **typed):
        enter(client, person)
        confirmed(client)
        answer = client.post(reverse(WHERE), typed)
        soup = pages.soup(answer.content)
        return answer, {one.get_text() for one in soup.select("h3 .num")}

    return sent


def numbers(made, *which):
    return {made.rows[place].number for place in which}


def test_the_code_finds_open_and_ended_ones_on_both_sides(asked, made):
    for person in (made.intake, made.adviser, made.nurse):
        assert asked(person, identity_code=CODE.lower())[1] == numbers(made, 0, 1), person


def test_name_and_birth_date_find_those_without_a_code_too(asked, made):
    assert asked(made.intake, name=" eeva  ESIMERKKI", born="3.4.1961")[1] == numbers(made, 0, 1, 2)
    assert asked(made.intake, name="Eeva Esimerkki", identity_code=CODE)[1] == numbers(made, 0, 1, 2)


@pytest.mark.once
def test_restricted_ones_are_found_and_each_leads_to_the_rights(client, asked, made):
    made.rows[0].restrict()
    answer, found = asked(made.intake, identity_code=CODE)
    assert found == numbers(made, 0, 1)
    link = reverse("referral_data", args=[made.rows[0].pk])
    assert pages.soup(answer.content).select(f'a[href="{link}"]')
    assert client.get(link).status_code == 200


def test_another_organisation_and_another_unit_find_nothing(asked, made):
    elsewhere = factories.organisation(kind="municipality", municipality=factories.municipality("286"))
    for where in (scenes.unit(elsewhere, "Neuvonta"), scenes.unit(made.town, "Kulttuuri")):
        assert asked(factories.user(Role.INTAKE, where), identity_code=CODE)[1] == set()
    assert (
        asked(factories.user(Role.PROFESSIONAL, scenes.unit(made.county, "Neuvola")), identity_code=CODE)[1]
        == set()
    )


@pytest.mark.once
def test_who_has_not_said_again_who_they_are_finds_nothing(client, made):
    enter(client, made.intake)
    answer = client.post(reverse(WHERE), {"identity_code": CODE})
    assert answer.status_code == 302 and not Entry.objects.filter(action="searched").exists()


@pytest.mark.once
def test_coordinator_and_auditor_have_no_such_page(client, made):
    for person in (made.watcher, factories.user(Role.AUDITOR, made.county)):
        enter(client, person)
        confirmed(client)
        assert client.post(reverse(WHERE), {"identity_code": CODE}).status_code == 403


@pytest.mark.once
def test_the_search_stands_in_the_log_and_the_code_nowhere(asked, made):
    answer, _found = asked(made.intake, identity_code=CODE)
    line = Entry.objects.get(action="searched")
    assert sorted(line.shown) == sorted(str(one.pk) for one in made.rows[:2])
    assert line.fields == ["identity_code"]
    assert CODE not in answer.content.decode() and CODE not in str(list(Entry.objects.values()))


@pytest.mark.once
@pytest.mark.parametrize(
    "typed",
    [
        {},
        {"name": "Eeva Esimerkki"},
        {"born": "3.4.1961"},
        {"identity_code": "030461-999X"},
        {"identity_code": "\x00"},
    ],
)
def test_less_than_that_finds_nothing_and_says_so(asked, made, typed):
    answer, found = asked(made.intake, **typed)
    assert answer.status_code == 200 and not found and answer.context["form"].errors
    assert not Entry.objects.filter(action="searched").exists()


@pytest.mark.once
def test_so_many_searches_an_hour(asked, made, monkeypatch):
    monkeypatch.setattr(limits, "LIMITS", limits.LIMITS | {"find_person": (1, 3600)})
    assert asked(made.intake, identity_code=CODE)[0].status_code == 200
    assert asked(made.intake, identity_code=CODE)[0].status_code == 429


@pytest.mark.once
def test_what_is_erased_is_found_by_nothing(asked, made):
    Trace.objects.of(made.rows[0]).delete()
    assert asked(made.intake, identity_code=CODE)[1] == numbers(made, 1)


@pytest.mark.once
def test_the_page_is_whole(client, made):
    enter(client, made.intake)
    confirmed(client)
    assert pages.faults_of(client.get(reverse(WHERE)).content.decode(), "fi") == []
