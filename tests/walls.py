"""PostgreSQL's second wall in tests of rows that it protects (organisations.row_security).

A test builds and looks at rows of everybody; what a request, a job or a ``within`` asks is answered by the policies
alone. A policy of the tests, in their database only, lets through what stands outside every scope.
"""

from contextlib import contextmanager
from unittest import mock

from django.db import connection
from django.test import Client

from organisations import row_security, scope

POLICY = "current_setting('tests.pass', true) = 'on'"
_shut = []  # one entry for each request or ``nothing`` that goes on: a scope that ends inside opens nothing


def prepare():
    """Once per database, as the owner of the tables."""
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        for table in sorted(row_security.protected_tables()):
            if table.startswith("referrals_"):
                cursor.execute(f"DROP POLICY IF EXISTS tests_pass ON {table}")
                cursor.execute(f"CREATE POLICY tests_pass ON {table} USING ({POLICY}) WITH CHECK ({POLICY})")


def _let(through):
    if connection.vendor == "postgresql" and not connection.needs_rollback:
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('tests.pass', %s, false)", ["on" if through else "off"])


@contextmanager
def everything():
    """Rows of everybody, except inside a scope and inside a request of the test client."""
    if connection.vendor != "postgresql":
        yield
        return
    set_scope, request = scope._set, Client.request

    def scoped(wanted):
        set_scope(wanted)
        _let(wanted == scope.NOTHING and not _shut)

    def requested(client, **kwargs):
        with nothing():
            return request(client, **kwargs)

    _let(True)
    try:
        with mock.patch.object(scope, "_set", scoped), mock.patch.object(Client, "request", requested):
            yield
    finally:
        _let(False)


@contextmanager
def nothing():
    """Inside ``everything``: only what policies show, as a job or a page without scope sees it."""
    _shut.append(True)
    _let(False)
    try:
        yield
    finally:
        _shut.pop()
        _let(not _shut)
