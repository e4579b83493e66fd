"""Runs the tests on SQLite, then on PostgreSQL and in a browser: ``python -m tests.run [--long] [pytest args]``.

PostgreSQL is TEST_DATABASE_URL, or a cluster of its own that is thrown away afterwards. What could not be run
is said in a frame at the end.
"""

import atexit
import os
import shutil
import signal
import subprocess
import sys
import time
from contextlib import ExitStack, contextmanager, nullcontext
from pathlib import Path
from tempfile import TemporaryFile, mkdtemp

from tests import environment
from tests.cluster import NoCluster, cluster

ROOT = Path(__file__).resolve().parent.parent
NOTHING_COLLECTED = 5
AGAIN = "not browser and not once"  # what the second database may answer differently
SHORT, LONG = "not long", "long"
SECOND = {"short": "not long and not seldom", "long": "long or seldom"}
GIVES_WAY = ["nice", "-n", "10"]
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

    @property
    def beside_each_other(self):
        """A browser's tests wait most of their time. What takes long measures, kills and restores: each by itself."""
        return not self.long and bool(self.workers())

    def pytest(self, title, markers, **more):
        """One run of pytest in a process of its own."""
        print(f"\n=== {title} ===", flush=True)
        with self.beside(title, markers, None, **more):
            pass

    @contextmanager
    def beside(self, title, markers, output, *, short=SHORT, long=LONG, **variables):
        """One run of pytest while something else goes on; ends with it. ``output``: a file, or None for ours.

        What stands in a file is printed at the end; such a run gives way to the other one.
        """
        selection = f"({markers}) and ({long if self.long else short})"
        command = [sys.executable, "-m", "pytest", "-m", selection, *self.workers(), *self.arguments]
        began = time.monotonic()
        process = subprocess.Popen(
            [*(GIVES_WAY if output else []), *command],
            cwd=ROOT,
            env=os.environ | variables,
            stdout=output,
            stderr=subprocess.STDOUT if output else None,
        )
        try:
            yield
            code = process.wait()
        except BaseException:
            process.send_signal(signal.SIGINT)
            process.wait(30)
            raise
        if output:
            output.seek(0)
            print(f"\n=== {title} ===\n{output.read().decode(errors='replace')}", flush=True)
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

    def build_portal(self):
        """Begin to make the demonstration's database that the browser tests copy: it takes one core half a minute.

        Not when only some tests are asked for. Returns the variables that say where it lies.
        """
        if any(not part.startswith("-") for part in self.arguments):
            return {}
        folder = Path(mkdtemp(prefix="hyte-portal-"))
        command = [sys.executable, "-m", "tests.browser.stack", str(folder / "template")]
        maker = subprocess.Popen(command, cwd=ROOT)
        atexit.register(shutil.rmtree, folder, ignore_errors=True)
        atexit.register(maker.kill)  # nothing when it has ended
        return {"TEST_PORTAL": str(folder / "template")}

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


@contextmanager
def on_postgresql(runs, given, output):
    """The tests on the second database, beside what stands inside."""
    with ExitStack() as stack:
        if given:
            title, variables = "PostgreSQL (TEST_DATABASE_URL)", {"DATABASE_URL": given}
            runs.skip(
                "what needs roles that connect without a password", "only the tests' own server has them"
            )
            runs.skip(
                "the tests as hyte_app and hyte_jobs, where TEST_DATABASE_URL may not become them",
                "see the lines SKIPPED above, and docs/database-roles.md",
            )
        else:
            try:
                title, variables = "PostgreSQL", {"DATABASE_URL": stack.enter_context(cluster())}
            except NoCluster as reason:
                title = ""
                runs.skip("the tests on PostgreSQL", reason)
        if title:
            stack.enter_context(runs.beside(title, AGAIN, output, **SECOND, **variables))
        yield


def in_browser(runs, browser, portal):
    if browser:
        runs.pytest("Browser", "browser", CHROMIUM=browser, **portal)
    else:
        runs.skip("the browser tests", "Chromium is missing (apt-get install chromium, or set CHROMIUM)")


def main(arguments):
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    environment.prepare()
    long = "--long" in arguments
    runs = Runs(long, [part for part in arguments if part != "--long"])
    given = os.environ.pop("TEST_DATABASE_URL", "")
    os.environ.pop("DATABASE_URL", None)

    runs.pytest("SQLite", "not browser and not postgres")
    browser = install_chromium()
    portal = runs.build_portal() if browser else {}
    with (
        TemporaryFile() if runs.beside_each_other else nullcontext() as output,
        on_postgresql(runs, given, output),
    ):
        if output:
            in_browser(runs, browser, portal)
    if not output:
        in_browser(runs, browser, portal)
    return runs.close()


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
