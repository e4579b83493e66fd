"""Runs the tests on SQLite, then on PostgreSQL, then in a browser: ``python -m tests.run [--long] [pytest args]``.

PostgreSQL is TEST_DATABASE_URL, or a cluster of its own that is thrown away afterwards. What could not be run
is said in a frame at the end.
"""

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

from tests import environment
from tests.cluster import NoCluster, cluster

ROOT = Path(__file__).resolve().parent.parent
NOTHING_COLLECTED = 5
AGAIN = "not browser and not once"  # what the second database may answer differently
CHROMIUM_PACKAGES = ["chromium", "fonts-noto-core"]


def chromium():
    """The path of Chromium: the variable CHROMIUM, Debian's place, or PATH; None when there is none."""
    names = [
        os.environ.get("CHROMIUM", ""),
        "/usr/bin/chromium",
        "chromium",
        "chromium-browser",
        "google-chrome",
    ]
    return next((found for name in names if name and (found := shutil.which(name))), None)


def install_chromium():
    """Try Debian's package when we may; returns what is there afterwards."""
    if chromium() is None and os.geteuid() == 0 and shutil.which("apt-get"):
        print("Chromium is missing: installing it with apt-get.", flush=True)
        quiet = {"stdout": subprocess.DEVNULL, "env": os.environ | {"DEBIAN_FRONTEND": "noninteractive"}}
        for command in (["update"], ["install", "-y", "--no-install-recommends", *CHROMIUM_PACKAGES]):
            subprocess.run(["apt-get", "-qq", *command], check=False, **quiet)
    return chromium()


class Runs:
    """The parts of one test run: their times, results and what was left out."""

    def __init__(self, long, arguments):
        self.long, self.arguments = long, arguments
        self.lines, self.skipped, self.failed = [], [], False

    def pytest(self, title, markers, **variables):
        """One run of pytest in a process of its own."""
        selection = f"({markers}) and {'' if self.long else 'not '}long"
        command = [sys.executable, "-m", "pytest", "-m", selection, *self.workers(), *self.arguments]
        print(f"\n=== {title} ===", flush=True)
        began = time.monotonic()
        process = subprocess.Popen(command, cwd=ROOT, env=os.environ | variables)
        try:
            code = process.wait()
        except BaseException:
            process.send_signal(signal.SIGINT)
            process.wait(30)
            raise
        passed = code in (0, NOTHING_COLLECTED)
        self.failed = self.failed or not passed
        result = "nothing selected" if code == NOTHING_COLLECTED else "passed" if passed else "FAILED"
        self.lines.append(f"{title}: {result} in {time.monotonic() - began:.0f} s")

    def workers(self):
        """Two processes unless the caller wants to see or stop at single tests."""
        alone = {"-s", "--pdb", "--co", "--collect-only", "-n", "-x"}
        if alone & set(self.arguments) or any(part.startswith("-n") for part in self.arguments):
            return []
        return ["-n", "2", "--dist", "worksteal"] if (os.cpu_count() or 1) > 1 else []

    def skip(self, what, why):
        self.skipped.append(f"NOT RUN: {what}: {why}")

    def close(self):
        """The last lines; returns the exit code."""
        lines = [*self.lines, *(line for text in self.skipped for line in ("", *_folded(text)))]
        width = max(map(len, lines))
        print("\n" + "\n".join(["+" + "-" * (width + 2) + "+", *(f"| {line:{width}} |" for line in lines)]))
        print("+" + "-" * (width + 2) + "+", flush=True)
        return int(self.failed)


def _folded(text, width=90):
    words, line = text.split(), ""
    for word in words:
        if line and len(line) + len(word) >= width:
            yield line
            line = word
        else:
            line = f"{line} {word}".strip()
    yield line


def main(arguments):
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    environment.prepare()
    long = "--long" in arguments
    runs = Runs(long, [part for part in arguments if part != "--long"])
    given = os.environ.pop("TEST_DATABASE_URL", "")
    os.environ.pop("DATABASE_URL", None)

    runs.pytest("SQLite", "not browser and not postgres")
    if given:
        runs.pytest("PostgreSQL (TEST_DATABASE_URL)", AGAIN, DATABASE_URL=given)
    else:
        try:
            with cluster() as address:
                runs.pytest("PostgreSQL", AGAIN, DATABASE_URL=address)
        except NoCluster as reason:
            runs.skip("the tests on PostgreSQL", reason)
    if path := install_chromium():
        runs.pytest("Browser", "browser", CHROMIUM=path)
    else:
        runs.skip("the browser tests", "Chromium is missing (apt-get install chromium, or set CHROMIUM)")
    return runs.close()


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
