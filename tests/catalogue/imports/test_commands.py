"""The import commands: what they say, what they write, what stops them."""

import io
import json
import os
import signal
import sys

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction

from catalogue.imports import engine, running
from catalogue.management.commands._importing import ImportCommand
from catalogue.models import ImportRun, Place, PlaceType, Service, SourceRecord
from organisations.models import Organisation
from tests import factories
from tests.catalogue.imports import ptv
from tests.catalogue.imports.test_lipas import SHELTER, site
from tests.registry import Registry

State = ImportRun.State
pytestmark = [pytest.mark.usefixtures("inbox"), pytest.mark.once]


@pytest.fixture(autouse=True)
def signals():
    """The commands take SIGTERM for themselves."""
    before = signal.getsignal(signal.SIGTERM)
    yield
    signal.signal(signal.SIGTERM, before)


def said(name, *words, **options):
    """(stdout, stderr) of a command."""
    out, err = io.StringIO(), io.StringIO()
    call_command(name, *map(str, words), stdout=out, stderr=err, **options)
    return out.getvalue(), err.getvalue()


@pytest.fixture
def file(tmp_path):
    """A provider, its place and three services."""
    provider, where = ptv.organisation(), ptv.channel()
    services = [ptv.service(provider, where, fi=f"Palvelu {n}", sv=None) for n in range(3)]
    return ptv.written(tmp_path, provider, where, *services)


@pytest.fixture
def sports(tmp_path):
    factories.service_class("P27.2")
    PlaceType.objects.create(code=SHELTER, makes_service=True, name_fi="Laavu", name_sv="Vindskydd")
    Organisation.objects.create(kind="municipality", municipality_id="285", name_fi="Kotkan kaupunki")
    path = tmp_path / "sites.json"
    path.write_text(json.dumps({"items": [site(1), site(2)]}))
    return path


def facts():
    """What an import made, without keys."""
    return sorted(
        (
            row.name_fi,
            row.provider.name_fi,
            str(list(row.places.all())),
            [one.value for one in row.contacts.all()],
        )
        for row in Service.objects.all()
    )


# ---------------------------------------------------------------- dry and writing
def test_a_dry_run_says_what_it_would_do_and_writes_nothing(file):
    out, err = said("import_ptv", file)
    assert "new service" in out and "Palvelu 1" in out and "service: 3 new" in out and err == ""
    assert out.endswith("Dry run: nothing was written. Add --commit.\n")
    for model in (ImportRun, Service, Place, Organisation, SourceRecord):
        assert not model.objects.exists()


def test_commit_writes_and_keeps_a_run(file):
    out, _ = said("import_ptv", file, "--commit")
    run = ImportRun.objects.get()
    assert (run.state, run.commit, run.sources, run.fault) == (State.DONE, True, [str(file)], "")
    assert run.counts["service"] == {"new": 3} and run.lines.count() == 6
    assert Service.objects.count() == 3
    assert out.splitlines()[-4:] == [
        "channel: 1 new",
        "organisation: 1 new",
        "place: 1 new",
        "service: 3 new",
    ]


def test_a_dry_run_of_sports_places_says_what_commit_then_does(sports):
    dry, _ = said("import_lipas", sports)
    assert not Place.objects.exists()
    wet, _ = said("import_lipas", sports, "--commit")
    assert dry == wet + "Dry run: nothing was written. Add --commit.\n"
    assert (Place.objects.count(), Service.objects.count()) == (2, 2)


def test_the_second_time_nothing_is_new(file):
    said("import_ptv", file, "--commit")
    out, _ = said("import_ptv", file, "--commit")
    assert out.splitlines() == [f"{kind}: {n} unchanged" for kind, n in
                                (("channel", 1), ("organisation", 1), ("place", 1), ("service", 3))]  # fmt: skip


def test_quiet_gives_the_counts_and_the_rejections_alone(tmp_path):
    provider = ptv.organisation()
    bad = ptv.service(provider, serviceNames=[])
    out, err = said("import_ptv", ptv.written(tmp_path, provider, ptv.service(provider), bad), "--quiet")
    assert out.splitlines()[:-1] == ["organisation: 1 new", "service: 1 new, 1 rejected"]
    assert err.splitlines() == [f"rejected service {bad['id']}", "    It has no name in Finnish or Swedish."]


def test_a_change_is_told_field_by_field(file, tmp_path):
    said("import_ptv", file, "--commit")
    records = json.loads(file.read_text())
    ptv.written(tmp_path, *records[:-1], records[-1] | {"serviceChargeType": "Chargeable"})
    out, _ = said("import_ptv", file)
    assert "changed service" in out and " -> " in out and "service: 1 changed, 2 unchanged" in out


# ---------------------------------------------------------------- sources
@pytest.mark.parametrize(
    "word",
    ["none.json", "county:99", "file:../../etc/passwd", "x" * 5000, "http://169.254.169.254/latest?token=GEHEIM",
        "https://evil.example/a?token=GEHEIM", "ftp://evil.example/", "a\x00b"],
    ids=lambda word: ascii(word)[:20],
)  # fmt: skip
def test_a_source_that_is_none_is_one_sentence(word):
    with pytest.raises(CommandError) as caught:
        said("import_ptv", word)
    assert "\n" not in str(caught.value) and 10 < len(str(caught.value)) < 300
    assert "GEHEIM" not in str(caught.value)


@pytest.mark.parametrize("name", ["import_ptv", "import_lipas"])
def test_an_empty_folder_is_one_sentence(tmp_path, name):
    (tmp_path / "tyhja").mkdir()
    with pytest.raises(CommandError, match="^tyhja: the folder holds no .json file$"):
        said(name, tmp_path / "tyhja", "--commit")
    assert ImportRun.objects.get().state == State.FAILED


