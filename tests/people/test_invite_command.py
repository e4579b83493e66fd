"""The command that lets the first people in."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from organisations.models import Invitation, Organisation, Role, User
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.once]


@pytest.fixture
def county():
    return factories.organisation(kind=Organisation.Kind.COUNTY, name_fi="Hyvinvointialue")


def run(*more, email="eka@example.org", role="administrator"):
    said = StringIO()
    call_command("invite", email, "--name", "Eeva Esimerkki", "--role", role, *more, stdout=said)
    return said.getvalue()


def test_it_is_a_dry_run_unless_told_otherwise(county):
    assert "Dry run" in run()
    assert not User.objects.exists()


def test_the_first_administrator_gets_a_link_that_works(county):
    said = run("--commit")
    person = User.objects.get(email="eka@example.org")
    assert list(person.memberships.roles()) == [("administrator", county.pk)]
    token = said.strip().splitlines()[-1].rstrip("/").rsplit("/", 1)[1]
    assert Invitation.objects.find(token).user == person


def test_the_second_time_only_a_link_is_sent_and_only_when_it_is_needed(county):
    run("--commit")
    assert "http" in run("--commit")
    person = User.objects.get(email="eka@example.org")
    person.set_password("salasana")
    person.save(update_fields=["password"])
    assert "http" not in run("--commit")
    assert "http" in run("--commit", "--again")
    assert person.memberships.count() == 1


def test_the_organisation_is_chosen_by_its_number(county):
    place = factories.organisation()
    run("--commit", "--organisation", str(place.pk), role="main_user")
    assert list(User.objects.get().memberships.roles()) == [("main_user", place.pk)]


def test_what_cannot_be_is_said(county):
    with pytest.raises(CommandError, match="no e-mail"):
        run(email="eka")
    with pytest.raises(CommandError, match="no organisation number"):
        run("--organisation", "999")
    run("--commit")
    User.objects.get().close(by=factories.user(Role.ADMINISTRATOR))
    with pytest.raises(CommandError, match="closed"):
        run("--commit")


def test_without_the_county_it_says_what_to_do_first():
    with pytest.raises(CommandError, match="load_facts"):
        run()
