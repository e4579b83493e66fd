"""The practice accounts of a demo: one for each role."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from organisations.models import Membership, Organisation, Role, User
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.once]  # who sees what does not hang on the database

EDITOR = "editor@harjoitus.invalid"


@pytest.fixture
def demo(settings, tmp_path):
    settings.HYTE_ENV, settings.VAR_DIR = "demo", tmp_path / "var"
    factories.organisation(kind=Organisation.Kind.COUNTY, name_fi="Hyvinvointialue")
    for place, one in enumerate(factories.municipalities()):  # Hamina's name is the last
        factories.organisation(
            kind=Organisation.Kind.MUNICIPALITY, municipality=one, name_fi=f"Kunta {9 - place}"
        )
    return settings


def run(*arguments):
    out = StringIO()
    call_command("practice_accounts", *arguments, stdout=out)
    return out.getvalue()


def test_a_demo_gets_an_account_of_each_role_without_a_password(demo):
    printed = run("--commit")
    held = {row.role: (row.user, row.organisation) for row in Membership.objects.all()}
    assert set(held) == set(Role)
    for role, (person, _home) in held.items():
        assert person.email == f"{role}@harjoitus.invalid"
        assert person.email in printed
        assert person.practice
        assert not person.has_usable_password()
        assert not person.is_superuser
    assert held[Role.COORDINATOR][1].kind == Organisation.Kind.COUNTY
    assert held[Role.EDITOR][1].municipality_id == "075"


def test_elsewhere_the_editor_belongs_to_the_first_municipality(demo):
    Organisation.objects.filter(municipality_id="075").delete()
    run("--commit")
    assert Membership.objects.get(role=Role.EDITOR).organisation.municipality_id == "935"


def test_a_second_run_keeps_everything(demo):
    run("--commit")
    before = list(User.objects.order_by("pk").values())
    run("--commit")
    assert list(User.objects.order_by("pk").values()) == before
    assert Membership.objects.count() == len(Role)


def test_nothing_about_the_accounts_is_kept_in_a_file(demo):
    run("--commit")
    assert not demo.VAR_DIR.exists()


def test_without_commit_nothing_is_written(demo):
    assert "Dry run" in run()
    assert not User.objects.exists()


def test_show_prints_and_writes_nothing(demo):
    assert "no practice accounts" in run("--show")
    assert not User.objects.exists()
    run("--commit")
    assert EDITOR in run("--show")


@pytest.mark.parametrize("env", ["development", "production"])
@pytest.mark.parametrize("arguments", [["--commit"], ["--show"], []])
def test_outside_a_demo_there_are_none(demo, env, arguments):
    demo.HYTE_ENV = env
    with pytest.raises(CommandError, match="demo"):
        run(*arguments)
    assert not User.objects.exists()


def test_facts_come_first(demo):
    Organisation.objects.all().delete()
    with pytest.raises(CommandError, match="load_facts"):
        run("--commit")
