"""How long PostgreSQL may work at one statement for a web process: two seconds for pages of the public and of sign-in,
ten behind sign-in and for what a process reads once for all who come after. Commands and jobs keep their role's own.

The two seconds are an option of each connection, the ten are said where a transaction tells its scope: a public page
costs no statement more. SQLite has no such limit.
"""

from contextlib import contextmanager

from django.db import connection, transaction

SHORT, LONG = "2s", "10s"
_beside = {}  # what a transaction with a scope sets, too; nothing unless ``hold`` was called


def hold():
    """For a web process, before it answers anybody: connections that are open already are closed."""
    if connection.vendor != "postgresql":
        return
    options = connection.settings_dict["OPTIONS"]
    options["options"] = f"{options.get('options', '')} -c statement_timeout={SHORT}".strip()
    _beside["statement_timeout"] = LONG
    connection.close()
    connection.close_pool()


def beside():
    return dict(_beside)


@contextmanager
def long():
    """Around a reading that may be large and serves everybody afterwards. Behind sign-in there is time anyway."""
    if not _beside or connection.in_atomic_block:
        yield
        return
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('statement_timeout', %s, true)", [LONG])
        yield
