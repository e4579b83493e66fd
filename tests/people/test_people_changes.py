"""What is changed about people: saying again who one is, what a form keeps, what is refused, and who was first."""

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from organisations.models import Membership, Role, User
from outbox.models import Message
from tests import factories, pages
from tests.signing import enter

from .conftest import asks_again, invitation, refused

pytestmark = [pytest.mark.django_db, pytest.mark.once]


# ------------------------------------------------------------ saying again who one is
CHANGING = [
    "invite",
    "person_invite",
    "person_close",
    "membership_add",
    "membership_change",
    "membership_end",
]


@pytest.mark.parametrize("name", CHANGING)
def test_every_change_asks_again_who_is_there(client, main_user, staff, name):
    row = staff["own"].memberships.get()
    args = {"invite": [], "membership_change": [row.pk], "membership_end": [row.pk]}.get(
        name, [staff["own"].pk]
    )
    path = reverse(name, args=args)
    enter(client, main_user)
    assert asks_again(client.get(path))
    before = Membership.objects.count(), Message.objects.count()
    answer = client.post(path, {"version": 1, "last_day": "", **invitation(row.organisation, Role.ADVISER)})
    assert asks_again(answer) or answer.status_code == 403
    assert (Membership.objects.count(), Message.objects.count()) == before
    staff["own"].refresh_from_db()
    row.refresh_from_db()
    assert (staff["own"].is_active, row.version) == (True, 1)


def test_what_was_typed_is_kept_when_the_five_minutes_have_passed(client, main_user, own):
    enter(client, main_user)
    answer = client.post(reverse("invite"), invitation(own))
    page = pages.soup(answer.content)
    assert answer.status_code == 403
    assert page.find("input", attrs={"name": "email"})["value"] == "eeva@example.org"
    assert page.select_one("#unsure a")["href"].startswith(reverse("account_reauthenticate"))
    assert not User.objects.filter(email="eeva@example.org").exists()


# ------------------------------------------------------------ inviting and giving
def test_an_invited_person_stands_on_the_page_that_follows(at, main_user, own):
    client = at(main_user)
    answer = client.post(reverse("invite"), invitation(own, last_day="31.12.2099"), follow=True)
    person = User.objects.get(email="eeva@example.org")
    assert answer.redirect_chain == [(reverse("person", args=[person.pk]), 302)]
    assert "Eeva Esimerkki" in answer.text
    assert str(person.memberships.get().valid_to) == "2099-12-31"
    assert "eeva" not in answer.redirect_chain[0][0]


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"email": "ei osoite"}, "email"),
        ({"name": ""}, "name"),
        ({"last_day": "1.1.2020"}, "last_day"),
        ({"last_day": "huomenna"}, "last_day"),
        ({"role": "coordinator"}, "role"),
        ({"role": "administrator"}, "role"),
        ({"place": "999999"}, "place"),
        ({"place": "yksi"}, "place"),
    ],
)
def test_a_form_with_an_error_says_so_and_keeps_the_rest(at, main_user, own, language, changed, field):
    with override(language):
        answer = at(main_user).post(reverse("invite"), invitation(own) | changed)
    page = pages.soup(answer.content)
    assert answer.status_code == 200
    assert list(answer.context["form"].errors) == [field]
    assert page.select_one(".err[role=alert]")
    assert pages.faults_of(answer.content.decode(), language) == []
    kept = page.find("input", attrs={"name": "email"})["value"]
    assert kept == changed.get("email", "eeva@example.org")
    assert not User.objects.filter(email="eeva@example.org").exists()


def test_what_no_page_offers_is_refused_and_noted(at, main_user, own, foreign):
    client = at(main_user)
    client.post(reverse("invite"), invitation(foreign))
    client.post(reverse("invite"), invitation(own, Role.AUDITOR))
    assert [action for action, _kind, _key in refused()] == ["invited", "invited"]
    assert not User.objects.filter(email="eeva@example.org").exists()


