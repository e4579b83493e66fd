"""Workers that are killed while they send lose no message, and double at most the ones in their hands."""

import contextlib
import os
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from urllib.parse import urlsplit

import pytest
from django.db import connection

from outbox.models import Message
from outbox.sending import put
from tests import sources
from tests.outbox import postbox

pytestmark = [pytest.mark.long, pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
MESSAGES, WORKERS = 400, 2
KILLS = [60, 180, 300]  # letters that had arrived when every worker is killed: six kills in all
LEASE = 30  # seconds; a machine that stands still for less doubles nothing by itself
LONGEST = 1200  # seconds


class Workers:
    """Two workers, and their successors."""

    def __init__(self, box):
        address = urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{connection.settings_dict['NAME']}")
        self.variables = os.environ | {
            "DATABASE_URL": address.geturl(),
            "HYTE_SMTP_HOST": "127.0.0.1",
            "HYTE_SMTP_PORT": str(box.port),
            "HYTE_SMTP_SECURITY": "none",
        }
        self.alive, self.moments, self.lock = self._started(), 0, threading.Lock()

    def _started(self):
        command = [
            sys.executable,
            "manage.py",
            "run_outbox",
            "--lease",
            str(LEASE),
            "--poll",
            "0.1",
            "--with-parent",
        ]
        return [subprocess.Popen(command, cwd=sources.ROOT, env=self.variables) for _ in range(WORKERS)]

    def survive(self, arrived):
        """Called when a letter has come and its sender does not know it yet. At the chosen moments it never will:
        all are killed, and the letter counts as arrived every other time.
        """
        with self.lock:
            if self.moments == len(KILLS) or arrived < KILLS[self.moments]:
                return True
            self.moments += 1
            for one in self.alive:
                one.kill()
                one.wait()
            self.alive = self._started()
            return self.moments % 2 == 1

    def end(self):
        for one in self.alive:
            while one.poll() is None and not hears_the_end(one):
                with contextlib.suppress(subprocess.TimeoutExpired):
                    one.wait(0.1)
            one.terminate()
        return [one.wait(600) for one in self.alive]


def hears_the_end(process):
    """Whether it is as far as to catch SIGTERM: one that was started a moment ago would just die of it."""
    with contextlib.suppress(OSError), open(f"/proc/{process.pid}/status") as file:
        caught = next(line.split()[1] for line in file if line.startswith("SigCgt"))
        return bool(int(caught, 16) >> (signal.SIGTERM - 1) & 1)
    return True


def test_of_many_messages_and_six_killed_workers_none_is_lost(capsys):
    made = {
        str(
            put(
                "letter",
                key=f"letter:{number}",
                address=f"henkilo{number}@example.org",
                language="fi",
                words={"subject": "Testi", "body": "Testi"},
            ).pk
        )
        for number in range(MESSAGES)
    }
    with postbox.opened() as box:
        workers = Workers(box)
        box.accepts = workers.survive
        limit = time.monotonic() + LONGEST
        while Message.objects.waiting().exists() and time.monotonic() < limit:
            with contextlib.suppress(subprocess.TimeoutExpired):
                workers.alive[-1].wait(0.1)
        assert workers.end() == [0] * WORKERS
        arrived = Counter(number.strip("<>").split("@")[0] for number in box.numbers())
    doubled = sum(times - 1 for times in arrived.values())
    lost, kills = len(made - set(arrived)), workers.moments * WORKERS
    figures = f"{MESSAGES} messages, {kills} kills, {lost} lost, {doubled} doubled"
    with capsys.disabled():
        print(f"\n{figures}")  # noqa: T201
    assert workers.moments == len(KILLS)
    assert set(arrived) == made
    assert doubled <= len(KILLS) * WORKERS
    assert set(Message.objects.values_list("state", flat=True)) == {"sent"}
