"""Whoever kills the processes that move referrals: a move is whole or it is not, and none is made twice."""

import contextlib
import os
import subprocess
import sys
import threading
from collections import Counter

import pytest
from django.conf import settings

from audit.models import Entry
from referrals.models import Assignment, Attempt, Event, EventText, Meeting, Outcome, Plan
from tests import walls
from tests.long.moving_worker import CHAIN
from tests.long.test_killed_submits import database
from tests.referrals import scene as scenes
from tests.sources import ROOT

pytestmark = [pytest.mark.long, pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
REFERRALS, WORKERS = 30, 2
# How each process of a worker ends: by itself at a move, or killed from outside after so many lines of it.
ENDS = ["before1", "after3", 9, "before12", 20, "after7", ""]


class Worker:
    def __init__(self, adviser, keys):
        self.adviser, self.keys, self.said, self.kills = adviser, keys, [], 0
        self.variables = os.environ | {
            "DATABASE_URL": database(),
            "FIELD_KEYS": ",".join(settings.FIELD_KEYS),
            "INDEX_KEY": settings.INDEX_KEY,
            "DJANGO_SETTINGS_MODULE": "hyteportal.settings",
        }

    def run(self, end):
        command = [sys.executable, "-m", "tests.long.moving_worker", str(self.adviser.pk), *self.keys]
        die = end if isinstance(end, str) else ""
        process = subprocess.Popen(
            command, cwd=ROOT, env=self.variables | {"DIE": die},
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        for number, line in enumerate(process.stdout, 1):
            if line.endswith("\n"):
                self.said.append(tuple(line.split()))
            with contextlib.suppress(BrokenPipeError):
                process.stdin.write("heard\n")
                process.stdin.flush()
            if number == end:
                process.kill()
        process.stdout.close()
        with contextlib.suppress(BrokenPipeError):
            process.stdin.close()
        self.kills += process.wait() == -9
        return process.returncode


def test_moves_that_are_killed_are_whole_or_not_there(record_property):
    with walls.everything():
        made = scenes.scene()
        keys = [str(scenes.referral(made).pk) for _ in range(REFERRALS)]
        workers = [Worker(made.adviser, keys[number::WORKERS]) for number in range(WORKERS)]
        for end in ENDS:
            codes = _at_once(workers, end)
        assert codes == [0] * WORKERS

        said = Counter(pair for worker in workers for pair in worker.said)
        kills = sum(worker.kills for worker in workers)
        record_property("killed", {"kills": kills, "moves": REFERRALS * len(CHAIN)})
        assert kills == WORKERS * (len(ENDS) - 1)
        for key in keys:
            row = Assignment.objects.get(pk=key)
            events = Event.objects.filter(assignment=row).order_by("version")
            assert [event.move for event in events] == CHAIN
            assert [event.version for event in events] == list(range(2, len(CHAIN) + 2))
            assert (row.state, row.version) == ("completed", len(CHAIN) + 1)
            lines = Entry.objects.about("referral", row.referral_id).order_by("pk")
            assert [line.action for line in lines] == [f"referral_{move}" for move in CHAIN]
        for model in (Attempt, Meeting, Plan, Outcome, EventText):
            assert model.objects.count() == REFERRALS, model
        # whatever was said to be done is there
        there = {
            (str(key), str(version)) for key, version in Event.objects.values_list("assignment", "version")
        }
        assert {pair for pair in said if pair[1] != "1"} <= there


def _at_once(workers, end):
    """One process of each, side by side."""
    codes = {}

    def run(worker):
        codes[worker] = worker.run(end)

    threads = [threading.Thread(target=run, args=[worker]) for worker in workers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return [codes[worker] for worker in workers]
