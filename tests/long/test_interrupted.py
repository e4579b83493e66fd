"""A set-up that is killed can be run again: nothing is half-written, nothing is twice there."""

import os
import signal
import sqlite3
import subprocess
import sys
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


def count(folder, table):
    with sqlite3.connect(folder / "db.sqlite3") as database:
        return database.execute(f"SELECT count(*) FROM {table}").fetchone()[0]


@pytest.mark.parametrize("seconds", [1.5, 3, 5])
def test_example_content_killed_half_way_is_not_there_at_all_and_the_next_run_completes_it(tmp_path, seconds):
    for command in (["migrate"], ["load_facts", "--commit"], ["load_vocabularies", "--commit"]):
        assert manage(tmp_path, *command).wait() == 0
    running = manage(tmp_path, "load_example", "--commit")
    try:
        running.wait(timeout=seconds)  # killed where the clock finds it: before, in or after the work
    except subprocess.TimeoutExpired:
        running.send_signal(signal.SIGKILL)
        running.wait()
        assert count(tmp_path, "catalogue_service") == count(tmp_path, "catalogue_sourcerecord") == 0
    assert manage(tmp_path, "load_example", "--commit").wait() == 0
    services = count(tmp_path, "catalogue_service")
    assert services >= 60
    assert manage(tmp_path, "load_example", "--commit").wait() == 0
    assert count(tmp_path, "catalogue_service") == services
