"""A set-up that is killed can be run again: nothing is half-written, nothing is twice there."""

import os
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing, suppress
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.long


def manage(folder, *arguments, **options):
    variables = os.environ | {
        "HYTE_ENV": "development",
        "HYTE_VAR": str(folder),
        "DATABASE_URL": f"sqlite:///{folder}/db.sqlite3",
    }
    return subprocess.Popen(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env=variables,
        stdout=subprocess.DEVNULL,
        **options,
    )


def counts(folder):
    """How many services, and how many records of where they came from."""
    query = "SELECT (SELECT count(*) FROM catalogue_service), (SELECT count(*) FROM catalogue_sourcerecord)"
    with closing(sqlite3.connect(folder / "db.sqlite3", timeout=600)) as database:
        return database.execute(query).fetchone()


@pytest.mark.parametrize("seconds", [1.5, 3, 5])
def test_example_content_killed_half_way_is_not_there_at_all_and_the_next_run_completes_it(tmp_path, seconds):
    for command in (["migrate"], ["load_facts", "--commit"], ["load_vocabularies", "--commit"]):
        assert manage(tmp_path, *command).wait() == 0
    running = manage(tmp_path, "load_example", "--commit")
    with suppress(subprocess.TimeoutExpired):
        running.wait(timeout=seconds)  # killed where the clock finds it: before, in or after the work
    running.send_signal(signal.SIGKILL)
    running.wait()
    left = counts(tmp_path)
    assert manage(tmp_path, "load_example", "--commit").wait() == 0
    whole = counts(tmp_path)
    assert whole[0] >= 60
    assert left in {(0, 0), whole}  # all of it when the clock found it between its commit and its end
    assert manage(tmp_path, "load_example", "--commit").wait() == 0
    assert counts(tmp_path) == whole
