"""The whole portal in one go, for a demonstration or a small container: the server, the outbox, the scheduled jobs.

``python deploy/start.py``. Ctrl-C or SIGTERM ends all of them, each after what it has in hand. A worker that falls is
started again; when the server ends, all end. A larger installation runs the three by themselves: deploy/systemd.
"""

import contextlib
import signal
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PYTHON = sys.executable
SERVER = [PYTHON, "-m", "gunicorn", "--config", "deploy/gunicorn.conf.py", "hyteportal.wsgi"]
WORKERS = [
    [PYTHON, "manage.py", "run_outbox", "--with-parent"],
    [PYTHON, "manage.py", "run_jobs", "--stay", "--commit", "--with-parent"],
]
PATIENCE = 35  # seconds to end in: gunicorn gives its requests 30
REST = 2  # seconds before a fallen worker is started again


class Asked:
    """Whether somebody asked for the end: Ctrl-C, SIGTERM, or the terminal was closed."""

    def __init__(self):
        self._yes = False
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._hear)

    def _hear(self, number, frame):
        self._yes = True

    def __bool__(self):
        return self._yes


def main(server=SERVER, workers=WORKERS, rest=REST):
    """Returns the exit code: the server's own, or 0 when the end was asked for."""
    asked = Asked()
    running = [_start(command) for command in (server, *workers)]
    try:
        while not asked and running[0].poll() is None:
            for place, command in enumerate(workers, start=1):
                if running[place].poll() is not None:
                    sys.stderr.write(
                        f"A worker ended with {running[place].returncode}; it is started again.\n"
                    )
                    time.sleep(rest)
                    running[place] = _start(command)
            with contextlib.suppress(subprocess.TimeoutExpired):
                running[0].wait(0.2)
    finally:
        _end(running)
    return 0 if asked else running[0].returncode


def _start(command):
    """In a group of its own, so that Ctrl-C reaches it through us alone, and once."""
    return subprocess.Popen(command, cwd=ROOT, start_new_session=True)


def _end(processes):
    """Ask each to end; who does not within the time is ended."""
    for process in processes:
        if process.poll() is None:
            process.terminate()
    limit = time.monotonic() + PATIENCE
    for process in processes:
        try:
            process.wait(max(0.1, limit - time.monotonic()))
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


if __name__ == "__main__":
    sys.exit(main())
