"""The real stack for browser tests: gunicorn on a database with the example content, built once for a run."""

import fcntl
import os
import shutil
import socket
import subprocess
import sys
from pathlib import Path

from tests.sources import ROOT

# One process answers a worker's tests: not replaced after so many requests, nor because the machine stood still.
GUNICORN = [sys.executable, "-m", "gunicorn", "--config", "deploy/gunicorn.conf.py"]
UNDISTURBED = ["--max-requests", "0", "--timeout", "0"]


def environment(folder, **over):
    kept = {
        name: value
        for name, value in os.environ.items()
        if name == "HYTE_DICTIONARIES" or not name.startswith(("HYTE_", "DATABASE_URL"))
    }
    return (
        kept
        | {"HYTE_ENV": "demo", "HYTE_VAR": str(folder), "DJANGO_SETTINGS_MODULE": "hyteportal.settings"}
        | {"HYTE_SEARCHES_PER_MINUTE": "0"}  # one network asks for everybody
        | over
    )


def manage(folder, *arguments, **variables):
    done = subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT, env=environment(folder, **variables), capture_output=True, text=True, check=False,
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
    """A running portal; ``url`` is its address."""

    def __init__(self, template, folder, **variables):
        shutil.copytree(template, folder)
        self.folder = folder
        # Listening before the server starts: the first request simply waits for it.
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self.socket.getsockname()[1]}"
        number = self.socket.fileno()
        with open(folder / "server.log", "w") as log:
            self.process = subprocess.Popen(
                [*GUNICORN, *UNDISTURBED, "hyteportal.wsgi"],
                cwd=ROOT, pass_fds=[number], stdout=log, stderr=log,
                env=environment(
                    folder, HYTE_ORIGIN=self.url, HYTE_BIND=f"fd://{number}", HYTE_WORKERS="1", **variables
                ),
            )  # fmt: skip

    def manage(self, *arguments):
        return manage(self.folder, *arguments, HYTE_ORIGIN=self.url)  # links in letters lead here

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


if __name__ == "__main__":  # begun by the test run while other tests go on
    Path(sys.argv[1]).mkdir(exist_ok=True)
    built(Path(sys.argv[1]))