def test_the_own_address_is_not_invited(at, main_user, own):
    answer = at(main_user).post(reverse("invite"), invitation(own, email=main_user.email.upper()))
    assert list(answer.context["form"].errors) == ["email"]


def test_a_role_that_is_there_and_an_account_that_is_closed_are_told(at, coordinator, staff, own):
    client, email = at(coordinator), staff["own"].email
    answer = client.post(reverse("invite"), invitation(own, email=email))
    assert list(answer.context["form"].errors) == ["role"]
    staff["own"].close(by=coordinator)
    answer = client.post(reverse("invite"), invitation(own, email=email))
    assert list(answer.context["form"].errors) == ["email"]


def test_a_role_is_given_on_the_page_of_the_person(at, main_user, staff, unit):
    client, path = at(main_user), reverse("membership_add", args=[staff["own"].pk])
    assert client.post(path, {"place": unit.pk, "role": "intake", "last_day": ""}).status_code == 302
    assert set(staff["own"].memberships.roles()) == {("editor", unit.parent_id), ("intake", unit.pk)}


@pytest.mark.parametrize("role", [Role.MAIN_USER, Role.COORDINATOR, Role.ADMINISTRATOR])
def test_nobody_gets_to_their_own_roles(at, own, role):
    person = factories.user(role, own)
    row, client = person.memberships.get(), at(person)
    page = pages.soup(client.get(reverse("person", args=[person.pk])).content)
    assert not page.select("main a[href*=roolit], main .btn[href]")
    for name, key in (
        ("membership_add", person.pk), ("membership_end", row.pk), ("membership_change", row.pk),
        ("person_close", person.pk), ("person_invite", person.pk), ("person_open", person.pk),
    ):  # fmt: skip
        answer = client.post(reverse(name, args=[key]), {"version": 1, "last_day": ""})
        assert answer.status_code == 403, name
    assert len(refused()) == 6


# ------------------------------------------------------------ ending, and who was first
def test_leaving_takes_effect_at_the_next_request(at, client, main_user, own):
    person = factories.user(Role.MAIN_USER, own)
    theirs = type(client)()
    enter(theirs, person)
    assert theirs.get(reverse("people")).status_code == 200
    row = person.memberships.get()
    assert at(main_user).post(reverse("membership_end", args=[row.pk]), {"version": 1}).status_code == 302
    assert theirs.get(reverse("people")).status_code == 403
    assert theirs.get(reverse("workspace")).status_code == 200


@pytest.mark.parametrize("name", ["membership_change", "membership_end"])
def test_the_second_of_two_is_told_who_was_first(at, main_user, coordinator, staff, language, name):
    row = staff["own"].memberships.get()
    row.set_last_day(timezone.localdate(), by=coordinator, version=1)
    with override(language):
        path = reverse(name, args=[row.pk])
        answer = at(main_user).post(path, {"version": 1, "last_day": ""})
    assert answer.status_code == 409
    assert coordinator.name in answer.text
    assert pages.faults_of(answer.content.decode(), language) == []
    row.refresh_from_db()
    assert (row.version, row.ended_at) == (2, None)


def test_a_role_that_is_over_has_no_form_any_more(at, main_user, staff):
    row = staff["own"].memberships.get()
    row.end(by=main_user, version=1)
    assert at(main_user).get(reverse("membership_end", args=[row.pk])).status_code == 409


def test_no_form_makes_a_superuser_or_gives_what_it_does_not_ask(at, coordinator, own):
    forged = {
        "is_superuser": "on",
        "is_staff": "on",
        "practice": "on",
        "is_active": "",
        "valid_from": "2000-01-01",
    }
    at(coordinator).post(reverse("invite"), invitation(own, password="salasana", groups="1", **forged))
    person = User.objects.get(email="eeva@example.org")
    assert (person.is_superuser, person.practice, person.is_active) == (False, False, True)
    assert not person.has_usable_password()
    assert person.memberships.get().valid_from == timezone.localdate()
