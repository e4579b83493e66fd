"""The practice accounts of a demo."""

import json
import stat
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from organisations.models import Membership, Organisation, Role, User
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.once]  # who sees what does not hang on the database

COORDINATOR, EDITOR = "koordinaattori@esimerkki.invalid", "editori@esimerkki.invalid"


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


def kept(settings):
    return json.loads((settings.VAR_DIR / "practice_accounts.json").read_text())


def test_a_demo_gets_a_coordinator_of_the_county_and_an_editor_of_hamina(demo):
    printed = run("--commit")
    passwords = kept(demo)
    assert set(passwords) == {COORDINATOR, EDITOR}
    for email, password in passwords.items():
        assert len(password) >= 12
        assert User.objects.get(email=email).check_password(password)
        assert email in printed
        assert password in printed
    held = {row.user.email: (row.role, row.organisation.kind) for row in Membership.objects.all()}
    assert held == {COORDINATOR: (Role.COORDINATOR, "county"), EDITOR: (Role.EDITOR, "municipality")}
    assert Membership.objects.get(role=Role.EDITOR).organisation.municipality_id == "075"
    assert not User.objects.filter(is_superuser=True).exists()


def test_elsewhere_the_editor_belongs_to_the_first_municipality(demo):
    Organisation.objects.filter(municipality_id="075").delete()
    run("--commit")
    assert Membership.objects.get(role=Role.EDITOR).organisation.municipality_id == "935"


def test_the_file_is_readable_by_its_owner_alone(demo):
    run("--commit")
    assert stat.S_IMODE((demo.VAR_DIR / "practice_accounts.json").stat().st_mode) == 0o600


def test_a_second_run_keeps_everything(demo):
    run("--commit")
    before = kept(demo)
    run("--commit")
    assert kept(demo) == before
    assert (User.objects.count(), Membership.objects.count()) == (2, 2)
    assert User.objects.get(email=EDITOR).check_password(before[EDITOR])


def test_a_password_changed_by_hand_is_the_printed_one_again(demo):
    run("--commit")
    person = User.objects.get(email=EDITOR)
    person.set_password("jokin muu salasana")
    person.save()
    run("--commit")
    person.refresh_from_db()
    assert person.check_password(kept(demo)[EDITOR])


def test_when_the_file_is_lost_there_are_new_passwords(demo):
    run("--commit")
    before = kept(demo)
    (demo.VAR_DIR / "practice_accounts.json").unlink()
    run("--commit")
    assert kept(demo)[EDITOR] != before[EDITOR]
    assert User.objects.get(email=EDITOR).check_password(kept(demo)[EDITOR])


def test_without_commit_nothing_is_written(demo):
    assert "Dry run" in run()
    assert not User.objects.exists()
    assert not (demo.VAR_DIR / "practice_accounts.json").exists()


def test_show_prints_and_writes_nothing(demo):
    assert "no practice accounts" in run("--show")
    run("--commit")
    assert kept(demo)[EDITOR] in run("--show")
    User.objects.all().delete()
    run("--show")
    assert not User.objects.exists()


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
