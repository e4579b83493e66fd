"""Promises of the two databases: an ordinary role on PostgreSQL, safe settings on SQLite, one alphabet."""

import pytest
from django.conf import settings
from django.db import ConnectionHandler, connection

from fields.collation import alphabetical
from organisations.models import Organisation
from tests import factories

# The order of the language guide, tried on PostgreSQL with the Finnish and the Swedish collation.
ALPHABET = [
    *["aamu", "Aura", "Hamina", "Šamaani", "Vasa", "Vuxna", "Wasa", "Wilma", "Über", "Ystad"],
    *["Zeta", "Žiga", "Åbo", "Ähtäri", "Öja"],
]


@pytest.mark.postgres
@pytest.mark.django_db
def test_the_application_role_is_an_ordinary_one():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT rolsuper, rolbypassrls, rolcreaterole FROM pg_roles WHERE rolname = current_user"
        )
        assert cursor.fetchone() == (False, False, False)


@pytest.mark.postgres
def test_postgresql_connections_come_from_a_pool():
    assert connection.vendor == "postgresql"
    assert settings.DATABASES["default"]["OPTIONS"]["pool"]["max_size"] >= 1
    assert settings.DATABASES["default"]["CONN_MAX_AGE"] == 0


@pytest.mark.django_db
@pytest.mark.parametrize("column", ["name_fi", "name_sv"])
def test_names_are_in_the_same_alphabetical_order_on_both_databases(column):
    for name in sorted(ALPHABET):
        factories.organisation(name_fi=name, name_sv=name)
    rows = Organisation.objects.order_by(alphabetical(column), "pk")
    assert list(rows.values_list(column, flat=True)) == ALPHABET


@pytest.mark.django_db
def test_sqlite_writes_ahead_takes_the_lock_at_once_and_waits(tmp_path):
    if connection.vendor != "sqlite":
        pytest.skip("the settings of SQLite")
    handler = ConnectionHandler(
        {"default": settings.DATABASES["default"] | {"NAME": tmp_path / "real.sqlite3"}}
    )
    real = handler["default"]
    try:
        with real.cursor() as cursor:
            assert cursor.execute("PRAGMA journal_mode").fetchone() == ("wal",)
            assert cursor.execute("PRAGMA synchronous").fetchone() == (2,)
            assert cursor.execute("PRAGMA busy_timeout").fetchone()[0] >= 20_000
            assert cursor.execute("PRAGMA foreign_keys").fetchone() == (1,)
        assert real.transaction_mode == "IMMEDIATE"
    finally:
        real.close()
