"""Lighthouse on a phone, in a Chromium of our own that can reach nothing but this machine."""

import contextlib
import json
import os
import statistics
import subprocess
import time

from tests.web.tools import PACKAGES, Broken, ran

WHOLE = ("accessibility", "best-practices", "seo")  # must be 100
FAST = 95  # the median of the performance scores
TRIES = 3  # on a busy machine a run may miss the page's beginning
FLAGS = [
    "--headless=new", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--disable-default-apps", "--disable-extensions",
    "--metrics-recording-only", "--no-default-browser-check", "--mute-audio",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1",
]  # fmt: skip
METRICS = {
    "first-contentful-paint": "first paint",
    "largest-contentful-paint": "largest paint",
    "total-blocking-time": "blocked",
    "cumulative-layout-shift": "shift",
    "speed-index": "speed index",
}


@contextlib.contextmanager
def browser(path, folder, profile):
    """The debugging port of a Chromium with a profile of its own; it is ended by its process id."""
    told = folder / profile / "DevToolsActivePort"
    with open(folder / "chromium.log", "w") as log:
        process = subprocess.Popen(
            [path, *FLAGS, "--remote-debugging-port=0", f"--user-data-dir={folder / profile}", "about:blank"],
            stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True,
        )  # fmt: skip
    try:
        end = time.monotonic() + 60
        while not (told.exists() and told.read_text().strip()):
            if process.poll() is not None or time.monotonic() > end:
                raise Broken(f"Chromium did not start: {(folder / 'chromium.log').read_text()[-600:]}")
            time.sleep(0.1)
        yield told.read_text().split()[0]
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


class Measured:
    """One page: the report of its first run, the performance of every run."""

    def __init__(self, url):
        self.url, self.report, self.performance, self.reports = url, None, [], []

    def add(self, report):
        self.report = self.report or report
        self.reports.append(report)
        self.performance.append(_hundredths(report["categories"]["performance"]["score"]))

    @property
    def whole(self):
        """The scores that must be 100."""
        return [_hundredths(self.report["categories"][name]["score"]) for name in WHOLE]

    @property
    def median(self):
        return statistics.median(self.performance)

    def metrics(self):
        """What the best run measured."""
        audits = max(self.reports, key=lambda one: one["categories"]["performance"]["score"] or 0)["audits"]
        return ", ".join(f"{words} {audits[key].get('displayValue', '?')}" for key, words in METRICS.items())

    def faults(self):
        for category in WHOLE:
            part = self.report["categories"][category]
            if part["score"] == 1:
                continue
            for ref in part["auditRefs"]:
                audit = self.report["audits"][ref["id"]]
                if ref["weight"] and audit["score"] is not None and audit["score"] < 1:
                    yield f"{category}, {ref['id']}: {audit['title']}{''.join(_places(audit))}"
        if self.median < FAST:
            yield f"performance: the median is {self.median:g}, below {FAST} ({self.metrics()})"


def _hundredths(score):
    return round((score or 0) * 100)


def _places(audit):
    for item in (audit.get("details") or {}).get("items", [])[:5]:
        node = item.get("node") or {}
        words = node.get("snippet") or item.get("description") or item.get("url") or item.get("href") or ""
        if words:
            yield f"\n    {str(words)[:200]}"


def _once(node, chromium, port, url, folder, categories):
    report = folder / "report.json"
    report.unlink(missing_ok=True)
    command = [
        node, PACKAGES / "lighthouse" / "cli" / "index.js", url, f"--port={port}", "--quiet", "--locale=en",
        "--no-enable-error-reporting", f"--only-categories={','.join(categories)}", "--form-factor=mobile",
        "--disable-full-page-screenshot", "--output=json", f"--output-path={report}",
    ]  # fmt: skip
    done = ran(command, seconds=180, env={"CHROME_PATH": chromium, "TMPDIR": str(folder)})
    if not report.exists():
        raise Broken(f"Lighthouse on {url}: {(done.stderr or done.stdout).strip()[-600:]}")
    result = json.loads(report.read_text())
    if error := result.get("runtimeError"):
        raise Broken(f"Lighthouse on {url}: {error.get('code')} {error.get('message')}")
    return result


def _run(*arguments):
    """The report of a run that came to its end."""
    for _ in range(TRIES - 1):
        with contextlib.suppress(Broken):
            return _once(*arguments)
    return _once(*arguments)


def measured(node, chromium, urls, runs, folder, say):
    """``{name: Measured}``; the runs go round the pages, so that a busy minute does not meet one page alone."""
    found = {name: Measured(url) for name, url in urls.items()}
    for number in range(runs):
        categories = ["performance"] if number else ["performance", *WHOLE]
        with browser(chromium, folder, f"profile{number}") as port:
            for page in found.values():
                page.add(_run(node, chromium, port, page.url, folder, categories))
        load = os.getloadavg()[0]
        say(f"Lighthouse: round {number + 1} of {runs} done, load of the machine {load:.1f}")
    return found


def table(found):
    """The scores as lines of text."""
    width = max(map(len, found))
    yield f"{'page':{width}}  accessibility  best practices  SEO  performance: median  all"
    for name, page in found.items():
        access, practices, seo = page.whole
        runs = " ".join(map(str, page.performance))
        yield f"{name:{width}}  {access:13}  {practices:14}  {seo:3}  {page.median:19g}  {runs}"
