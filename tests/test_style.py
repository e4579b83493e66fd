"""The sources are as ruff and djade write them: `make fmt` makes them so."""

import subprocess
import sys
from pathlib import Path

from tests import sources

BIN = Path(sys.executable).parent


def said_by(*command):
    """What a tool objects to; empty when it is content."""
    done = subprocess.run(command, cwd=sources.ROOT, capture_output=True, text=True, check=False)
    return done.stdout[-3000:] + done.stderr[-1000:] if done.returncode else ""


def test_the_linter_finds_nothing():
    assert said_by(BIN / "ruff", "check", "--no-cache", "--output-format", "concise", ".") == ""


def test_python_is_formatted():
    assert said_by(BIN / "ruff", "format", "--no-cache", "--check", "--output-format", "concise", ".") == ""


def test_templates_are_formatted():
    paths = [path for path in sources.template_files() if path.suffix == ".html"]
    assert said_by(BIN / "djade", "--check", "--target-version", "5.2", *paths) == ""
