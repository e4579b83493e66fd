"""Running imports: from the command line and from the admin, dry or writing, one at a time per register."""

import fcntl
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import threading
import time
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import date
from functools import partial
from importlib import import_module
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction
from django.utils.translation import gettext as _

from catalogue.models import ImportLine, ImportRun
from catalogue.models.choices import Provenance
from catalogue.models.run import Busy
from organisations.models import Municipality, WellbeingCounty

from .cleaning import storable
from .report import Report, visible

# By name: the servers never read a register, and would start later and keep more in memory.
SYSTEMS = {Provenance.PTV.value: "catalogue.imports.ptv", Provenance.LIPAS.value: "catalogue.imports.lipas"}
State = ImportRun.State
LISTS = ("county", "municipality", "organisation")
RESUMED_WITHIN = 24 * 3600  # seconds in which an interrupted reading goes on where it stopped
KEPT_READ = 14 * 24 * 3600  # seconds for which what a dry run read can be approved
BATCH = 200
LONGEST = 1000  # characters of one source
_ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)


class Faulty(Exception):
    """The import stopped: what it had not finished stays as it was."""


# ---------------------------------------------------------------- what is asked for
@dataclass(frozen=True)
class Source:
    """``kind``: county, municipality, organisation, id, address or path; ``value``: its code, id or place."""

    kind: str
    value: str


def understood(word):
    """The Source that a word of the command line or of the admin's form means. Raises ValueError."""
    word = word.strip()
    kind, colon, value = word.partition(":")
    if len(word) > LONGEST or not word.isprintable():  # no path, no address, no code; nor can it be stored
        raise ValueError(_("There is no such source: %(source)s") % {"source": visible(word)[:100]})
    if colon and kind == "county" and WellbeingCounty.objects.filter(pk=value).exists():
        return Source(kind, value)
    if colon and kind == "municipality" and Municipality.objects.filter(pk=value).exists():
        return Source(kind, value)
    if colon and kind == "organisation" and _ID.fullmatch(value):
        return Source(kind, value.lower())
    if colon and kind == "file" and value in server_files():
        return Source("path", str(settings.HYTE_IMPORT_FOLDER / value))
    if colon and kind in (*LISTS, "file"):
        raise ValueError(_("There is no such source: %(source)s") % {"source": word[:100]})
    if kind in ("http", "https"):
        return Source("address", word)
    if _ID.fullmatch(word):
        return Source("id", word.lower())
    return Source("path", word)


def server_files():
    """Names of the files and folders that lie in the server's import folder; no links that lead out of it."""
    folder = Path(settings.HYTE_IMPORT_FOLDER)
    if not folder.is_dir():
        return []
    home = folder.resolve()
    return sorted(
        one.name
        for one in folder.iterdir()
        if not one.name.startswith(".") and one.exists() and one.resolve().is_relative_to(home)
    )


def checked(sources, options):
    """Sources and options as they are stored. Raises ValueError with a sentence."""
    found = [understood(word) for word in sources if word.strip()]
    if not found:
        raise ValueError(_("Say what to read."))
    since = str(options.get("since") or "")
    if since:
        try:
            since = date.fromisoformat(since).isoformat()
        except ValueError:
            raise ValueError(_("Write the day like 2026-11-23.")) from None
    return found, {"since": since, "nationwide": bool(options.get("nationwide"))}


# ---------------------------------------------------------------- one pass
def perform(system, sources, options, *, commit, report, folder, beat, scope="", client=None):
    """Read everything, then compare and (``commit``) write. Raises Faulty; what is written until then is whole."""
    from .engine import Engine
    from .fetching import Client, Unavailable
    from .reading import Refused
    from .spool import Spool

    adapter = import_module(SYSTEMS[system])
    spool = Spool(folder)
    try:
        if not spool.complete:
            with client or Client(
                pause=lambda seconds: (beat(0, 0), time.sleep(seconds)), deadline=100
            ) as fetched:
                adapter.read(sources, spool, report, fetched, options, beat=lambda: beat(0, 0))
            spool.finish()
        total = adapter.total(spool)
        engine = Engine(
            system, commit=commit, report=report, scope=scope, beat=lambda done: beat(min(done, total), total)
        )
        adapter.bring(engine, spool)
    except (Refused, Unavailable) as error:
        raise Faulty(str(error)) from error
    finally:
        spool.close()


def scope_of(sources):
    """The list of the register that is read, when it is one: it says what is gone from it."""
    one = sources[0]
    return f"{one.kind}:{one.value}" if len(sources) == 1 and one.kind in LISTS else ""


# ---------------------------------------------------------------- folders
def _home():
    return Path(settings.VAR_DIR) / "imports"


def folder_for(system, sources, options):
    """Where one wording of an import keeps what it read, so that an interrupted one goes on."""
    database = str(connection.settings_dict["NAME"])
    words = [[one.kind, os.path.abspath(one.value) if one.kind == "path" else one.value] for one in sources]
    text = json.dumps([database, system, words, options], sort_keys=True)
    return _home() / f"{system}-{hashlib.sha256(text.encode()).hexdigest()[:16]}"


