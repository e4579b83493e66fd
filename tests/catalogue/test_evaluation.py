"""Measuring the search: figures of known answers, files that are none, and a database that is never the real one."""

import contextlib
import os
import signal
import sqlite3
import subprocess
import sys
import time
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection

from catalogue import evaluation
from catalogue.evaluation import Answer, Query
from catalogue.models import Service
from tests.sources import ROOT

CONCEPTS = """concept_id\tname_fi\ttext_fi\tname_sv\ttext_sv
uinti\tUimahalli\tAltaat ja sauna.\tSimhall\tBassänger och bastu.
velka\tVelkaneuvonta\tApua laskujen kanssa.\tSkuldrådgivning\tHjälp med räkningar.
"""
QUERIES = """lang\tquery\tkind\tconcept_ids
fi\tuimahallissa\tinflection\tuinti
fi\tvelka\tcompound\tvelka,uinti
sv\tsimhallen\tinflection\tuinti
sv\tmånraket\tplain\tvelka
"""
NOTHING = "lang\tquery\tkind\nfi\tkuuraketti\tplain\nsv\tsimhall\tplain\n"


@pytest.fixture
def files(tmp_path):
    """A function that writes files and returns their paths."""

    def write(**texts):
        paths = []
        for name, text in texts.items():
            paths.append(tmp_path / f"{name}.tsv")
            paths[-1].write_bytes(text if isinstance(text, bytes) else text.encode())
        return [str(path) for path in paths]

    return write


@pytest.fixture
def here(monkeypatch):
    """The test's own database stands for the one that is thrown away, without its lists."""
    monkeypatch.setattr(evaluation, "ThrowAway", contextlib.nullcontext)
    monkeypatch.setattr(evaluation, "load_lists", lambda: None)


def measured(*arguments, **options):
    out = StringIO()
    before = signal.getsignal(signal.SIGTERM)
    try:
        call_command("evaluate_search", *arguments, stdout=out, **options)
    finally:
        signal.signal(signal.SIGTERM, before)
    return out.getvalue()


# ---------------------------------------------------------------- figures
def answer(place, *, found=1, fits=True, kind="plain"):
    return Answer(Query("fi", "sana", kind, ("a",)), place, found, fits, ())


def test_the_figures_are_shares_of_all_queries():
    answers = [answer(1), answer(4), answer(8, fits=False), answer(0, found=0)]
    assert evaluation.figures(answers) == {
        "number": 4,
        "hit1": 0.25,
        "hit5": 0.5,
        "mrr": (1 + 1 / 4 + 1 / 8) / 4,
        "nothing": 0.25,
        "inexact": 0.25,
        "amiss": 0.5,
    }


def test_answers_are_grouped_in_order():
    answers = [answer(1, kind="typo"), answer(1), answer(2, kind="typo")]
    assert [
        (kind, len(own)) for kind, own in evaluation.grouped(answers, lambda query: query.kind).items()
    ] == [
        ("plain", 1),
        ("typo", 2),
    ]


# ---------------------------------------------------------------- the command
@pytest.mark.django_db
@pytest.mark.usefixtures("here")
def test_each_language_and_kind_has_its_figures_and_bars(files):
    queries, concepts = files(queries=QUERIES, concepts=CONCEPTS)
    said = measured(queries, concepts=concepts, among=3)
    assert "4 queries, 2 services with known ids among 3 others" in said
    rows = {line[:18].strip(): line[18:].split() for line in said.splitlines()}
    assert rows["fi"] == ["2", "1.000", "1.000", "1.000", "0.000", "0.000"]
    assert rows["sv"] == ["2", "0.500", "0.500", "0.500", "0.500", "0.000"]
    assert rows["total"][:3] == ["4", "0.750", "0.750"]
    assert rows["fi compound"][0] == rows["sv inflection"][0] == "1"
    assert "fi 1.000 met, sv 0.500 MISSED" in said
    assert "sv plain: månraket (0 found" in said
    assert "wanted Velkaneuvonta" in said


@pytest.mark.django_db
@pytest.mark.usefixtures("here")
def test_a_missed_bar_is_an_error_only_when_asked_for(files):
    queries, concepts = files(queries=QUERIES, concepts=CONCEPTS)
    with pytest.raises(CommandError, match=r"hit@5 of sv is 0\.500, not >= 0\.95"):
        measured(queries, concepts=concepts, among=0, bars=True)


@pytest.mark.django_db
@pytest.mark.usefixtures("here")
def test_where_nothing_fits_results_shown_as_fitting_are_amiss(files):
    queries, concepts = files(queries=NOTHING, concepts=CONCEPTS)
    said = measured(queries, concepts=concepts, among=0)
    rows = {line[:18].strip(): line[18:].split() for line in said.splitlines()}
    assert rows["language"] == ["queries", "nothing", "inexact", "amiss"]
    assert rows["fi"] == ["1", "1.000", "0.000", "0.000"]
    assert rows["sv"] == ["1", "0.000", "0.000", "1.000"]
    assert "fi 0.000 met, sv 1.000 MISSED" in said


@pytest.mark.django_db
@pytest.mark.usefixtures("here")
def test_keys_of_the_example_content_are_its_services(files, monkeypatch):
    [queries] = files(
        queries="lang\tquery\tkind\tservice_ids\nfi\tuimala katariina\tplain\tkotka-uimala-katariina\n"
    )

    def load_example():
        row = {"id": "kotka-uimala-katariina", "name_fi": "Uimala Katariina", "text_fi": ""}
        return evaluation.load([row | {"name_sv": "", "text_sv": ""}])

    monkeypatch.setattr(evaluation, "load_example", load_example)
    assert "1 queries, 1 services with known ids among 0 others" in measured(queries)


