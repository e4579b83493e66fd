"""The pages of people and roles: who sees whom, what is foreign, and what every page owes its reader."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from audit.models import Entry
from organisations.models import Membership, Role
from tests import factories, pages

from .conftest import refused

pytestmark = [pytest.mark.django_db, pytest.mark.once]


def names(response):
    return [node.get_text(strip=True) for node in pages.soup(response.content).select(".rows h3 a")]


# ------------------------------------------------------------ who sees whom
def test_a_main_user_sees_the_people_of_the_own_organisation_and_its_units(at, main_user, staff):
    assert names(at(main_user).get(reverse("people"))) == [
        "Editori own",
        "Editori unit",
        main_user.name,
    ]


def test_a_coordinator_sees_everybody(at, coordinator, staff):
    client = at(coordinator)
    assert names(client.get(reverse("people"))) == [
        "Editori foreign",
        "Editori own",
        "Editori unit",
        coordinator.name,
    ]
    assert names(client.get(reverse("people"), {"state": "without"})) == ["Editori former"]


@pytest.mark.parametrize(("days", "status"), [(1, 200), (179, 200), (181, 404)])
@pytest.mark.parametrize("how", ["last day", "ended"])
def test_a_main_user_sees_who_left_for_half_a_year(at, main_user, staff, how, days, status):
    moment = timezone.now() - timedelta(days=days)
    values = (
        {"valid_to": timezone.localdate(moment)}
        if how == "last day"
        else {"valid_to": None, "ended_at": moment}
    )
    staff["former"].memberships.update(**values)
    assert at(main_user).get(reverse("person", args=[staff["former"].pk])).status_code == status


def test_a_list_is_narrowed_by_place_role_and_state_but_never_beyond_ones_own(
    at, main_user, coordinator, staff, own, foreign
):
    staff["own"].close(by=coordinator)
    client = at(main_user)
    assert names(client.get(reverse("people"), {"state": "closed"})) == ["Editori own"]
    assert names(client.get(reverse("people"), {"role": "main_user"})) == [main_user.name]
    for query in ({"place": foreign.pk}, {"place": "x"}, {"role": "king"}, {"place": "9" * 40}):
        assert names(client.get(reverse("people"), query)) == []


def test_names_are_searched_by_a_form_that_writes_no_address(at, coordinator, staff):
    client = at(coordinator)
    assert names(client.post(reverse("people"), {"q": "edit UNI"})) == ["Editori unit"]
    assert names(client.get(reverse("people"), {"q": "unit"})) == names(client.get(reverse("people")))
    page = pages.soup(client.get(reverse("people")).content)
    form = page.find("input", attrs={"name": "q"}).find_parent("form")
    assert form["method"] == "post"


def test_a_main_user_does_not_find_others_by_name(at, main_user, staff):
    assert names(at(main_user).post(reverse("people"), {"q": "Editori"})) == ["Editori own", "Editori unit"]


def test_roles_elsewhere_stay_elsewhere(at, main_user, staff, foreign):
    Membership.objects.grant(staff["own"], foreign, Role.ADVISER)
    answer = at(main_user).get(reverse("person", args=[staff["own"].pk]))
    assert "Oma" in answer.text
    assert "Vieras" not in answer.text


@pytest.mark.parametrize("name", ["person", "person_invite", "person_close", "person_open", "membership_add"])
def test_a_foreign_person_is_not_there_and_the_attempt_is_noted(at, main_user, staff, name):
    client, theirs = at(main_user), staff["foreign"].pk
    assert client.get(reverse(name, args=[theirs])).status_code == 404
    assert client.post(reverse(name, args=[theirs])).status_code == (405 if name == "person" else 404)
    assert client.get(reverse(name, args=[999_999])).status_code == 404
    assert {(kind, key) for _action, kind, key in refused()} == {
        ("person", str(theirs)),
        ("person", "999999"),
    }
    assert not Entry.objects.allowed().exists()


@pytest.mark.parametrize("name", ["membership_change", "membership_end"])
def test_a_foreign_role_is_not_there_and_the_attempt_is_noted(at, main_user, staff, name):
    row = staff["foreign"].memberships.get()
    answer = at(main_user).post(reverse(name, args=[row.pk]), {"version": 1, "last_day": ""})
    assert answer.status_code == 404
    assert [(kind, key) for _action, kind, key in refused()] == [("membership", str(row.pk))]
    row.refresh_from_db()
    assert row.version == 1


def test_reading_people_is_itself_written_down(at, coordinator, staff):
    client = at(coordinator)
    client.get(reverse("people"))
    client.get(reverse("person", args=[staff["own"].pk]))
    read, listed = Entry.objects.newest()
    assert (read.action, read.subject_id, read.actor_id) == ("read", str(staff["own"].pk), coordinator.pk)
    assert (listed.action, str(staff["own"].pk) in listed.shown) == ("listed", True)


# ------------------------------------------------------------ the pages themselves
def addresses(person, row):
    yield from (("workspace", []), ("people", []), ("invite", []), ("person", [person.pk]))
    for name in ("person_invite", "person_close", "membership_add"):
        yield name, [person.pk]
    yield from (("membership_change", [row.pk]), ("membership_end", [row.pk]))


def test_every_page_is_whole_private_and_has_its_own_title(at, main_user, staff, language):
    client, row = at(main_user), staff["own"].memberships.get()
    titles = []
    with override(language):
        for name, args in addresses(staff["own"], row):
            answer = client.get(reverse(name, args=args))
            assert answer.status_code == 200, name
            assert pages.faults_of(answer.content.decode(), language) == [], name
            assert pages.faults_of_headers(answer.headers) == [], name
            assert {"no-store", "private"} <= set(answer["Cache-Control"].split(", ")), name
            titles.append(pages.title(pages.soup(answer.content)))
    assert len(set(titles)) == len(titles)
    assert not any(staff["own"].name in title for title in titles)


def test_a_list_of_fifty_asks_the_database_as_often_as_a_list_of_one(at, coordinator, own, language):
    client = at(coordinator)

    def asked():
        with override(language), CaptureQueriesContext(connection) as captured:
            assert client.get(reverse("people")).status_code == 200
        return len(captured)

    asked()
    few = asked()
    for _ in range(49):
        factories.user(Role.EDITOR, factories.organisation(parent=own, kind="unit"))
    assert asked() == few


def test_the_front_page_shows_what_ones_roles_give_and_nothing_else(at, own, main_user):
    page = pages.soup(at(main_user).get(reverse("workspace")).content)
    doors = [reverse(name) for name in ("admin:index", "people", "referral_figures")]
    assert [link["href"] for link in page.select(".doors a")] == doors
    nobody = factories.user()
    page = pages.soup(at(nobody).get(reverse("workspace")).content)
    assert page.select(".doors") == []
    assert page.select_one(".note")
