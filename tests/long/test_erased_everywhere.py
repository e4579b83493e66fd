"""What was erased is in no file of the database any more, and a restored backup does not bring it back.

Raw bytes are searched: the file of SQLite with its write-ahead log, and the dump of PostgreSQL.
"""

import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from urllib.parse import urlsplit

import pytest
from django.conf import settings as configured
from django.db import connection
from django.utils import timezone

from organisations import database_roles
from outbox import digests
from referrals import erasing, tracing
from referrals.models import Client, Event, Referral, Trace
from tests import walls
from tests.cluster import binaries
from tests.referrals.scene import scene
from tests.referrals.whole import EVERY, whole
from tests.sources import ROOT

pytestmark = [pytest.mark.long, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def everything(settings, tmp_path):
    settings.HYTE_ERASURES = tmp_path / "erasures"
    with walls.everything():
        yield tmp_path


def digests_of(one):
    """What would find the client again, and the tokens of the encrypted values themselves."""
    tracing.renew(one.referral)
    known = list(Trace.objects.of(one.referral).values_list("digest", flat=True))
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, phone, identity_code FROM referrals_client")
        return known + [token.removeprefix("f1:") for token in cursor.fetchone()]


def dump(folder):
    """Every byte that a backup would hold."""
    if connection.vendor == "sqlite":
        return "".join(sqlite_files(folder))
    given = urlsplit(os.environ["DATABASE_URL"])
    name = connection.settings_dict["NAME"]
    if given.username != database_roles.OWNER:
        pytest.skip("needs the tests' own cluster, whose roles have no passwords")
    with connection.cursor() as cursor:
        for statement in database_roles.grants(connection.introspection.table_names(cursor)):
            cursor.execute(statement)
    command = [str(binaries() / "pg_dump"), "--host", str(connection.settings_dict["HOST"]), "--username"]
    done = subprocess.run(
        [*command, database_roles.BACKUP, name], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr[-500:]
    return done.stdout


def sqlite_files(folder):
    """A copy of the database as it stands in a file, with its write-ahead log: deleted pages included."""
    path = folder / f"copy{timezone.now():%H%M%S%f}.sqlite3"
    with closing(sqlite3.connect(path)) as copy:
        copy.execute("PRAGMA journal_mode=WAL")
        connection.connection.backup(copy)
        for name in (path, path.with_name(path.name + "-wal")):
            if name.exists():
                yield name.read_bytes().decode("latin-1")


def test_no_file_of_the_database_holds_what_was_erased(everything):
    one = whole(scene())
    traces = digests_of(one)
    before = dump(everything)
    assert not [text for text in EVERY if text in before]  # encrypted from the first
    assert all(digest in before for digest in traces) and str(one.referral.number) in before
    assert erasing.erase(one.referral, why=erasing.ASKED, now=timezone.now())
    assert digests.send(timezone.now()) == {"digests": 0, "gathered": 0}
    after = dump(everything)
    assert not [text for text in (*EVERY, *traces, one.referral.number) if text in after]


@pytest.mark.postgres
def test_a_restored_backup_is_erased_again_by_the_list(everything):
    """Dump, erase, restore into another database, replay: the client is gone there too, and the log is whole."""
    made = scene()
    gone, kept = whole(made), whole(made)
    text = dump(everything)
    assert erasing.erase(gone.referral, why=erasing.ASKED, now=timezone.now())
    given = urlsplit(os.environ["DATABASE_URL"])
    name = f"{connection.settings_dict['NAME']}_restored"
    host = str(connection.settings_dict["HOST"])
    psql = [str(binaries() / "psql"), "-q", "--host", host, "--username", "owner"]
    subprocess.run([*psql, "-c", f'CREATE DATABASE "{name}"', "postgres"], check=True, capture_output=True)
    try:
        subprocess.run([*psql, name], input=text, text=True, check=True, capture_output=True)
        for statement in database_roles.roles(name):
            if not statement.startswith(("DO ", "ALTER ROLE")):  # the tests' own roles stay as they are
                subprocess.run([*psql, "-c", statement, name], check=True, capture_output=True)
        address = f"postgres://{database_roles.JOBS}@{given.netloc.split('@')[1]}/{name}"
        said = manage(address, everything, "replay_erasures", "--commit")
        assert "Erased again: 1." in said
        count = f"SELECT count(*) FROM referrals_client WHERE referral_id = '{gone.referral_id}'"
        left = [*psql, "-At", name, "-c"]
        assert (
            subprocess.run([*left, count], check=True, capture_output=True, text=True).stdout.strip() == "0"
        )
        others = count.replace(str(gone.referral_id), str(kept.referral_id))
        assert (
            subprocess.run([*left, others], check=True, capture_output=True, text=True).stdout.strip() == "1"
        )
        assert "0" in manage(address, everything, "replay_erasures")
        manage(address, everything, "verify_audit")
        manage(address.replace(database_roles.JOBS, database_roles.KEYS), everything, "check_keys")
    finally:
        subprocess.run([*psql, "-c", f'DROP DATABASE "{name}"', "postgres"], check=True, capture_output=True)
    assert Client.objects.filter(pk=kept.referral_id).exists()
    assert Event.objects.filter(referral=kept.referral_id).count() == 2
    assert Referral.objects.get(pk=gone.referral_id).erased_at


def manage(address, folder, *arguments):
    variables = os.environ | {
        "DATABASE_URL": address,
        "HYTE_ENV": "demo",
        "HYTE_VAR": str(folder),
        "HYTE_ERASURES": str(folder / "erasures"),
        "FIELD_KEYS": ",".join(configured.FIELD_KEYS),
        "INDEX_KEY": configured.INDEX_KEY,
    }
    done = subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env=variables,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-500:] + done.stderr[-1500:]
    return done.stdout
