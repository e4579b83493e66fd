"""What every public page asks, as SQL: Django writes a query anew each time, which costs more than its answer."""

from django.db import connection


def asked(sql, parameters):
    """The rows of a question, as plain tuples."""
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return cursor.fetchall()
