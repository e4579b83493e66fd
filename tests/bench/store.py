"""Where seeded databases are kept for the next run: var/bench/, named by size and by the code that shapes them."""

import contextlib
import hashlib
import os
import shutil
import subprocess
import tempfile
from pathlib import Path
from urllib.parse import quote

import psycopg
from psycopg import sql

from tests.cluster import SPEED, NoCluster, _stop, _unprivileged, _wait, binaries

ROLE = "hyte_app"  # owns what is kept in var/bench
ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "var" / "bench"
SHAPING = [  # whatever decides what stands in the tables
    *(
        "models",
        "migrations",
        "data",
        "listing",
        "search",
        "derived.py",
        "entries.py",
        "cards.py",
        "pages.py",
    ),
    *("jsonld.py", "opening.py", "times.py", "follow.py", "management/commands/load_vocabularies.py"),
]
READ_ONLY = {"ranking.py", "finding.py", "reading.py", "places.py", "vocabulary.py"}  # of the search
OWN = ("words.py", "seeding.py", "bulk.py")


def digest():
    """Of the code and data that shape a seeded database."""
    paths = [ROOT / "tests" / "bench" / name for name in OWN]
    folders = [ROOT / "catalogue" / name for name in SHAPING]
    folders += [ROOT / "organisations" / name for name in ("models", "migrations", "data")]
    for folder in [*folders, ROOT / "fields"]:
        paths += (
            [folder] if folder.is_file() else sorted(path for path in folder.rglob("*") if path.is_file())
        )
    made = hashlib.sha256()
    for path in paths:
        if path.suffix in {".py", ".csv", ".json"} and path.name not in READ_ONLY:
            made.update(path.read_bytes())
    return made.hexdigest()[:10]


class SQLite:
    """Databases as files."""

    name = "sqlite"

    def __init__(self, folder=FOLDER):
        self.folder = folder

    def path(self, name):
        return self.folder / f"{name}.sqlite3"

    def address(self, name):
        return f"sqlite:///{self.path(name)}"

    def has(self, name):
        return self.path(name).exists()

    def names(self):
        return [path.name.removesuffix(".sqlite3") for path in self.folder.glob("*.sqlite3")]

    def begin(self, name):
        self.drop(name)

    def rename(self, old, new):
        self.path(old).rename(self.path(new))

    def drop(self, name):
        for path in self.folder.glob(f"{name}.sqlite3*"):
            path.unlink()


class PostgreSQL:
    """Databases of a cluster of our own that is stopped and kept."""

    name = "postgresql"

    def __init__(self, connection, socket):
        self.connection, self.socket = connection, socket

    def address(self, name):
        return f"postgres://{ROLE}@{quote(str(self.socket), safe='')}/{name}"

    def has(self, name):
        return name in self.names()

    def names(self):
        rows = self.connection.execute("SELECT datname FROM pg_database WHERE datname LIKE 'bench%'")
        return [row[0] for row in rows]

    def begin(self, name):
        self.drop(name)
        self._do("CREATE DATABASE {} OWNER {}", name, ROLE)
        self._do("ALTER ROLE {} SUPERUSER", ROLE)  # foreign keys are left out while it is filled

    def rename(self, old, new):
        self._do("ALTER ROLE {} NOSUPERUSER", ROLE)
        self._do("ALTER DATABASE {} RENAME TO {}", old, new)

    def drop(self, name):
        self._do("DROP DATABASE IF EXISTS {} WITH (FORCE)", name)

    def _do(self, text, *names):
        self.connection.execute(sql.SQL(text).format(*map(sql.Identifier, names)))


@contextlib.contextmanager
def postgresql(folder=FOLDER):
    """The kept cluster, running; NoCluster says why not. Its socket lies in a folder of its own."""
    programs = binaries()
    if programs is None:
        raise NoCluster("no PostgreSQL server on this machine (initdb, postgres)")
    user = _unprivileged()
    owner = {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []} if user else {}
    version = subprocess.run([programs / "postgres", "--version"], capture_output=True, text=True, check=True)
    home = folder / f"postgresql-{version.stdout.split()[2].split('.')[0]}"
    socket = Path(tempfile.mkdtemp(prefix="hyte-bench-"))
    quiet = {"stdin": subprocess.DEVNULL, "env": {"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8"}}
    server = None
    try:
        data, log = home / "data", socket / "log"
        if not (data / "PG_VERSION").exists():
            shutil.rmtree(home, ignore_errors=True)
            home.mkdir(parents=True)
        if user:
            for path in (home, socket):
                os.chown(path, user.pw_uid, user.pw_gid)
        if not data.exists():
            line = [
                programs / "initdb",
                "-D",
                data,
                "-U",
                "owner",
                "-A",
                "trust",
                "-E",
                "UTF8",
                "--locale=C.UTF-8",
            ]
            made = subprocess.run(
                line, capture_output=True, text=True, check=False, cwd=socket, **quiet, **owner
            )
            if made.returncode:
                raise NoCluster(f"initdb failed: {made.stderr[-500:]}")
        options = ["listen_addresses=", f"unix_socket_directories={socket}", *SPEED, *_MEMORY]
        with log.open("w") as output:
            server = subprocess.Popen(
                [programs / "postgres", "-D", data, *(part for option in options for part in ("-c", option))],
                stdout=output, stderr=output, start_new_session=True, cwd=socket, **quiet, **owner,
            )  # fmt: skip
        with _wait(server, socket, log) as connection:
            if not connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [ROLE]).fetchone():
                connection.execute(f"CREATE ROLE {ROLE} LOGIN CREATEDB")
            connection.execute(f"ALTER ROLE {ROLE} NOSUPERUSER")  # a seeding may have been broken off
            yield PostgreSQL(connection, socket)
    except psycopg.errors.OperationalError as error:
        raise NoCluster(str(error)) from None
    finally:
        if server is not None:
            _stop(server)
        shutil.rmtree(socket, ignore_errors=True)


# What a small server of its own would be given; the defaults are for a machine of thirty years ago.
_MEMORY = ["shared_buffers=512MB", "maintenance_work_mem=512MB", "max_wal_size=4GB", "work_mem=16MB"]
