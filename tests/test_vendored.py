"""The built files under static/ are what VENDOR.json says; neither they nor the lock file point elsewhere."""

import hashlib
import json
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
BUILT = ROOT / "hyteportal" / "static" / "hyteportal"
VENDOR = json.loads((BUILT / "VENDOR.json").read_text(encoding="utf-8"))
LOCK = json.loads((ROOT / "frontend" / "package-lock.json").read_text(encoding="utf-8"))
BY_HAND = {"admin.css", "admin.js"}
# A sentence of each licence that may be here.
LICENCES = {
    "MIT": "Permission is hereby granted, free of charge",
    "ISC": "Permission to use, copy, modify, and/or distribute this software for any purpose",
    "BSD-2-Clause": "Redistributions in binary form must reproduce the above copyright notice",
}
FILES = sorted(path.relative_to(BUILT).as_posix() for path in BUILT.rglob("*") if path.is_file())


def test_every_built_file_is_listed_and_every_listed_file_exists():
    assert sorted([*VENDOR["files"], "VENDOR.json", *BY_HAND]) == FILES


@pytest.mark.parametrize("name", sorted(VENDOR["files"]))
def test_a_built_file_has_the_hash_it_was_built_with(name):
    assert hashlib.sha256((BUILT / name).read_bytes()).hexdigest() == VENDOR["files"][name]["sha256"]


@pytest.mark.parametrize("name", sorted(VENDOR["files"]))
def test_what_a_built_file_was_made_of_exists_and_its_packages_are_locked_and_licensed(name):
    about = VENDOR["files"][name]
    assert all((ROOT / source).exists() for source in about["from"] if source.startswith("frontend/"))
    for package in about["holds"]:
        assert LOCK["packages"][f"node_modules/{package['name']}"]["version"] == package["version"]
        assert LOCK["packages"][f"node_modules/{package['name']}"]["license"] == package["licence"]
        licence = (BUILT / package["text"]).read_text(encoding="utf-8")
        assert LICENCES[package["licence"]] in " ".join(licence.split())


def test_what_the_bundles_take_from_others_is_named():
    """Each package that the map's own sources import, and what those packages themselves need."""
    sources = (ROOT / "frontend" / "src" / "js").glob("*.js")
    imported = {name for path in sources for name in re.findall(r'from "([^./"][^/"]*)', path.read_text())}
    needed = [LOCK["packages"][f"node_modules/{name}"].get("dependencies", {}) for name in imported]
    every = imported | {name for names in needed for name in names if not name.startswith("@types/")}
    assert {package["name"] for package in VENDOR["files"]["map.js"]["holds"]} == every


@pytest.mark.parametrize("name", FILES)
def test_no_built_file_asks_for_a_source_map(name):
    assert "sourceMappingURL" not in (BUILT / name).read_text(encoding="utf-8")


@pytest.mark.parametrize("name", [name for name in FILES if name.endswith((".css", ".js", ".svg"))])
def test_no_built_file_loads_anything_from_elsewhere(name):
    text = (BUILT / name).read_text(encoding="utf-8").replace("http://www.w3.org/", "")
    text = re.sub(r"/\* @preserve.*?\*/", "", text, flags=re.DOTALL)  # a licence's notice loads nothing
    assert not re.search(r"https?:|%3A%2F%2F(?!www\.w3\.org)|url\(['\"]?//", text)


def test_the_lock_file_holds_no_download_addresses():
    resolved = [package["resolved"] for package in LOCK["packages"].values() if "resolved" in package]
    assert not [address for address in resolved if "://" in address]


def test_every_icon_of_the_sprite_has_its_source_and_the_other_way_round():
    ids = re.findall(r'<symbol id="([^"]+)"', (BUILT / "icons.svg").read_text(encoding="utf-8"))
    sources = sorted(path.stem for path in (ROOT / "frontend" / "src" / "icons").glob("*.svg"))
    assert sorted(ids) == sources
