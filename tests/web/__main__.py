"""Checks the public pages as they are served: ``python -m tests.web [--runs N]``.

The portal runs as ``make run`` starts it, on a port and in a folder of its own. html-validate and the Nu checker
read each kind of page in both languages; Lighthouse measures those that search engines may show. What could not
run, because Node, Java or Chromium is missing, is said in a frame at the end and fails nothing.
"""

import argparse
import os
import signal
import sys
import tempfile
import textwrap
from pathlib import Path

from tests.browser.stack import Stack, built
from tests.run import chromium
from tests.web import kinds, lighthouse, markup, tools

WIDTH = 96


def say(line=""):
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


class Checks:
    """What was found and what was left out."""

    def __init__(self, runs):
        self.runs, self.faults, self.skipped, self.lines = runs, 0, [], []

    def needed(self, find, what):
        """A tool's path, or None with the reason kept for the end."""
        try:
            return find()
        except tools.Missing as reason:
            self.skipped.append(f"NOT RUN: {what}: {reason}.")

    def report(self, title, faults):
        self.faults += len(faults)
        self.lines.append(f"{title}: {f'{len(faults)} FAULTS' if faults else 'no faults'}")
        say(f"\n=== {title}")
        for fault in faults:
            say(f"- {fault}")

    def markup(self, node, java, folder):
        files = sorted((folder / "pages").iterdir())
        self.report("html-validate", markup.html_validate(node, files, folder))
        if java:
            faults, remarks = markup.nu(java, files, folder)
            self.report("Nu checker", faults)
            for remark in remarks:
                say(f"- (a remark, no fault) {remark}")

    def lighthouse(self, node, stack, paths, folder):
        path = chromium()
        if path is None:
            self.skipped.append(
                "NOT RUN: Lighthouse: Chromium is missing (apt-get install chromium, or set CHROMIUM)."
            )
            return
        urls = {name: stack.url + paths[name] for name in kinds.MEASURED}
        say()
        found = lighthouse.measured(node, path, urls, self.runs, folder, say)
        self.report(
            "Lighthouse", [f"{name}: {fault}" for name, page in found.items() for fault in page.faults()]
        )
        self.lines += ["", *lighthouse.table(found)]
        slow = min(page.median for page in found.values()) < lighthouse.FAST
        if slow and os.getloadavg()[0] > (os.cpu_count() or 1):
            self.lines.append("The machine is busy: measure the performance again when it is not.")

    def run(self, folder):
        node = self.needed(tools.node, "html-validate, the Nu checker and Lighthouse")
        if node is None:
            return
        java = self.needed(tools.java, "the Nu checker")
        (folder / "template").mkdir()
        (folder / "pages").mkdir()
        stack = Stack(built(folder / "template"), folder / "portal")
        try:
            paths = kinds.addresses(stack)
            self.report(f"{len(paths)} pages fetched", kinds.saved(stack, paths, folder / "pages"))
            self.markup(node, java, folder)
            self.lighthouse(node, stack, paths, folder)
        finally:
            stack.stop()

    def close(self):
        """The frame at the end; returns the exit code."""
        lines = self.lines + [line for text in self.skipped for line in textwrap.wrap(text, WIDTH)]
        width = max(map(len, lines))
        edge = "+" + "-" * (width + 2) + "+"
        say("\n".join(["", edge, *(f"| {line:{width}} |" for line in lines), edge]))
        return int(self.faults > 0)


def main(arguments):
    parser = argparse.ArgumentParser(prog="python -m tests.web")
    parser.add_argument("--runs", type=int, default=3, help="runs of Lighthouse on each page (3)")
    checks = Checks(max(1, parser.parse_args(arguments).runs))
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    with tempfile.TemporaryDirectory(prefix="hyte-web-", ignore_cleanup_errors=True) as folder:
        try:
            checks.run(Path(folder))
        except tools.Broken as reason:
            checks.faults += 1
            checks.lines += ["", *textwrap.wrap(f"BROKEN: {reason}", WIDTH)]
    return checks.close()


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
