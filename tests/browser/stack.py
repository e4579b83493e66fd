"""The real stack for browser tests: gunicorn on a database with the example content, built once for a run."""

import fcntl
import json
import os
import shutil
import socket
import subprocess
import sys

from tests.sources import ROOT


def environment(folder, **over):
    kept = {
        name: value for name, value in os.environ.items() if not name.startswith(("HYTE_", "DATABASE_URL"))
    }
    return (
        kept
        | {"HYTE_ENV": "demo", "HYTE_VAR": str(folder), "DJANGO_SETTINGS_MODULE": "hyteportal.settings"}
        | over
    )


def manage(folder, *arguments):
    done = subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT, env=environment(folder), capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, f"manage.py {' '.join(arguments)}: {done.stderr[-2000:]}"
    return done.stdout


def built(folder):
    """The folder with database and static files, made by whichever worker comes first."""
    with open(f"{folder}.lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / "ready").exists():
            manage(folder, "prepare", "--commit")
            (folder / "ready").touch()
    return folder


class Stack:
    """A running portal. ``url`` is its address, ``accounts`` the practice accounts {e-mail: password}."""

    def __init__(self, template, folder):
        shutil.copytree(template, folder)
        self.folder = folder
        # Listening before the server starts: the first request simply waits for it.
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self.socket.getsockname()[1]}"
        self.accounts = json.loads((folder / "practice_accounts.json").read_text())
        number = self.socket.fileno()
        with open(folder / "server.log", "w") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "gunicorn", "--config", "deploy/gunicorn.conf.py", "hyteportal.wsgi"],
                cwd=ROOT, pass_fds=[number], stdout=log, stderr=log,
                env=environment(folder, HYTE_ORIGIN=self.url, HYTE_BIND=f"fd://{number}", HYTE_WORKERS="1"),
            )  # fmt: skip

    def manage(self, *arguments):
        return manage(self.folder, *arguments)

    def log(self):
        return (self.folder / "server.log").read_text()

    def stop(self):
        self.process.terminate()
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.socket.close()
