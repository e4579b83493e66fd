"""Asks a server for pages for some seconds: with wrk where it is installed, else with threads of our own."""

import contextlib
import http.client
import itertools
import json
import re
import shutil
import subprocess
import tempfile
import threading
import time
from pathlib import Path

CLIENTS = 4  # connections that stay open
_LUA = """
local paths = {%s}
local at = %d
request = function()
  at = at %% #paths + 1
  return wrk.format("GET", paths[at])
end
"""


class Refused(Exception):
    """The server answered something else than was expected."""


class Load:
    """``paths`` in turn, from one call to the next; ``status`` is what each answer must have."""

    def __init__(self, port, paths, status=200, headers=None):
        """``headers`` is a function of the path, or None."""
        self.port, self.paths, self.status, self.headers = port, paths, status, headers
        self.begun = 0

    def run(self, seconds):
        """How many requests were answered."""
        wrk = shutil.which("wrk")
        number = self._wrk(wrk, seconds) if wrk and not self.headers else self._threads(seconds)
        self.begun += number
        return number

    def _wrk(self, wrk, seconds):
        with tempfile.TemporaryDirectory() as folder:
            script = Path(folder) / "paths.lua"
            paths = ", ".join(json.dumps(path) for path in self.paths)
            script.write_text(_LUA % (paths, self.begun % len(self.paths)))
            line = [wrk, "-t1", f"-c{CLIENTS}", f"-d{max(1, round(seconds))}s", "-s", str(script)]
            said = subprocess.run(
                [*line, f"http://127.0.0.1:{self.port}"], capture_output=True, text=True, check=True
            ).stdout
        if "Non-2xx" in said or "Socket errors" in said:
            raise Refused(said)
        return int(re.search(r"(\d+) requests in", said)[1])

    def _threads(self, seconds):
        until = time.monotonic() + seconds
        turn = itertools.cycle(self.paths[self.begun % len(self.paths) :] + self.paths)
        lock, done, wrong = threading.Lock(), [0] * CLIENTS, []

        def ask(number):
            connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
            with contextlib.closing(connection):
                while time.monotonic() < until and not wrong:
                    with lock:
                        path = next(turn)
                    connection.request("GET", path, headers=self.headers(path) if self.headers else {})
                    answer = connection.getresponse()
                    answer.read()
                    if answer.status != self.status:
                        wrong.append(f"{answer.status} for {path}")
                    done[number] += 1

        clients = [threading.Thread(target=ask, args=(number,), daemon=True) for number in range(CLIENTS)]
        for client in clients:
            client.start()
        for client in clients:
            client.join()
        if wrong:
            raise Refused(wrong[0])
        return sum(done)


def etags(port, paths):
    """{path: its ETag}; those without one are left out."""
    found, connection = {}, http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    with contextlib.closing(connection):
        for path in paths:
            connection.request("GET", path)
            answer = connection.getresponse()
            answer.read()
            if etag := answer.getheader("ETag"):
                found[path] = etag
    return found
