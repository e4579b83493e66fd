"""The starter of everything: ends all when asked, starts fallen workers again. And how a worker hears the end."""

import os
import signal
import subprocess
import sys
from contextlib import contextmanager

import pytest

from tests.sources import ROOT

pytestmark = pytest.mark.once
PYTHON = sys.executable
# What the starter runs here instead of the portal: each says its name and number, then waits for its end.
SAYS = "import os, signal, sys; os.write(1, f'{sys.argv[1]} {os.getpid()}\\n'.encode()); signal.pause()"
SERVER, ONE, TWO = ([PYTHON, "-c", SAYS, name] for name in ("server", "one", "two"))
STARTER = """
import sys
sys.path.insert(0, "deploy")
import start
sys.exit(start.main({server!r}, {workers!r}, rest=0))
"""


@contextmanager
def started(server=SERVER, workers=(ONE, TWO)):
    """The starter; whatever the test finds, all of it ends."""
    code = STARTER.format(server=server, workers=list(workers))
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    with subprocess.Popen([PYTHON, "-c", code], cwd=ROOT, text=True, **pipes) as process:
        try:
            yield process
        finally:
            process.terminate()


def numbers(process, how_many):
    """``{name: number}`` of the next children to speak."""
    lines = [process.stdout.readline().split() for _ in range(how_many)]
    return {name: int(number) for name, number in lines}


def gone(number):
    try:
        os.kill(number, 0)
    except ProcessLookupError:
        return True
    return False


@pytest.mark.parametrize("asked", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_all_end_when_the_end_is_asked_for(asked):
    with started() as process:
        children = numbers(process, 3)
        process.send_signal(asked)
        assert process.wait(600) == 0
    assert all(gone(number) for number in children.values())


def test_a_fallen_worker_is_started_again():
    with started(workers=[ONE]) as process:
        first = numbers(process, 2)
        os.kill(first["one"], signal.SIGKILL)
        again = numbers(process, 1)["one"]
        assert again != first["one"]
        process.terminate()
        said = process.communicate(timeout=600)[1]
    assert "started again" in said and gone(again) and gone(first["server"])


def test_when_the_server_ends_all_end_with_its_code():
    with started(server=[PYTHON, "-c", "raise SystemExit(3)"], workers=[ONE]) as process:
        assert process.wait(600) == 3


WAITING = """
import os, sys
sys.path.insert(0, ".")
from outbox.stopping import Stop
stop = Stop(with_parent=len(sys.argv) > 1)
print("ready", flush=True)
while not stop:
    stop.wait(0.2 if len(sys.argv) > 1 else 600)
print("ended", flush=True)
"""


@pytest.mark.parametrize("asked", [signal.SIGINT, signal.SIGTERM])
def test_a_worker_that_waits_hears_the_end_at_once(asked):
    with subprocess.Popen([PYTHON, "-c", WAITING], cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout.readline() == "ready\n"
        process.send_signal(asked)
        assert process.communicate(timeout=600)[0] == "ended\n"
    assert process.returncode == 0


def test_a_worker_ends_when_the_process_that_started_it_is_gone():
    code = f"import subprocess, sys; subprocess.Popen([sys.executable, '-c', {WAITING!r}, 'with-parent']); input()"
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    with subprocess.Popen([PYTHON, "-c", code], cwd=ROOT, text=True, **pipes) as parent:
        assert parent.stdout.readline() == "ready\n"
        parent.kill()
        assert parent.stdout.readline() == "ended\n"
