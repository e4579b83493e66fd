"""gunicorn with one worker, as in production, and what its processes use: CPU, memory, time to the first answer."""

import contextlib
import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

from .store import ROOT

TICKS = os.sysconf("SC_CLK_TCK")
PATIENCE = 120  # seconds until the first answer


class Server:
    """A gunicorn of its own process group on a free port of loopback."""

    def __init__(self, name, application, variables, log):
        self.name, self.port, self.log = name, _free_port(), Path(log)
        line = [sys.executable, "-m", "gunicorn", "--config", "deploy/gunicorn.conf.py"]
        line += ["--max-requests", "0", application]  # no worker is replaced while it is measured
        own = {"PORT": str(self.port), "HYTE_WORKERS": "1", "HYTE_BIND": f"127.0.0.1:{self.port}"}
        self.began = time.monotonic()
        with self.log.open("w") as output:
            self.process = subprocess.Popen(
                line, cwd=ROOT, env=variables | own, stdout=output, stderr=output, start_new_session=True
            )

    def wait(self, path):
        """(CPU seconds, seconds) from the start of the process to the first 200 of ``path``."""
        while time.monotonic() - self.began < PATIENCE:
            with contextlib.suppress(OSError, http.client.HTTPException):
                connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
                connection.request("GET", path)
                answer = connection.getresponse()
                answer.read()
                connection.close()
                if answer.status == 200:
                    return self.cpu(), time.monotonic() - self.began
                raise RuntimeError(f"{self.name} answers {answer.status} for {path}: {self.said()}")
            if self.process.poll() is not None:
                break
            time.sleep(0.01)
        raise RuntimeError(f"{self.name} did not start: {self.said()}")

    def said(self):
        return self.log.read_text()[-2000:]

    def processes(self):
        """The numbers of the living processes of the group."""
        found = []
        for folder in Path("/proc").iterdir():
            if folder.name.isdigit() and (row := _stat(folder.name)) and int(row[2]) == self.process.pid:
                found.append(int(folder.name))
        return found

    def cpu(self):
        """Seconds that the processes of the group have used so far, their dead children's with them."""
        rows = [row for pid in self.processes() if (row := _stat(pid))]
        return sum(sum(map(int, row[11:15])) for row in rows) / TICKS

    def memory(self):
        """Proportional set size of the worker in MB."""
        [worker] = [pid for pid in self.processes() if pid != self.process.pid]
        for line in Path(f"/proc/{worker}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) / 1024
        raise RuntimeError("the kernel does not tell the proportional set size")

    def stop(self):
        """The whole group: asked, then killed."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.process.wait(10)
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


@contextlib.contextmanager
def running(name, application, variables, log):
    server = Server(name, application, variables, log)
    try:
        yield server
    finally:
        server.stop()


def _stat(pid):
    """The fields of /proc/PID/stat after the name of the program, or None when it has ended."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return None


def _free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]
