"""A file of 100 megabytes is read in the memory of a small one."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.long
# In a process of its own: the peak of a process never goes down again.
READ = """
import resource, sys
from catalogue.imports.reading import whole
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
print(whole(sys.argv[1]), (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024)
"""


@pytest.mark.parametrize("opening", ["[", '{"pageNumber": 1, "itemList": ['])
def test_a_hundred_megabytes_grow_the_process_by_less_than_fifty(tmp_path, opening):
    record = json.dumps({"id": "x" * 36, "names": [{"language": "fi", "value": "y" * 400}] * 20}).encode()
    path = tmp_path / "large.json"
    with path.open("wb") as out:
        out.write(opening.encode() + record)
        for _ in range(100_000_000 // len(record)):
            out.write(b"," + record)
        out.write(b"]}" if opening.startswith("{") else b"]")
    done = subprocess.run(
        [sys.executable, "-c", READ, path], cwd=ROOT, capture_output=True, text=True, check=True
    )
    count, megabytes = map(int, done.stdout.split())
    assert count > 10_000
    assert megabytes < 50