@pytest.mark.django_db
@pytest.mark.usefixtures("here")
def test_the_same_name_twice_is_two_services():
    row = {"id": "a", "name_fi": "Neuvonta", "text_fi": "", "name_sv": "", "text_sv": ""}
    ids = evaluation.load([row, row | {"id": "b"}]) | evaluation.load([row | {"id": "c"}])
    assert sorted(ids.values()) == ["a", "b", "c"]
    assert Service.objects.count() == 3


def test_other_services_are_the_same_every_time():
    made = evaluation.others(20)
    assert made == evaluation.others(20)
    assert len({row["id"] for row in made}) == 20


@pytest.mark.parametrize("number", [-1, 10**6])
def test_more_other_services_than_there_are_is_one_sentence(files, number):
    queries, concepts = files(queries=QUERIES, concepts=CONCEPTS)
    with pytest.raises(CommandError, match="other services to be had"):
        measured(queries, concepts=concepts, among=number)


# ---------------------------------------------------------------- files that are none
@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("query\tkind\nuinti\tplain\n", "no lang"),
        ("lang,query,kind\nfi,uinti,plain\n", "needs tab-separated columns"),
        ("lang\tquery\tkind\n", "has no rows"),
        (b"", "needs tab-separated columns"),
        ("lang\tquery\tkind\nfi\t\xe4iti\tplain\n".encode("latin-1"), "is not UTF-8"),
        ("lang\tquery\tkind\nen\tswim\tplain\n", "line 2: a language"),
        ("lang\tquery\tkind\nfi\t \tplain\n", "line 2: a language"),
        ("lang\tquery\tkind\nfi\tuinti\n", "line 2: not as many columns"),
        ("lang\tquery\tkind\tconcept_ids\nfi\tuinti\tplain\t\n", "line 2: concept_ids names nothing"),
        ("lang\tquery\tkind\tconcept_ids\nfi\tuinti\tplain\tno-such\n", "concepts.tsv has no no-such"),
    ],
)
def test_a_bad_file_is_one_sentence(files, content, sentence):
    queries, concepts = files(queries=content, concepts=CONCEPTS)
    with pytest.raises(CommandError, match=sentence):
        measured(queries, concepts=concepts)


def test_a_missing_file_is_one_sentence(tmp_path):
    with pytest.raises(CommandError, match="cannot be read: No such file"):
        measured(str(tmp_path / "none.tsv"))


def test_without_the_national_descriptions_their_ids_are_explained(files, settings, tmp_path):
    settings.HYTE_CORPUS = tmp_path
    [queries] = files(queries="lang\tquery\tkind\tservice_ids\nfi\tlukio\tplain\t07ac17e9\n")
    with pytest.raises(CommandError, match="give their folder with --corpus"):
        measured(queries)
    with pytest.raises(CommandError, match="holds no services"):
        measured(queries, corpus=str(tmp_path))


@pytest.mark.django_db
@pytest.mark.parametrize("fault", [None, DatabaseError("another command is already in progress")])
def test_a_run_whose_end_was_swallowed_or_broke_a_statement_ends_as_asked(files, here, monkeypatch, fault):
    """As Python does while a weak reference's callback runs, and a connection that was in the midst of something."""
    queries, concepts = files(queries=QUERIES, concepts=CONCEPTS)
    ask = evaluation.ask

    def asked(*arguments):
        with contextlib.suppress(SystemExit):
            signal.raise_signal(signal.SIGTERM)
        if fault:
            raise fault
        return ask(*arguments)

    monkeypatch.setattr(evaluation, "ask", asked)
    with pytest.raises(SystemExit) as ended:
        measured(queries, "--concepts", concepts, among=0)
    assert ended.value.code == 143


# ---------------------------------------------------------------- the database in the settings
def command(database, *arguments):
    variables = os.environ | {"DATABASE_URL": database}
    line = [sys.executable, "manage.py", "evaluate_search", *arguments]
    return subprocess.Popen(
        line, cwd=ROOT, env=variables, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )


@pytest.mark.long
def test_the_database_of_the_settings_is_not_touched(files, tmp_path):
    queries, concepts = files(queries=QUERIES, concepts=CONCEPTS)
    own = tmp_path / "own.sqlite3"
    process = command(f"sqlite:///{own}", queries, "--concepts", concepts, "--among", "5")
    said, errors = process.communicate(timeout=600)
    assert (process.returncode, errors) == (0, "")
    assert "among 5 others, SQLite" in said
    with contextlib.closing(sqlite3.connect(own)) as database:  # asked for its tables at most
        assert database.execute("SELECT * FROM sqlite_master").fetchall() == []


@pytest.mark.long
@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_an_interrupted_run_leaves_no_database_behind(files):
    queries, concepts = files(queries=QUERIES, concepts=CONCEPTS)
    where = connection.get_connection_params()
    address = os.environ["DATABASE_URL"]
    process = command(address, queries, "--concepts", concepts)
    name = f"hyte_search_{process.pid}"

    def there():
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM pg_database WHERE datname = %s", [name])
            return cursor.fetchone()[0]

    began = time.monotonic()
    while not there() and process.poll() is None and time.monotonic() - began < 600:
        time.sleep(0.1)
    assert there(), where
    process.send_signal(signal.SIGTERM)
    process.communicate(timeout=600)
    assert process.returncode == 143
    assert not there()
