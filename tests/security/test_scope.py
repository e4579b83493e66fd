"""Whose rows a membership opens, and what may stand in a scope at all."""

from uuid import UUID

import pytest

from organisations.acting import actor_of, memberships_of
from organisations.models import Role, User
from organisations.scope import NOTHING, Scope, scope_of
from tests import factories


@pytest.mark.parametrize(
    "wrong",
    [
        {"munis": ("075,091",)},
        {"munis": ("75",)},
        {"munis": ("0755",)},
        {"munis": ("٠٧٥",)},
        {"munis": ("07\n",)},
        {"munis": ("{091}",)},
        {"units": ("1,2",)},
        {"units": ("-1",)},
        {"units": ("1; --",)},
        {"user": "1'"},
        {"county": "10,02"},
        {"county": "1"},
        {"referral": "x"},
        {"link": "x"},
        {"link": "0" * 64 + ","},
        {"controllers": ("1,2",)},
    ],
)
@pytest.mark.once
def test_nothing_of_another_form_gets_into_a_scope(wrong):
    with pytest.raises(ValueError):
        Scope(**wrong).texts()


@pytest.mark.once
def test_what_a_scope_sets():
    referral = UUID(int=5)
    scope = Scope(
        user=7, units=(1, 2), munis=("075", "285"), county="10", audit=True, controllers=(3,), referral=referral,
        link="0a" * 32,
    )  # fmt: skip
    assert scope.texts() == {
        "app.user": "7",
        "app.units": "1,2",
        "app.munis": "075,285",
        "app.county": "10",
        "app.audit": "1",
        "app.controllers": "3",
        "app.referral": str(referral),
        "app.link": "0a" * 32,
    }
    assert set(NOTHING.texts().values()) == {""}


@pytest.fixture
def city(db):
    home = factories.municipality("285")
    return factories.organisation(kind="municipality", municipality=home)


def scope(user):
    return scope_of(user, memberships_of(user))


@pytest.mark.django_db
@pytest.mark.parametrize("role", Role.values)
def test_only_roles_that_meet_clients_open_rows_of_clients(city, role):
    unit = factories.organisation(kind="unit", parent=city)
    opened = scope(factories.user(role, city))
    if role in {"professional", "adviser", "intake"}:
        assert opened.munis == ("285",) and opened.units == tuple(sorted([city.pk, unit.pk]))
    else:
        assert opened.munis == opened.units == ()
    assert bool(opened.county) == (role == Role.REFERRAL_COORDINATOR)
    assert opened.audit == (role == Role.AUDITOR)
    assert opened.referral is None


@pytest.mark.django_db
def test_a_member_of_a_unit_has_the_unit_and_what_is_under_it_and_no_municipality(city):
    unit = factories.organisation(kind="unit", parent=city)
    under = factories.organisation(kind="unit", parent=unit)
    factories.organisation(kind="unit", parent=city)
    opened = scope(factories.user(Role.ADVISER, unit))
    assert opened.munis == ()
    assert opened.units == (unit.pk, under.pk)


@pytest.mark.django_db
@pytest.mark.parametrize("role", [Role.PROFESSIONAL, Role.INTAKE, Role.ADVISER])
def test_who_makes_or_gets_referrals_does_so_for_the_whole_organisation(city, role):
    station = factories.organisation(kind="unit", parent=factories.organisation(kind="unit", parent=city))
    assert scope(factories.user(role, station)).controllers == (city.pk,)


@pytest.mark.django_db
def test_a_membership_that_ended_opens_nothing(city):
    user = factories.user(Role.ADVISER, city)
    user.memberships.update(valid_to="2020-12-31")
    assert scope(user) == Scope(user=user.pk)


@pytest.mark.django_db
def test_the_log_says_in_which_role_somebody_acts(city):
    user = factories.user(Role.EDITOR, city, name="Eeva Esimerkki")
    assert actor_of(user).role == "editor"
    county = factories.organisation(name_fi="Alue", name_sv="Område")
    for role in (Role.AUDITOR, Role.PROFESSIONAL):
        user.memberships.create(organisation=county, role=role, valid_from="2020-01-01")
    user = User.objects.get(pk=user.pk)  # the next request
    acting = actor_of(user)
    assert (acting.id, acting.label, acting.role) == (user.pk, "Eeva Esimerkki", "professional")
    assert (acting.organisation_id, acting.organisation_label) == (county.pk, "Alue")
    assert actor_of(user, Role.AUDITOR).role == "auditor"
    assert actor_of(user, Role.ADMINISTRATOR).role == ""
