"""No process works with keys that are missing, weak, or not those of its database."""

import runpy
from base64 import urlsafe_b64encode

import pytest
from django.core.checks import run_checks
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from django.core.management.sql import emit_post_migrate_signal
from django.db import connection, transaction

from hyteportal import environment
from organisations.checks import KEYS
from organisations.models import Canary, canary

SECRET = "s" * 50
INDEX = "i" * 50


def new_key(letter="n"):
    """The same in every process that collects the tests."""
    return urlsafe_b64encode(letter.encode() * 32).decode()


@pytest.fixture
def production(monkeypatch):
    monkeypatch.setattr(environment, "PRODUCTION", True)
    for name in ("FIELD_KEYS", "FIELD_KEYS_FILE", "INDEX_KEY_FILE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("INDEX_KEY", INDEX)
    return monkeypatch


# ------------------------------------------------------------ the environment
def test_keys_come_from_the_environment_in_their_order(production):
    keys = [new_key("a"), new_key("b")]
    production.setenv("FIELD_KEYS", ", ".join(keys))
    assert environment.column_keys(SECRET) == (keys, INDEX)


@pytest.mark.parametrize("name", ["FIELD_KEYS", "INDEX_KEY"])
def test_production_without_a_key_stops_and_names_it(production, name):
    production.setenv("FIELD_KEYS", new_key())
    production.delenv(name)
    with pytest.raises(ImproperlyConfigured, match=name):
        environment.column_keys(SECRET)


SHORT, KEY = "QUJD", new_key()


@pytest.mark.parametrize(
    ("fields", "index", "said"),
    [
        (SHORT, INDEX, "key 1 is not 32 bytes"),
        (f"{KEY},{SHORT}", INDEX, "key 2 is not 32 bytes"),
        ("!" * 44, INDEX, "key 1 is not 32 bytes"),
        (",", INDEX, "at least one key"),
        (f"{KEY},{KEY}", INDEX, "none twice"),
        (KEY, "short", "at least 32 characters"),
        (KEY, KEY, "must all differ"),
        (KEY, SECRET, "must all differ"),
    ],
)
def test_weak_or_shared_keys_stop_the_process_and_are_not_repeated(production, fields, index, said):
    production.setenv("FIELD_KEYS", fields)
    production.setenv("INDEX_KEY", index)
    with pytest.raises(ImproperlyConfigured, match=said) as refusal:
        environment.column_keys(SECRET)
    assert not any(key in str(refusal.value) for key in (SHORT, KEY, SECRET))


def test_a_key_may_stand_in_a_file_that_its_owner_alone_reads(production, tmp_path):
    file, key = tmp_path / "keys", new_key()
    file.write_text(f"{key}\n")
    file.chmod(0o400)
    production.setenv("FIELD_KEYS_FILE", str(file))
    assert environment.column_keys(SECRET) == ([key], INDEX)
    file.chmod(0o440)
    with pytest.raises(ImproperlyConfigured, match="chmod 0400"):
        environment.column_keys(SECRET)
    production.setenv("FIELD_KEYS", key)
    with pytest.raises(ImproperlyConfigured, match="not both"):
        environment.column_keys(SECRET)
    production.delenv("FIELD_KEYS")
    production.setenv("FIELD_KEYS_FILE", str(tmp_path / "none"))
    with pytest.raises(ImproperlyConfigured, match="cannot be read"):
        environment.column_keys(SECRET)


def test_outside_production_keys_are_made_once_and_kept(monkeypatch, tmp_path):
    monkeypatch.setattr(environment, "VAR_DIR", tmp_path / "var")
    first = environment.column_keys(SECRET)
    assert environment.column_keys(SECRET) == first
    kept = sorted((tmp_path / "var").iterdir())
    assert [one.name for one in kept] == ["field_key", "index_key"]
    assert [one.stat().st_mode & 0o777 for one in kept] == [0o600, 0o600]


# ------------------------------------------------------------ the canary
WRONG = {"FIELD_KEYS": [new_key()], "INDEX_KEY": "other" * 10}


@pytest.mark.django_db
def test_the_right_keys_may_work():
    assert Canary.objects.fault() == ""
    canary.refuse_wrong_keys()
    assert run_checks(tags=[KEYS]) == []


@pytest.mark.django_db
@pytest.mark.parametrize("name", WRONG)
def test_the_server_does_not_start_with_keys_of_another_database(settings, name):
    setattr(settings, name, WRONG[name])
    with pytest.raises(canary.WrongKeys, match=name):
        runpy.run_module("hyteportal.wsgi")


@pytest.mark.django_db
@pytest.mark.parametrize("name", WRONG)
@pytest.mark.parametrize("command", ["run_outbox --once", "run_jobs", "rotate_fields", "migrate"])
def test_no_command_that_works_with_persons_starts_with_them_either(settings, command, name):
    setattr(settings, name, WRONG[name])
    with pytest.raises(SystemCheckError, match=name):
        call_command(*command.split(), skip_checks=False)


@pytest.mark.django_db
@pytest.mark.parametrize("name", WRONG)
def test_a_server_with_wrong_keys_is_not_ready(client, settings, name):
    assert client.get("/health/ready").status_code == 200
    setattr(settings, name, WRONG[name])
    response = client.get("/health/ready")
    assert (response.status_code, response.content) == (503, b"not ready")


@pytest.mark.django_db
def test_a_database_without_its_canary_is_not_worked_with(client):
    Canary.objects.all().delete()
    assert client.get("/health/ready").status_code == 503
    with pytest.raises(canary.WrongKeys, match="migrate"):
        canary.refuse_wrong_keys()
    assert [one.id for one in run_checks(tags=[KEYS])] == ["organisations.E010"]
    assert run_checks(tags=[KEYS], databases=["default"]) == []  # migrate sets it
    canary.set_canary("default")
    canary.set_canary("default")  # once
    assert Canary.objects.fault() == ""


@pytest.mark.django_db
def test_the_canary_is_there_again_after_the_tables_were_emptied():
    Canary.objects.all().delete()
    emit_post_migrate_signal(0, False, "default")  # the last that migrate and flush do
    assert Canary.objects.fault() == ""


@pytest.mark.django_db
def test_a_canary_that_sings_something_else_is_not_believed():
    row = Canary.objects.get()
    row.song = "kuu"
    row.save()
    assert Canary.objects.fault() == "The canary row holds another text."


@pytest.mark.django_db
def test_a_database_without_tables_is_waited_for(client):
    """A worker that starts anew meanwhile must not end the server; nothing is read or written, and it is not ready."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("DROP TABLE organisations_canary")
        canary.refuse_wrong_keys()
        transaction.set_rollback(True)
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("DROP TABLE organisations_canary")
        assert client.get("/health/ready").status_code == 503
        transaction.set_rollback(True)
