"""Database roles for tests: grants inside the test's transaction, and becoming a role for a while."""

from contextlib import contextmanager

import pytest
from django.db import connection

from organisations import database_roles

MEMBER = "SELECT count(*) FROM pg_roles WHERE rolname = ANY (%s) AND pg_has_role(current_user, oid, 'MEMBER')"
WITHOUT = (
    "this server has no roles hyte_app, hyte_jobs and hyte_keys that the tests' role may become "
    "(manage.py database_roles, then GRANT hyte_app, hyte_jobs, hyte_keys TO the role of TEST_DATABASE_URL)"
)


@contextmanager
def role(name):
    """Everything inside is done as this database role; the test's transaction is around it."""
    with connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL ROLE {name}")
        yield
        cursor.execute("RESET ROLE")


def skip_without_roles(cursor):
    names = [database_roles.APP, database_roles.JOBS, database_roles.KEYS]
    if cursor.execute(MEMBER, [names]).fetchone()[0] < len(names):
        pytest.skip(WITHOUT)


@pytest.fixture
def become(db):
    """``with become(APP):`` – the roles have their rights until the test ends. PostgreSQL only."""
    with connection.cursor() as cursor:
        skip_without_roles(cursor)
        for statement in database_roles.grants(connection.introspection.table_names(cursor)):
            if database_roles.BACKUP not in statement:
                cursor.execute(statement)
    return role