def test_a_register_that_has_no_such_list_says_so():
    with pytest.raises(CommandError, match="LIPAS is read from files, by county and by municipality"):
        said("import_lipas", f"organisation:{ptv.guid()}")


@pytest.mark.parametrize("bad", [b"[{", b"", b"<html>", b'[{"id": 1}] x', b"\xff\xfe[", b"[" * 1000, b"null"])
def test_a_bad_file_among_good_ones_is_rejected_and_the_good_ones_come_in(tmp_path, bad):
    folder, provider = tmp_path / "vastaukset", ptv.organisation()
    folder.mkdir()
    ptv.written(folder, provider, name="1.json")
    (folder / "2.json").write_bytes(bad)
    ptv.written(folder, ptv.service(provider), name="3.json")
    out, err = said("import_ptv", folder, "--commit")
    assert err.startswith("rejected file 2.json\n    The file was not used: 2.json: ")
    assert "file: 1 rejected" in out and Service.objects.count() == 1


def test_of_a_bad_file_nothing_is_used(tmp_path):
    folder, provider = tmp_path / "vastaukset", ptv.organisation()
    folder.mkdir()
    ptv.written(folder, provider, name="1.json")
    ptv.written(folder, ptv.service(provider), name="2.json")
    (folder / "2.json").write_text((folder / "2.json").read_text()[:-1])
    said("import_ptv", folder, "--commit")
    assert not Service.objects.exists() and Organisation.objects.count() == 1


def test_a_code_list_in_a_folder_is_passed_over_and_told_once(tmp_path):
    folder = tmp_path / "vastaukset"
    folder.mkdir()
    (folder / "codes.json").write_text(
        json.dumps([{"code": str(n), "names": ptv.texts("x")} for n in range(50)])
    )
    ptv.written(folder, ptv.organisation())
    out, _ = said("import_ptv", folder)
    assert "file: 1 skipped" in out and out.count("A list of codes") == 1


def test_a_file_with_a_hostile_name_and_hostile_records_says_so_in_plain_signs(tmp_path):
    folder = tmp_path / "vastaukset"
    folder.mkdir()
    (folder / os.fsdecode(b"\xff\x1b[31m.json")).write_text("[{")
    ptv.written(
        folder, {"id": "\x1b[2Jbad\x00", "serviceNames": []}, {"name": "x\x9b", "id": 5}, "\x1b]0;x\x07"
    )
    for words in ((), ("--commit",)):
        told = "".join(said("import_ptv", folder, *words))
        assert all(sign.isprintable() or sign == "\n" for sign in told)
        assert "rejected file" in told


# ---------------------------------------------------------------- progress
class Terminal(io.StringIO):
    def isatty(self):
        return True


def test_a_bar_is_drawn_on_a_terminal_alone(file, monkeypatch):
    monkeypatch.setattr(sys, "stderr", Terminal())
    said("import_ptv", file)
    assert "[####" in sys.stderr.getvalue() and sys.stderr.getvalue().endswith("\n")
    monkeypatch.setattr(sys, "stderr", io.StringIO())
    said("import_ptv", file)
    assert sys.stderr.getvalue() == ""


# ---------------------------------------------------------------- stopped and run again
def test_an_interrupted_import_says_so_and_the_next_run_finishes_it(tmp_path, monkeypatch):
    monkeypatch.setattr(engine, "CHUNK", 4)
    provider, where = ptv.organisation(), ptv.channel()
    services = [ptv.service(provider, where, fi=f"Palvelu {n}", sv=None) for n in range(12)]
    file = ptv.written(tmp_path, provider, where, *services)
    with transaction.atomic():
        said("import_ptv", file, "--commit")
        whole = facts()
        transaction.set_rollback(True)

    def stop(self, done, total):
        if done > 6:
            raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(ImportCommand, "_progress", stop)
        with pytest.raises(CommandError, match="Interrupted: what was written is whole. Run it again."):
            said("import_ptv", file, "--commit")
    assert ImportRun.objects.get().state == State.INTERRUPTED
    assert 0 < Service.objects.count() < 12
    assert SourceRecord.objects.filter(kind="service").count() == Service.objects.count()
    out, _ = said("import_ptv", file, "--commit")
    assert facts() == whole
    assert "service: " in out and "new" in out and "unchanged" in out


def test_two_at_once_are_one_too_many(file):
    factories.run(state=State.RUNNING, process=f"{os.getpid()}@{os.uname().nodename}")
    with pytest.raises(CommandError, match="Another import of this register is running"):
        said("import_ptv", file, "--commit")
    assert not Service.objects.exists()


def test_the_same_import_twice_at_once_is_one_too_many(file):
    found, kept = running.checked([str(file)], {})
    busy = pytest.raises(CommandError, match="Another import of this register is running")
    with running.held(running.folder_for("ptv", found, kept)), busy:
        said("import_ptv", file)
    said("import_ptv", file)


# ---------------------------------------------------------------- what is not told
def test_no_query_of_an_address_is_told_or_logged(settings, caplog, capfd):
    caplog.set_level(0)
    with Registry() as registry:
        settings.HYTE_IMPORT_TEST_ORIGINS = [registry.origin]
        settings.HYTE_PTV_API = registry.url("/api/v11")
        registry.fail("/api/v11/Service", status=403)
        with pytest.raises(CommandError) as caught:
            said("import_ptv", registry.url("/api/v11/Service?date=2026-01-01&token=GEHEIM"), "--commit")
        assert registry.requests
    told = "".join([str(caught.value), caplog.text, *capfd.readouterr(), ImportRun.objects.get().fault])
    assert "GEHEIM" not in told and "403" in told
