"""What an import has read, on disk: one file of JSON lines per kind, an index in memory.

An import reads its sources to the end before it changes anything, so a bad file or a broken download changes
nothing; an approved dry run writes exactly what was read then; memory holds one record at a time.
"""

import json
import shutil
from pathlib import Path

from .cleaning import storable

COMPLETE = "complete"


class Spool:
    """A folder of records as read. The last one of an id counts."""

    def __init__(self, folder):
        self.folder = Path(folder)
        self.folder.mkdir(parents=True, exist_ok=True)
        self.index = {}  # kind → {id: offset}
        self.files = {}
        for path in sorted(self.folder.glob("*.jsonl")):
            self.index[path.stem] = _offsets(path)

    # ------------------------------------------------------------ writing
    def add(self, kind, key, record):
        file = self._file(kind)
        file.seek(0, 2)
        at = file.tell()
        line = json.dumps([key, storable(record)], ensure_ascii=False, separators=(",", ":"), allow_nan=False)
        file.write(line.encode() + b"\n")
        self.index.setdefault(kind, {})[key] = at

    def mark(self):
        """Where every file ends now: ``back_to`` forgets what came later (a file that proved bad)."""
        return {kind: self._end(kind) for kind in self.index}

    def back_to(self, marks):
        for kind in list(self.index):
            end = marks.get(kind, 0)
            self._file(kind).truncate(end)
            self.files.pop(kind).close()
            self.index[kind] = _offsets(self._path(kind))

    def finish(self):
        """All sources were read to their end."""
        for file in self.files.values():
            file.flush()
        (self.folder / COMPLETE).touch()

    @property
    def complete(self):
        return (self.folder / COMPLETE).exists()

    # ------------------------------------------------------------ reading
    def __len__(self):
        return sum(len(offsets) for offsets in self.index.values())

    def keys(self, kind):
        return list(self.index.get(kind, ()))

    def has(self, kind, key):
        return key in self.index.get(kind, ())

    def get(self, kind, key):
        """The record of this id, or None."""
        at = self.index.get(kind, {}).get(key)
        if at is None:
            return None
        file = self._file(kind)
        file.seek(at)
        return json.loads(file.readline())[1]

    def records(self, kind, keys=None):
        """(id, record) one by one, in the order read or in that of ``keys``."""
        for key in self.keys(kind) if keys is None else keys:
            yield key, self.get(kind, key)

    # ------------------------------------------------------------ files
    def close(self):
        for file in self.files.values():
            file.close()
        self.files = {}

    def remove(self):
        self.close()
        shutil.rmtree(self.folder, ignore_errors=True)

    def _path(self, kind):
        return self.folder / f"{kind}.jsonl"

    def _file(self, kind):
        if kind not in self.files:
            self.files[kind] = self._path(kind).open("a+b")
        return self.files[kind]

    def _end(self, kind):
        file = self._file(kind)
        return file.seek(0, 2)


def _offsets(path):
    """``{id: offset}`` of the whole lines; half a line at the end (the process was killed) is cut off."""
    found, at = {}, 0
    with path.open("r+b") as file:
        for line in file:
            if not line.endswith(b"\n"):
                break
            found[json.loads(line)[0]] = at
            at += len(line)
        file.truncate(at)
    return found
