"""Which files of a folder an import reads."""

import os

import pytest

from catalogue.imports import reading
from catalogue.imports.reading import Refused, files


def test_a_file_is_itself_and_a_folder_its_json_files_in_order(tmp_path):
    for name in ("b/2.json", "b/1.JSON", "a.json", "c.txt", ".hidden.json", ".git/x.json", "b/c/3.json"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("[]")
    found = [path.relative_to(tmp_path).as_posix() for path in files(tmp_path)]
    assert found == ["a.json", "b/1.JSON", "b/2.json", "b/c/3.json"]
    assert files(str(tmp_path / "c.txt")) == [tmp_path / "c.txt"]


def test_links_that_lead_outside_are_left_out(tmp_path):
    inside, outside = tmp_path / "in", tmp_path / "out"
    inside.mkdir()
    outside.mkdir()
    (outside / "secret.json").write_text("[]")
    (inside / "a.json").write_text("[]")
    (inside / "link.json").symlink_to(outside / "secret.json")
    (inside / "folder").symlink_to(outside)
    (inside / "broken.json").symlink_to(inside / "none")
    (inside / "same.json").symlink_to(inside / "a.json")
    (inside / "loop").symlink_to(inside)
    os.mkfifo(inside / "pipe.json")
    assert [path.name for path in files(inside)] == ["a.json", "same.json"]


def test_a_folder_of_nothing_of_too_much_or_nowhere_is_refused(tmp_path, monkeypatch):
    with pytest.raises(Refused, match="no .json file"):
        files(tmp_path)
    with pytest.raises(Refused, match="no such file or folder"):
        files(tmp_path / "none")
    monkeypatch.setattr(reading, "MOST_FILES", 2)
    for number in range(3):
        (tmp_path / f"{number}.json").write_text("[]")
    with pytest.raises(Refused, match="more than 2 files"):
        files(tmp_path)
