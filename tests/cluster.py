"""A PostgreSQL cluster that lives as long as one test run: own folder, own socket, no network."""

import contextlib
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path
from urllib.parse import quote

import psycopg

from organisations import database_roles

ROLE = database_roles.OWNER  # the suite owns its tables, and becomes the other roles with SET ROLE
MAY_BECOME = [database_roles.APP, database_roles.JOBS, database_roles.KEYS]
DATABASE = "hyteportal"
SPEED = ["fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=60"]


class NoCluster(Exception):
    """Why no cluster could be started, in words for the person who runs the tests."""


def binaries():
    """The folder that holds initdb and postgres; None when there is none on this machine."""
    candidates = []
    if config := shutil.which("pg_config"):
        told = subprocess.run(
            [config, "--bindir"], capture_output=True, text=True, check=False
        ).stdout.strip()
        candidates.append(Path(told))
    versions = Path("/usr/lib/postgresql").glob("*/bin")
    candidates += sorted(versions, key=lambda path: int(path.parent.name.split(".")[0]), reverse=True)
    candidates += [
        Path(found).resolve().parent for name in ("initdb", "postgres") if (found := shutil.which(name))
    ]
    for folder in candidates:
        if (folder / "initdb").exists() and (folder / "postgres").exists():
            return folder
    return None


def _unprivileged():
    """PostgreSQL refuses root: an existing ordinary user for its processes, or None when we are one."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        with contextlib.suppress(KeyError):
            return pwd.getpwnam(name)
    raise NoCluster("run as root, and neither user postgres nor nobody exists to start the server as")


def _wait(server, socket, log):
    """Connect as the cluster's owner as soon as the server answers."""
    while True:
        try:
            return psycopg.connect(host=str(socket), user="owner", dbname="postgres", autocommit=True)
        except psycopg.OperationalError:
            try:
                server.wait(0.1)
            except subprocess.TimeoutExpired:
                continue
            raise NoCluster(f"the server did not start: {log.read_text()[-500:]}") from None


@contextlib.contextmanager
def cluster():
    """Yields the address of a database of the owner's role; everything is gone afterwards."""
    folder = binaries()
    if folder is None:
        raise NoCluster(
            "no PostgreSQL server on this machine (initdb, postgres), and TEST_DATABASE_URL is not set"
        )
    user = _unprivileged()
    owner = {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []} if user else {}
    root = Path(tempfile.mkdtemp(prefix="hyte-pg-"))
    server = None
    try:
        if user:
            os.chown(root, user.pw_uid, user.pw_gid)
        data, log = root / "data", root / "log"
        quiet = {
            "cwd": root,
            "stdin": subprocess.DEVNULL,
            "env": {"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8"},
        }
        made = subprocess.run(
            [folder / "initdb", "-D", data, "-U", "owner", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "-N"],
            capture_output=True, text=True, check=False, **quiet, **owner,
        )  # fmt: skip
        if made.returncode:
            raise NoCluster(f"initdb failed: {made.stderr[-500:]}")
        options = ["listen_addresses=", f"unix_socket_directories={root}", *SPEED]
        with log.open("w") as output:
            server = subprocess.Popen(
                [folder / "postgres", "-D", data, *(part for option in options for part in ("-c", option))],
                stdout=output, stderr=output, start_new_session=True, **quiet, **owner,
            )  # fmt: skip
        with _wait(server, root, log) as connection:
            connection.execute(f"CREATE DATABASE {DATABASE}")
            for statement in database_roles.roles(DATABASE):
                connection.execute(statement)
            connection.execute(f"ALTER ROLE {ROLE} CREATEDB")
            connection.execute(f"GRANT {', '.join(MAY_BECOME)} TO {ROLE}")
        yield f"postgres://{ROLE}@{quote(str(root), safe='')}/{DATABASE}"
    finally:
        if server is not None:
            _stop(server)
        shutil.rmtree(root, ignore_errors=True)


def _stop(server):
    """Fast shutdown, then immediate, then by force."""
    for way in (signal.SIGINT, signal.SIGQUIT, signal.SIGKILL):
        if server.poll() is not None:
            return
        server.send_signal(way)
        with contextlib.suppress(subprocess.TimeoutExpired):
            server.wait(10)
