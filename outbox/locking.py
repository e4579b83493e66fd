"""One at a time, also across processes and machines; a killed holder's lock is free at once.

On PostgreSQL an advisory lock of a connection of its own (the job may do with the others what it likes); on SQLite,
which one machine alone uses, a lock on a file, whose name is that of the database and the lock.
"""

import fcntl
import hashlib
from contextlib import contextmanager

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, connection, connections

SPACE = 0x68797465  # "hyte": the first of the two numbers of our advisory locks


@contextmanager
def held(name):
    """Yields whether the lock is ours; it is let go at the end."""
    with (_advisory if connection.vendor == "postgresql" else _file)(name) as ours:
        yield ours


@contextmanager
def _advisory(name):
    own = connections.create_connection(DEFAULT_DB_ALIAS)
    try:
        with own.cursor() as cursor:
            key = [SPACE, int.from_bytes(hashlib.sha256(name.encode()).digest()[:4], signed=True)]
            cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", key)
            ours = cursor.fetchone()[0]
            try:
                yield ours
            finally:
                if ours:
                    cursor.execute("SELECT pg_advisory_unlock(%s, %s)", key)
    finally:
        own.close()


@contextmanager
def _file(name):
    folder = settings.VAR_DIR / "locks"
    folder.mkdir(parents=True, exist_ok=True)
    database = str(connection.settings_dict["NAME"])
    path = folder / hashlib.sha256(f"{database} {name}".encode()).hexdigest()[:16]
    with path.open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True
