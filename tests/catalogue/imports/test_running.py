"""Imports asked for in the admin: what is understood, what is kept, what stops them, what an approval writes."""

import os
import subprocess
import sys

import pytest
from django.core.management import call_command
from django.utils.translation import override

from catalogue.imports import running
from catalogue.imports.report import Line, Outcome, because
from catalogue.models import ImportLine, ImportRun, Place, Service, SourceRecord
from catalogue.models.run import KEPT, Busy
from organisations.models import Organisation
from tests import factories
from tests.catalogue.imports import ptv

State = ImportRun.State


@pytest.fixture(autouse=True)
def in_english():
    with override(None):
        yield


@pytest.fixture
def records():
    provider, where = ptv.organisation(), ptv.channel()
    return [provider, where, ptv.service(provider, where)]


@pytest.fixture
def asked(inbox, records):
    """A dry run of the file with the records, waiting to be started."""

    def waiting(*more, words=("file:vastaus.json",)):
        ptv.written(inbox, *records, *more)
        return running.ask(system="ptv", sources=list(words), options={}, by=None)

    return waiting


def nothing_written():
    return not any(model.objects.exists() for model in (Service, Place, Organisation, SourceRecord))


def executed(run):
    running.execute(run)
    run.refresh_from_db()
    return run


# ---------------------------------------------------------------- asking
@pytest.mark.parametrize(
    "words",
    [
        ["/etc/passwd"],
        ["vastaus.json"],
        ["http://127.0.0.1/"],
        ["county:10", "https://api.lipas.fi/"],
        ["file:vastaus.json", "", "/etc/passwd"],
        ["file:vastaus.json", "/etc/passwd", "file:vastaus.json"],
    ],
)
def test_the_admin_cannot_ask_for_paths_and_addresses(asked, words):
    with pytest.raises(ValueError, match="There is no such source"):
        asked(words=words)
    assert not ImportRun.objects.exists()


def test_the_admin_cannot_ask_for_a_register_that_is_none(asked):
    with pytest.raises(ValueError, match="There is no such source: evil"):
        running.ask(system="evil", sources=["county:10"], options={}, by=None)


def test_empty_words_among_good_ones_are_passed_over(asked):
    assert asked(words=["", " file:vastaus.json "]).sources == ["file:vastaus.json"]


# ---------------------------------------------------------------- doing it
def test_a_dry_run_is_ready_with_its_lines_and_counts_and_writes_nothing(asked):
    run = executed(asked())
    assert (run.state, run.fault) == (State.READY, "")
    assert run.counts == {kind: {"new": 1} for kind in ("organisation", "channel", "place", "service")}
    assert {line.kind for line in run.lines.all()} == set(run.counts)
    assert run.finished_at >= run.started_at
    assert nothing_written()


def test_an_approval_writes_just_what_was_read_though_the_source_changed_meanwhile(asked, inbox, records):
    run = executed(asked())
    ptv.written(
        inbox, *records[:-1], records[-1] | {"serviceNames": ptv.texts("Aivan muu", "Annat", kind="Name")}
    )
    writing = executed(run.approve(by=None))
    assert (writing.state, writing.counts) == (State.DONE, run.counts)
    assert Service.objects.get().name_fi == "Tuolijumppa"


def test_an_approval_writes_though_the_file_is_gone(asked, inbox):
    run = executed(asked())
    (inbox / "vastaus.json").unlink()
    assert executed(run.approve(by=None)).state == State.DONE
    assert Service.objects.exists()


def test_what_was_read_is_thrown_away_once_it_is_written(asked, tmp_path):
    run = executed(asked())
    assert list((tmp_path / "imports").glob("run-*/complete"))
    executed(run.approve(by=None))
    assert not list((tmp_path / "imports").glob("run-*/complete"))


def test_a_dry_run_is_approved_once(asked):
    run = executed(asked())
    run.approve(by=None)
    for stale in (run, ImportRun.objects.get(pk=run.pk)):
        with pytest.raises(ValueError):
            stale.approve(by=None)
    assert ImportRun.objects.filter(commit=True).count() == 1


def test_an_approval_whose_reading_is_gone_fails_and_writes_nothing(asked, tmp_path):
    writing = executed(asked()).approve(by=None)
    for mark in (tmp_path / "imports").glob("run-*/complete"):
        mark.unlink()
    with pytest.raises(running.Faulty, match="not kept any more"):
        running.execute(writing)
    writing.refresh_from_db()
    assert writing.state == State.FAILED and "not kept any more" in writing.fault
    assert nothing_written()


def test_a_writing_run_without_the_run_it_approves_writes_nothing(asked):
    run = executed(asked())
    writing = run.approve(by=None)
    run.delete()
    writing.refresh_from_db()
    with pytest.raises(running.Faulty):
        running.execute(writing)
    assert nothing_written()


def test_a_dry_run_reads_anew_whatever_lies_in_its_folder(asked, tmp_path):
    run = executed(asked())
    ImportRun.objects.filter(pk=run.pk).update(state=State.WAITING)
    asked(ptv.organisation("Toinen ry", "Andra rf"))  # the file has one more now
    run.refresh_from_db()
    assert executed(run).counts["organisation"] == {"new": 2}


def test_runs_of_the_same_number_in_two_databases_do_not_share_what_they_read(asked, tmp_path):
    run = executed(asked())
    writing = run.approve(by=None)
    other = ImportRun(
        pk=run.pk, made_at=run.made_at.replace(microsecond=(run.made_at.microsecond + 1) % 10**6)
    )
    writing.approves = other
    with pytest.raises(running.Faulty, match="not kept any more"):
        running.execute(writing)


