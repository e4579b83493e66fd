"""What the checks need beside Python: Node with the packages of ``frontend/check``, Java, Chromium."""

import hashlib
import os
import re
import shutil
import subprocess

from tests.sources import ROOT

CHECK = ROOT / "frontend" / "check"
PACKAGES = CHECK / "node_modules"
NODE, JAVA = (20, 19), (17,)
# No tool asks for news of itself or tells how it is used.
QUIET = {"CI": "1", "NO_UPDATE_NOTIFIER": "1", "DO_NOT_TRACK": "1"}


class Missing(Exception):
    """Why something cannot run, in words for the person who runs the checks."""


class Broken(Exception):
    """Something that should run did not, with what it said."""


def ran(command, *, seconds, **options):
    """The finished process of a command; the command is ended when it takes longer."""
    try:
        return subprocess.run(
            [str(part) for part in command],
            cwd=CHECK, capture_output=True, text=True, check=False, timeout=seconds,
            stdin=subprocess.DEVNULL, env=os.environ | QUIET | options.pop("env", {}), **options,
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        raise Broken(f"{command[0]} took longer than {seconds} s") from None


def _found(name, least, package):
    """The path of a program that is at least so new."""
    wanted = f"{name} {'.'.join(map(str, least))} or newer"
    path = shutil.which(name)
    if path is None:
        raise Missing(f"{wanted} is missing ({package})")
    said = ran([path, "--version"], seconds=60)
    numbers = re.search(r"\d+(\.\d+)*", said.stdout)
    if said.returncode or not numbers or tuple(map(int, numbers.group().split("."))) < least:
        raise Missing(
            f"{wanted} is needed ({package}); there is {said.stdout.partition(chr(10))[0] or 'an older one'}"
        )
    return path


def java():
    return _found("java", JAVA, "apt-get install default-jre-headless")


def node():
    """The path of Node, its packages installed as the lock file says."""
    path = _found("node", NODE, "nodejs.org")
    npm = shutil.which("npm")
    if npm is None:
        raise Missing("npm, which belongs to Node, is missing")
    wanted = "\n".join(
        hashlib.sha256((CHECK / name).read_bytes()).hexdigest()
        for name in ("package.json", "package-lock.json")
    )
    mark = PACKAGES / ".installed"
    if not mark.exists() or mark.read_text() != wanted:
        done = ran([npm, "ci", "--no-audit", "--no-fund"], seconds=900)
        if done.returncode:
            raise Broken(f"npm ci in frontend/check failed: {done.stderr.strip()[-600:]}")
        mark.write_text(wanted)
    return path
