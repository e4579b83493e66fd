"""An import that is killed leaves whole records; run again it ends as if nobody had killed it."""

import os
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing, suppress
from urllib.parse import urlsplit

import psycopg
import pytest
from django.conf import settings

from tests import sources
from tests.catalogue.imports import ptv

pytestmark = pytest.mark.long
SERVICES = 150
# A service with all that belongs to it: a row with something missing is half a record.
WHOLE = f"""
    SELECT s.name_fi, s.summary_fi, s.status, o.name_fi, r.external_id,
        {", ".join(
            f"(SELECT count(*) FROM catalogue_{table} x WHERE x.service_id = s.id)"
            for table in ("service_places", "service_classes", "service_target_groups", "service_languages",
                "service_municipalities", "service_keywords", "contact", "schedule", "historicalcontact")
        )}
    FROM catalogue_service s
    LEFT JOIN organisations_organisation o ON o.id = s.provider_id
    LEFT JOIN catalogue_sourcerecord r ON r.service_id = s.id
    ORDER BY s.name_fi
"""  # fmt: skip
ORPHANS = "SELECT count(*) FROM catalogue_sourcerecord WHERE kind = 'service' AND service_id IS NULL"


class Portal:
    """A database with the facts in it, and the commands that write to it."""

    def __init__(self, folder, address):
        self.folder, self.address = folder, address
        folder.mkdir()

    def manage(self, *arguments):
        variables = {"HYTE_ENV": "development", "HYTE_VAR": str(self.folder), "DATABASE_URL": self.address}
        return subprocess.Popen(
            [sys.executable, "manage.py", *map(str, arguments)],
            cwd=sources.ROOT, env=os.environ | variables, stdout=subprocess.DEVNULL,
        )  # fmt: skip

    def imported(self, file):
        assert self.manage("import_ptv", file, "--commit", "--quiet").wait() == 0
        return self.rows(WHOLE)

    def rows(self, query):
        sqlite = self.address.startswith("sqlite")
        opened = sqlite3.connect(self.address[10:], timeout=600) if sqlite else psycopg.connect(self.address)
        with closing(opened) as database:
            return database.execute(query).fetchall()

    def services(self):
        return self.rows("SELECT count(*) FROM catalogue_service")[0][0]


class Databases:
    """Copies of one database that is ready for imports, on the database the suite runs on."""

    def __init__(self, folder):
        self.folder, self.made = folder, []
        self.on_postgresql = "postgresql" in settings.DATABASES["default"]["ENGINE"]
        self.first = self.portal("first")
        for command in (["migrate"], ["load_facts", "--commit"], ["load_vocabularies", "--commit"]):
            assert self.first.manage(*command).wait() == 0

    def portal(self, name):
        if not self.on_postgresql:
            address = f"sqlite:///{self.folder / name}.sqlite3"
            if self.made:
                shutil.copy(self.first.address[10:], address[10:])
        else:
            address = urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{self.called(name)}").geturl()
            like = self.called("first") if self.made else "template0"
            self.on_server(f"CREATE DATABASE {self.called(name)} TEMPLATE {like}")
        self.made.append(name)
        return Portal(self.folder / name, address)

    def called(self, name):
        """Each worker of the suite has databases of its own."""
        return f"killed_{os.environ.get('PYTEST_XDIST_WORKER', 'alone')}_{name}"

    def on_server(self, command):
        with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as server:
            server.execute(command)

    def drop(self):
        for name in self.made if self.on_postgresql else ():
            self.on_server(f"DROP DATABASE {self.called(name)} WITH (FORCE)")


@pytest.fixture(scope="module")
def file(tmp_path_factory):
    provider, where = ptv.organisation(), ptv.channel(emails=[{"value": "a@kotka.fi", "language": "fi"}])
    concepts = [ptv.term("p1", "http://www.yso.fi/onto/koko/p1")]
    more = {"ontologyTerms": concepts, "serviceDescriptions": ptv.texts("Lyhyt.", kind="Summary")}
    own = ptv.link(where, serviceHours=[ptv.hours(("Tuesday", "", "10:00", "11:00"))])
    services = [
        ptv.service(provider, where, fi=f"Palvelu {n}", sv=None, serviceChannels=[own], **more)
        for n in range(SERVICES)
    ]
    return ptv.written(tmp_path_factory.mktemp("responses"), provider, where, *services)


@pytest.fixture(scope="module")
def databases(tmp_path_factory):
    made = Databases(tmp_path_factory.mktemp("databases"))
    yield made
    made.drop()


@pytest.fixture(scope="module")
def undisturbed(databases, file):
    """What an import makes that nobody kills."""
    rows = databases.portal("undisturbed").imported(file)
    assert len(rows) == SERVICES
    return rows


def begun(portal):
    return True


def reading(portal):
    with suppress(FileNotFoundError):  # it is read, and gone again
        return any(path.stat().st_size for path in portal.folder.glob("imports/*/*.jsonl"))
    return True


def running(portal):
    return portal.rows("SELECT count(*) FROM catalogue_importrun WHERE state = 'running'")[0][0]


def a_third(portal):
    return portal.services() >= SERVICES // 3


def two_thirds(portal):
    return portal.services() >= 2 * SERVICES // 3


@pytest.mark.django_db  # asks nothing of the suite's own database, but runs on both
@pytest.mark.parametrize("moment", [begun, running, reading, a_third, two_thirds])
def test_an_import_killed_at_any_moment_leaves_whole_records_and_can_be_run_again(
    databases, file, undisturbed, moment
):
    portal = databases.portal(moment.__name__)
    process = portal.manage("import_ptv", file, "--commit", "--quiet")
    while process.poll() is None and not moment(portal):
        pass
    process.kill()
    process.wait()
    left = portal.rows(WHOLE)
    assert set(left) <= set(undisturbed)
    assert portal.rows(ORPHANS) == [(0,)]
    assert portal.imported(file) == undisturbed
    assert portal.imported(file) == undisturbed
    runs = portal.rows("SELECT state FROM catalogue_importrun ORDER BY id")
    assert [state for (state,) in runs][-2:] == ["done", "done"]
    assert ("running",) not in runs
    outcomes = portal.rows(
        "SELECT count(*) FROM catalogue_importline WHERE run_id = (SELECT max(id) FROM catalogue_importrun)"
    )
    assert outcomes == [(0,)]  # the last one found nothing to tell