# ---------------------------------------------------------------- what stops it
def test_a_run_waits_for_another_of_its_register_and_can_be_started_later(asked):
    run, other = asked(), factories.run(state=State.RUNNING, process=f"{os.getpid()}@{os.uname().nodename}")
    with pytest.raises(Busy, match="Another import"):
        running.execute(run)
    run = ImportRun.objects.waiting(run.pk)
    other.finish(state=State.DONE, counts={})
    assert executed(run).state == State.READY


def test_a_run_of_another_register_is_not_waited_for(asked):
    factories.run(system="lipas", state=State.RUNNING, process=f"{os.getpid()}@{os.uname().nodename}")
    assert executed(asked()).state == State.READY


def test_a_run_whose_process_died_is_interrupted_and_does_not_block(asked):
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    dead = factories.run(state=State.RUNNING, process=f"{ended.pid}@{os.uname().nodename}")
    assert executed(asked()).state == State.READY
    dead.refresh_from_db()
    assert dead.state == State.INTERRUPTED and dead.finished_at


def test_a_run_that_is_silent_for_long_is_interrupted_wherever_it_ran(asked):
    dead = factories.silent_run(process="1@another-machine")
    assert executed(asked()).state == State.READY
    dead.refresh_from_db()
    assert dead.state == State.INTERRUPTED


def test_a_folder_that_another_process_holds_is_busy(asked):
    run = asked()
    home = running._home()
    folder = home / f"run-{run.pk}-{run.made_at:%Y%m%d%H%M%S%f}"
    with running.held(folder), pytest.raises(Busy), running.held(folder):
        pass


def test_what_another_import_throws_away_meanwhile_stops_none(asked, monkeypatch):
    listed = running.Path.iterdir
    monkeypatch.setattr(running.Path, "iterdir", lambda folder: [*listed(folder), folder / "gone"])
    assert executed(asked()).state == State.READY


def test_a_fault_of_the_source_fails_the_run_and_is_kept(asked, inbox):
    run = asked()
    (inbox / "vastaus.json").unlink()
    (inbox / "vastaus.json").mkdir()  # a folder without a file
    with pytest.raises(running.Faulty):
        running.execute(run)
    run.refresh_from_db()
    assert (run.state, run.fault) == (State.FAILED, "Faulty: vastaus.json: the folder holds no .json file")
    assert nothing_written()


def test_a_source_that_is_gone_before_the_run_began_fails_it(asked, inbox):
    run = asked()
    (inbox / "vastaus.json").unlink()
    with pytest.raises(ValueError):
        running.execute(run)
    run.refresh_from_db()
    assert run.state == State.FAILED and "file:vastaus.json" in run.fault


def test_an_interrupted_run_says_so_and_keeps_its_lines(asked, monkeypatch):
    run = asked()

    def stop(self, done, total):
        if done:
            raise KeyboardInterrupt

    monkeypatch.setattr(running.Recorder, "beat", stop)
    with pytest.raises(KeyboardInterrupt):
        running.execute(run)
    run.refresh_from_db()
    assert run.state == State.INTERRUPTED and run.lines.exists()


# ---------------------------------------------------------------- what is kept
def test_lines_are_kept_in_batches(django_assert_max_num_queries, db):
    recorder = running.Recorder(factories.run())
    with django_assert_max_num_queries(8):
        for number in range(250):
            recorder.report.add(Line("service", str(number), Outcome.NEW))
        recorder.flush()
    assert ImportLine.objects.count() == 250


@pytest.mark.parametrize("text", ["a\x00b", "\ud800", "\x1b[31m", "x" * 5000])
def test_a_line_holds_whatever_a_record_is_called(db, text):
    recorder, reason = running.Recorder(factories.run()), because("Not published (%(state)s).", state=text)
    recorder.report.add(Line("file", text, Outcome.REJECTED, name=text, reasons=[reason] * 500))
    recorder.flush()
    line = ImportLine.objects.get()
    assert line.external_id.isprintable() and line.name.isprintable()
    assert len(line.reasons) == 100 and len(line.reasons[0][1]["state"]) <= 300


def test_the_history_keeps_sixty_runs(asked):
    for _ in range(KEPT + 5):
        factories.run(state=State.DONE)
    run = executed(asked())
    assert ImportRun.objects.count() == KEPT and ImportRun.objects.filter(pk=run.pk).exists()


# ---------------------------------------------------------------- a process of its own
def test_starting_a_run_is_a_process_that_does_it(asked, monkeypatch, django_capture_on_commit_callbacks):
    run, started = asked(), []

    class Process:
        def __init__(self, command, **how):
            started.append((command, how))

        def wait(self):
            started.append("waited for")

    monkeypatch.setattr(subprocess, "Popen", Process)
    with django_capture_on_commit_callbacks(execute=True):
        running.start(run)
        assert started == []  # a process that is faster than the commit would not find its row
    command, how = started[0]
    assert command[0] == sys.executable and how["start_new_session"]
    assert how["env"]["HYTE_ENV"] == "development" and how["env"]["PATH"] == os.environ["PATH"]
    assert os.path.samefile(command[1], how["cwd"] / "manage.py")
    call_command(*command[2:])  # what that process does
    run.refresh_from_db()
    assert run.state == State.READY
    assert "waited for" in started
