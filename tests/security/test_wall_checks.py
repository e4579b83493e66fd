"""Referrals in production without the second wall: the check says so, and no web process comes up."""

import os

import pytest
from django.db import connection

from organisations import database_roles
from tests.test_settings import PRODUCTION, run, setting

ON = PRODUCTION | {"HYTE_REFERRALS": "on"}
CHECK = ("manage.py", "check", "--deploy", "--fail-level", "WARNING")


@pytest.mark.once
def test_referrals_in_production_are_refused_on_sqlite():
    done = run(*CHECK, **ON)
    assert done.returncode == 1
    assert "hyteportal.E001" in done.stderr
    started = run("-c", "import hyteportal.wsgi", **ON)
    assert started.returncode == 1
    assert "Referrals are on" in started.stderr.splitlines()[-1]


@pytest.mark.once
def test_without_referrals_production_may_stand_on_sqlite():
    assert run(*CHECK, **PRODUCTION, HYTE_REFERRALS="off").returncode == 0
    assert setting("settings.HYTE_REFERRALS", **PRODUCTION) is False


@pytest.fixture
def address(transactional_db):
    """The test's own database, by role: committed rights, real connections."""
    if os.environ["DATABASE_URL"].split("@")[0] != f"postgres://{database_roles.OWNER}":
        pytest.skip("needs the tests' own cluster: its roles have no passwords")
    with connection.cursor() as cursor:
        for statement in database_roles.grants(connection.introspection.table_names(cursor)):
            cursor.execute(statement)
    place = os.environ["DATABASE_URL"].split("@")[1].split("/")[0]
    return lambda role: f"postgres://{role}@{place}/{connection.settings_dict['NAME']}"


@pytest.mark.postgres
def test_referrals_in_production_come_up_as_the_application_role_alone(address, settings):
    on = ON | {"FIELD_KEYS": ",".join(settings.FIELD_KEYS), "INDEX_KEY": settings.INDEX_KEY}
    checked = (*CHECK, "--database", "default")
    assert run(*checked, **on, DATABASE_URL=address(database_roles.APP)).returncode == 0
    done = run(*checked, **on, DATABASE_URL=address(database_roles.OWNER))
    assert done.returncode == 1
    assert "the role owns audit_entry" in done.stderr
    refused = run(
        "-c", "import hyteportal.wsgi", **on, DATABASE_URL=address("owner")
    )  # the cluster's superuser
    assert refused.returncode == 1
    assert "superuser" in refused.stderr.splitlines()[-1]


@pytest.mark.postgres
@pytest.mark.django_db
def test_a_portal_whose_wall_was_taken_down_is_not_ready(client, settings):
    settings.PRODUCTION = settings.HYTE_REFERRALS = True
    assert client.get("/health/ready").status_code == 503  # the tests' role owns its tables
    settings.HYTE_REFERRALS = False
    assert client.get("/health/ready").status_code == 200


@pytest.mark.postgres
def test_a_backup_holds_every_line_of_the_log_and_changes_nothing(address):
    import psycopg

    from audit import trail

    trail.write("read", subject=("person", 1))
    with psycopg.connect(address(database_roles.BACKUP)) as backup:
        assert backup.execute("SELECT count(*) FROM audit_entry").fetchone() == (1,)
        with pytest.raises(psycopg.Error, match="read-only|permission denied"):
            backup.execute("DELETE FROM outbox_message")
    with psycopg.connect(address(database_roles.APP)) as app:
        assert app.execute("SELECT count(*) FROM audit_entry").fetchone() == (0,)


@pytest.mark.once
@pytest.mark.parametrize(
    ("given", "kind"), [({}, "DatabaseCache"), ({"HYTE_REDIS": "redis://h/1"}, "RedisCache")]
)
def test_sign_in_counts_for_all_processes(given, kind):
    backend, own = setting(
        "[settings.CACHES['default']['BACKEND'], settings.CACHES['throttle']['BACKEND']]",
        **PRODUCTION,
        **given,
    )
    assert backend.endswith(kind)
    assert own.endswith("RedisCache" if given else "LocMemCache")
