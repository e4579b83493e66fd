"""The database roles: what the web processes and the jobs may do, and what they may not whatever runs in them."""

import io

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from django.urls import reverse

from audit import trail
from audit.models import Entry
from organisations import database_roles, row_security
from organisations.database_roles import APP, BACKUP, JOBS, KEYS, OWNER
from organisations.models import Role
from organisations.scope import Scope, within
from tests import factories

pytestmark = [pytest.mark.postgres, pytest.mark.django_db]
DENIED = "permission denied"


def attempt(statement, match):
    with pytest.raises(DatabaseError, match=match), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_no_role_of_the_portal_is_more_than_ordinary_but_the_backups(become):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT rolname, rolsuper, rolcreaterole, rolbypassrls FROM pg_roles WHERE rolname = ANY (%s)",
            [list(database_roles.NAMES)],
        )
        rows = {name: rights for name, *rights in cursor.fetchall()}
    assert rows == {
        APP: [False, False, False],
        JOBS: [False, False, False],
        KEYS: [False, False, False],
        OWNER: [False, False, False],
        BACKUP: [False, False, True],
    }


@pytest.mark.parametrize("role", [APP, JOBS])
def test_neither_web_nor_jobs_become_the_owner(become, role):
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_has_role(%s, %s, 'MEMBER')", [role, OWNER])
        assert cursor.fetchone() == (False,)


def test_transactions_of_the_web_end_by_themselves(become):
    with connection.cursor() as cursor:
        cursor.execute("SELECT unnest(rolconfig) FROM pg_roles WHERE rolname = %s", [APP])
        kept = {row[0] for row in cursor.fetchall()}
    assert kept == {
        "statement_timeout=10s",
        "lock_timeout=3s",
        "idle_in_transaction_session_timeout=30s",
        "synchronous_commit=on",
    }


# ------------------------------------------------------------ the log
@pytest.mark.parametrize("role", [APP, JOBS])
@pytest.mark.parametrize(
    "statement",
    ["UPDATE audit_entry SET action = 'x'", "DELETE FROM audit_entry", "TRUNCATE audit_entry"]
    + ["DROP TABLE audit_entry", "ALTER TABLE audit_entry DISABLE TRIGGER ALL"],
)
def test_lines_of_the_log_are_added_and_nothing_else(become, role, statement):
    with become(role):
        trail.write("read", subject=("person", 1))
        attempt(statement, f"{DENIED}|must be owner")


def test_the_application_reads_the_log_only_for_the_auditor(become):
    with become(APP):
        trail.write("read", subject=("person", 1))
        assert Entry.objects.count() == 0
        with within(Scope(user=5, units=(1,), munis=("075",), county="10")):
            assert Entry.objects.count() == 0
        with within(Scope(user=5, audit=True)):
            assert Entry.objects.count() == 1
    with become(JOBS):
        assert Entry.objects.count() == 1


def test_a_page_that_cannot_be_written_down_is_not_shown(become, client):
    client.raise_request_exception = False
    client.force_login(factories.user(Role.COORDINATOR))
    with become(APP):
        assert client.get(reverse("people")).status_code == 200
    with connection.cursor() as cursor:
        cursor.execute(f"REVOKE INSERT ON audit_entry FROM {APP}")
    with become(APP):
        answer = client.get(reverse("people"))
    assert answer.status_code == 500
    assert "Henkilö" not in answer.content.decode()


# ------------------------------------------------------------ what the roles are for
def test_the_portal_works_as_the_application_role(become, client, monkeypatch):
    """Public pages, sign-in, and a record saved in the admin with its history and the search's index."""
    theme = factories.theme("sleep")
    shown = factories.full_service(themes=[theme])
    editor = factories.user(Role.MAIN_USER, shown.provider)
    with become(APP):
        for path in ("/fi/", "/sv/tjanster/?q=grupp", shown.get_absolute_url("fi"), reverse("account_login")):
            assert client.get(path).status_code == 200, path
        client.force_login(editor)
        assert client.get(reverse("workspace")).status_code == 200
        assert client.get(reverse("admin:index")).status_code == 200
        shown.name_fi = "Uusi nimi"
        shown.save()
        shown.archive(by=editor)


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE TABLE x (a int)",
        "ALTER TABLE organisations_user ADD COLUMN x int",
        "UPDATE django_migrations SET name = 'x'",
        "DELETE FROM outbox_message",
        "TRUNCATE organisations_membership CASCADE",
        "CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1'",
        "SELECT pg_read_file('/etc/passwd')",
    ],
)
def test_the_application_role_changes_rows_and_nothing_more(become, statement):
    with connection.cursor() as cursor:
        cursor.execute("REVOKE CREATE ON SCHEMA public FROM PUBLIC")  # as database_roles does it
    with become(APP):
        attempt(statement, f"{DENIED}|must be owner")


# ------------------------------------------------------------ the command
def said(*arguments):
    output = io.StringIO()
    call_command("database_roles", *arguments, stdout=output, stderr=output)
    return output.getvalue()


def test_the_command_prints_what_a_superuser_runs(become):
    text = said()
    assert "ALTER ROLE hyte_backup LOGIN NOSUPERUSER NOCREATEROLE NOCREATEDB NOREPLICATION BYPASSRLS" in text
    assert "REVOKE ALL ON SCHEMA public FROM PUBLIC;" in text
    assert "PASSWORD" not in text


def test_every_table_has_its_rights_after_the_command(become):
    assert "Rights: " in said("--grants", "--commit")
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' "
            "AND NOT (has_table_privilege(%s, oid, 'SELECT') AND has_table_privilege(%s, oid, 'SELECT'))",
            [APP, BACKUP],
        )
        assert cursor.fetchall() == []


# ------------------------------------------------------------ what the check says
def test_the_wall_stands_for_the_application_role(become):
    with become(APP):
        assert row_security.faults(connection) == []


def test_the_owner_may_not_carry_referrals(become):
    found = row_security.faults(connection)
    assert any("owns audit_entry" in fault for fault in found)


@pytest.mark.parametrize(
    ("broken", "said"),
    [
        ("ALTER TABLE audit_entry NO FORCE ROW LEVEL SECURITY", "not forced on audit_entry"),
        ("ALTER TABLE audit_entry DISABLE ROW LEVEL SECURITY", "not forced on audit_entry"),
        (f"GRANT DELETE ON audit_entry TO {APP}", "remove lines of audit_entry"),
        (f"GRANT TRUNCATE ON audit_entry TO {APP}", "remove lines of audit_entry"),
    ],
)
def test_a_wall_with_a_hole_is_named(become, broken, said):
    with connection.cursor() as cursor:
        cursor.execute(broken)
    with become(APP):
        assert [fault for fault in row_security.faults(connection) if said in fault]