@contextmanager
def held(folder, *, resume=True):
    """The folder for this process alone; what is too old or was finished is thrown away first. Raises Busy."""
    home = folder.parent
    home.mkdir(parents=True, exist_ok=True)
    _sweep(home)
    with (home / f"{folder.name}.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise Busy(_("Another import of this register is running. Try again when it is ready.")) from None
        if folder.exists() and not resume:
            shutil.rmtree(folder)
        yield folder


def can_go_on(folder):
    """An interrupted reading that is young enough."""
    fresh = folder.exists() and time.time() - folder.stat().st_mtime < RESUMED_WITHIN
    return fresh and not (folder / "complete").exists()


def _sweep(home):
    for path in home.iterdir():
        with suppress(FileNotFoundError):  # another import has thrown it away meanwhile
            if path.name != "inbox" and time.time() - path.stat().st_mtime > KEPT_READ:
                shutil.rmtree(path, ignore_errors=True) if path.is_dir() else path.unlink(missing_ok=True)


# ---------------------------------------------------------------- runs that are kept
class Recorder:
    """Keeps the lines of a run in batches, and its counts."""

    def __init__(self, run, echo=lambda line: None):
        self.run, self.echo, self.waiting, self.last = run, echo, [], 0
        self.report = Report(self.line)

    def line(self, line):
        self.echo(line)
        self.waiting.append(
            ImportLine(
                run=self.run,
                kind=line.kind,
                external_id=line.external_id[:200],
                name=line.name[:200],
                outcome=line.outcome,
                changes=[vars(change) for change in line.changes],
                reasons=line.reasons,
                target=line.target,
            )
        )
        if len(self.waiting) >= BATCH:
            self.flush()

    def flush(self):
        ImportLine.objects.bulk_create(self.waiting)
        self.waiting = []

    def beat(self, done, total):
        if time.monotonic() - self.last > 2 or 0 < done == total:
            self.last = time.monotonic()
            self.run.beat(done=done, total=total, counts=self.report.plain())


def record(run, sources, folder, *, beat=None, echo=lambda line: None, client=None):
    """Do a run that is kept, from begin to finish; its folder holds what it reads. Raises Busy and Faulty."""
    ImportRun.objects.begin(run)
    recorder = Recorder(run, echo)

    def both(done, total):
        recorder.beat(done, total)
        if beat:
            beat(done, total)

    state, fault = State.INTERRUPTED, ""
    try:
        perform(
            run.system, sources, run.options, commit=run.commit, report=recorder.report, folder=folder,
            beat=both, scope=scope_of(sources), client=client,
        )  # fmt: skip
        state = State.DONE if run.commit else State.READY
    except Exception as error:
        state, fault = State.FAILED, f"{type(error).__name__}: {error}"[:2000]
        raise
    finally:
        try:
            recorder.flush()
        finally:
            run.finish(state=state, counts=recorder.report.plain(), fault=storable(fault))
    return recorder.report


# ---------------------------------------------------------------- from the admin
def ask(*, system, sources, options, by):
    """A dry run that waits to be started. Raises ValueError with a sentence for what it does not understand."""
    if system not in SYSTEMS:
        raise ValueError(_("There is no such source: %(source)s") % {"source": system})
    words = [word.strip() for word in sources if word.strip()]
    found, kept = checked(words, options)
    for one, word in zip(found, words, strict=True):
        if one.kind in ("address", "path") and not word.startswith("file:"):
            raise ValueError(_("There is no such source: %(source)s") % {"source": word[:100]})
    return ImportRun.objects.create(system=system, sources=words, options=kept, by=by)


def start(run):
    """Run it in a process of its own, when its row can be read there: a request is too short for an import."""
    transaction.on_commit(partial(_start, run))


def _start(run):
    process = subprocess.Popen(
        [sys.executable, str(settings.BASE_DIR / "manage.py"), "import_run", str(run.pk)],
        cwd=settings.BASE_DIR,
        env={**os.environ, "HYTE_ENV": settings.HYTE_ENV},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        start_new_session=True,
    )
    # a process nobody waits for would seem to live when it has died
    threading.Thread(target=process.wait, daemon=True).start()


def execute(run):
    """Do a waiting run here: read and compare, or write what the run it approves had read."""
    read = run.approves or run
    folder = (
        _home() / f"run-{read.pk}-{read.made_at:%Y%m%d%H%M%S%f}"
    )  # numbers begin anew in another database
    with held(folder, resume=run.commit):
        try:
            if run.commit and not (run.approves and (folder / "complete").exists()):
                raise Faulty("What the approved run had read is not kept any more.")
            sources = _read_then(run) if run.commit else checked(run.sources, run.options)[0]
        except (Faulty, ValueError) as error:
            run.finish(state=State.FAILED, counts={}, fault=f"{type(error).__name__}: {error}")
            raise
        report = record(run, sources, folder)
        if run.commit:
            shutil.rmtree(folder, ignore_errors=True)
    return report


def _read_then(run):
    """The sources of what was read already: a file of theirs may be gone by now."""
    return [Source("path", word) if word.startswith("file:") else understood(word) for word in run.sources]
