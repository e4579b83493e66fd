"""The words that say what an import reads: of the command line and of the admin's form."""

import pytest
from django.utils.translation import override

from catalogue.imports.running import Source, checked, server_files, understood

pytestmark = pytest.mark.once  # how records are read does not hang on the database

GUID = "3fa85f64-5717-4562-b3fc-2c963f66afa6"


@pytest.fixture(autouse=True)
def in_english():
    with override(None):
        yield


@pytest.mark.parametrize(
    ("word", "source"),
    [
        ("county:10", Source("county", "10")),
        (" municipality:285 ", Source("municipality", "285")),
        (f"organisation:{GUID.upper()}", Source("organisation", GUID)),
        (GUID.upper(), Source("id", GUID)),
        ("https://api.lipas.fi/v2/sports-sites", Source("address", "https://api.lipas.fi/v2/sports-sites")),
        ("http://169.254.169.254/", Source("address", "http://169.254.169.254/")),
        ("ptv/vastaus.json", Source("path", "ptv/vastaus.json")),
        ("ftp://x", Source("path", "ftp://x")),
    ],
)
def test_each_word_means_one_source(inbox, word, source):
    assert understood(word) == source


def test_a_file_on_the_server_is_named_by_its_name_alone(inbox):
    (inbox / "a.json").touch()
    assert understood("file:a.json") == Source("path", str(inbox / "a.json"))


BAD_WORDS = [
    "county:99", "county:", "county:10\x00", "county:\ud800", "county:10 OR 1=1", "municipality:999", "municipality:",
    "municipality:\x00", "organisation:abc", "organisation:", f"organisation:{GUID}/../x", "file:", "file:..",
    "file:../../etc/passwd", "file:/etc/passwd", "file:.hidden.json", "file:out.json", "file:a.json\x00",
    "file:./a.json", "x" * 1_000_000, "county:" + "1" * 1_000_000, "a\x00b", "a\nb", "\ud800",
]  # fmt: skip


@pytest.mark.parametrize("word", BAD_WORDS, ids=lambda word: ascii(word)[:30])
def test_a_word_that_means_nothing_is_refused_in_one_sentence(inbox, tmp_path, word):
    for name in ("a.json", ".hidden.json"):
        (inbox / name).touch()
    (tmp_path / "out.json").touch()
    (inbox / "out.json").symlink_to(tmp_path / "out.json")
    with pytest.raises(ValueError, match="^There is no such source: [^\n]{0,100}$"):
        checked([word], {})


@pytest.mark.parametrize("words", [[], [""], [" ", "\t"]])
def test_asking_for_nothing_is_refused(inbox, words):
    with pytest.raises(ValueError, match="Say what to read"):
        checked(words, {})


@pytest.mark.parametrize(
    "day", ["31.2.", "2026-02-30", "tomorrow", "2026-1-1", "0000-01-01", "\x00", "9" * 10_000]
)
def test_a_day_that_is_none_is_refused(inbox, day):
    with pytest.raises(ValueError, match="2026-11-23"):
        checked(["county:10"], {"since": day})


def test_options_are_stored_in_one_form(inbox):
    assert checked(["county:10"], {"since": "20261123", "nationwide": "on", "evil": "x"})[1] == {
        "since": "2026-11-23",
        "nationwide": True,
    }


def test_the_servers_files_are_those_of_its_folder_alone(inbox, tmp_path):
    for name in ("b.json", "a.json", ".hidden"):
        (inbox / name).touch()
    (inbox / "folder").mkdir()
    (inbox / "same.json").symlink_to(inbox / "a.json")
    (inbox / "up").symlink_to(tmp_path)
    (inbox / "passwd").symlink_to("/etc/passwd")
    (inbox / "loop").symlink_to(inbox / "loop")
    assert server_files() == ["a.json", "b.json", "folder", "same.json"]


def test_a_server_without_the_folder_has_no_files(settings, tmp_path):
    settings.HYTE_IMPORT_FOLDER = tmp_path / "none"
    assert server_files() == []
