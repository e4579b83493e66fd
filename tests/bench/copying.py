"""Fills an empty PostgreSQL database with the rows of a seeded SQLite one: minutes where seeding takes an hour."""

import sqlite3

from django.apps import apps
from django.core.management import call_command
from django.core.management.color import no_style
from django.db import connection

_ROWS = 10_000


def copied(path):
    """Every table of the product, as it stands in the file; returns the number of rows."""
    call_command("migrate", verbosity=0)
    source = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    models = [model for model in apps.get_models(include_auto_created=True) if model._meta.managed]
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")  # tables in any order
        tables = ", ".join(connection.ops.quote_name(model._meta.db_table) for model in models)
        cursor.execute(f"TRUNCATE {tables} CASCADE")  # what migrations wrote comes with the rest
        number = sum(_table(source, cursor, model) for model in models)
        cursor.execute("SET session_replication_role = DEFAULT")
        for line in connection.ops.sequence_reset_sql(no_style(), models):
            cursor.execute(line)
        cursor.execute("ANALYZE")
    source.close()
    return number


def _table(source, cursor, model):
    quote, table = connection.ops.quote_name, model._meta.db_table
    columns = ", ".join(quote(field.column) for field in model._meta.concrete_fields)
    rows = source.execute(f"SELECT {columns} FROM {quote(table)}")
    number = 0
    with cursor.copy(f"COPY {quote(table)} ({columns}) FROM STDIN") as copy:
        while part := rows.fetchmany(_ROWS):
            number += len(part)
            for row in part:
                copy.write_row(row)
    return number
