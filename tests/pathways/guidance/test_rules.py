"""The rules as data: what may be wrong with them is said in a sentence, before any visitor meets it."""

import copy
import re

import pytest
from django.core.checks import run_checks

from pathways.assessments.instruments import instruments
from pathways.guidance import Situation, faults, rules

DATA = rules.read()


def test_the_rules_are_without_fault():
    assert faults.faults_of(DATA) == []
    assert run_checks(tags=["pathways"]) == []


def test_there_is_a_rule_for_every_need_and_enough_of_both_kinds():
    served = {need for rule in DATA["rules"] if "search" in rule for need in rule["when"].get("needs", [])}
    assert served == {row["key"] for row in DATA["needs"]}
    assert len([rule for rule in DATA["rules"] if "search" in rule]) >= 30
    assert len([rule for rule in DATA["rules"] if "stage" in rule]) >= 10


def test_every_band_that_asks_for_something_means_a_need():
    """What a test finds is heard even when nothing but its result is handed over."""
    for test in instruments().values():
        for band in test.bands:
            heard = rules.book().needs_of(Situation(results=frozenset([f"{test.key}:{band.key}"])))
            assert heard == set(band.needs), (test.key, band.key)


@pytest.mark.parametrize(
    ("code", "need"), [("icd10:E11", "illness"), ("icd10:E11.9", "illness"), ("icpc2:P06", "sleep")]
)
def test_a_code_stands_for_the_class_above_it(code, need):
    assert need in rules.book().needs_of(Situation(conditions=frozenset([code])))


@pytest.mark.parametrize("code", ["icd10:E1", "icd10:E110", "E11", "", ".", "icd10:", "\0", "x" * 100_000])
def test_a_code_that_nobody_knows_means_nothing(code):
    assert rules.book().needs_of(Situation(conditions=frozenset([code]))) == frozenset()


def _texts(value):
    if isinstance(value, dict):
        if {"fi", "sv"} <= value.keys():
            yield value
        for one in value.values():
            yield from _texts(one)
    elif isinstance(value, list):
        for one in value:
            yield from _texts(one)


def test_no_text_shouts_praises_or_uses_words_that_residents_do_not_have():
    words = [
        "!",
        r"\bhyte\b",
        r"\bsote\b",
        "hienoa",
        "mahtavaa",
        "valitettavasti",
        "tyvärr",
        "vanhuk",
        "åldring",
    ]
    never = re.compile(
        "|".join([*words, "handikapp", "matalan kynnyksen", "osallisuu", "lågtröskel"]), re.IGNORECASE
    )
    assert [text for text in _texts(DATA) if never.search(text["fi"]) or never.search(text["sv"])] == []


def test_no_reason_says_what_another_already_says_in_one_language_only():
    """Two rules with the same Finnish sentence have the same Swedish one."""
    fi, sv = {}, {}
    for text in _texts(DATA["rules"]):
        fi.setdefault(text["fi"], set()).add(text["sv"])
        sv.setdefault(text["sv"], set()).add(text["fi"])
    assert [found for found in (*fi.items(), *sv.items()) if len(found[1]) > 1] == []


# ---------------------------------------------------------------- broken on purpose
BROKEN = [
    (lambda data: data.pop("limits"), "lack the part limits"),
    (lambda data: data["needs"].append(dict(data["needs"][0])), "stands twice"),
    (lambda data: data["rules"][0].update(sv=" "), "The text in sv is missing"),
    (lambda data: data["rules"][0].update(fi="x" * 200 + "."), "longer than 140"),
    (lambda data: data["rules"][0].update(fi="ryhmä"), "whole sentence"),
    (lambda data: data["wishes"][0]["ways"][0].update(sv="grupp"), "whole sentence"),
    (lambda data: data["rules"][0].update(search="nothing-here"), "no such saved search"),
    (lambda data: data["rules"][0].update(stage="exercise/need"), "either to a saved search or to a stage"),
    (lambda data: data["rules"][-1].update(stage="exercise/nothing"), "no such stage"),
    (lambda data: data["rules"][0].update(weight=0), "whole number from 1 to 50"),
    (lambda data: data["rules"][0].update(weight="30"), "whole number from 1 to 50"),
    (lambda data: data["rules"][0].update(when={}), "when the rule holds"),
    (lambda data: data["rules"][0]["when"].update(needs=["wings"]), "among the needs as wings"),
    (lambda data: data["rules"][0]["when"].update(ages=["ninety"]), "among the ages as ninety"),
    (
        lambda data: data["rules"][0]["when"].update(results=["sleep:never"]),
        "among the results as sleep:never",
    ),
    (lambda data: data["rules"][0]["when"].update(barriers=["rain"]), "among the barriers as rain"),
    (lambda data: data["rules"][0]["when"].update(moon=["full"]), "nobody can know this: moon"),
    (lambda data: data["barriers"][0].update(ways=[]), "how this is met"),
    (
        lambda data: data["barriers"][0]["ways"][0].update(facets={"colour": ["red"]}),
        "no such filter as colour",
    ),
    (
        lambda data: data["barriers"][0]["ways"][0].update(facets={"price": ["cheap"]}),
        "no such value as cheap",
    ),
    (lambda data: data["barriers"][0]["ways"][0].update(search="water"), "either a saved search or filters"),
    (
        lambda data: data["barriers"][-1].update(within={"municipality": ["075"]}),
        "no such filter as municipality",
    ),
    (lambda data: data["groups"][0].update(ages=["old"]), "among the ages as old"),
    (lambda data: data["limits"][0].update(search="nothing-here"), "no such saved search"),
    (lambda data: data["limits"][0].update(needs=["wings"]), "among the needs as wings"),
    (lambda data: data["conditions"].update({"icd10:X": ["wings"]}), "need that there is not"),
]


@pytest.mark.parametrize(("broken", "said"), BROKEN)
def test_what_is_wrong_is_said_in_a_sentence(broken, said):
    data = copy.deepcopy(DATA)
    broken(data)
    found = faults.faults_of(data)
    assert any(said in fault for fault in found), found
    assert all(fault[0].isupper() and fault.endswith(".") for fault in found)


def test_a_file_that_cannot_be_read_stops_the_deployment(monkeypatch, tmp_path):
    monkeypatch.setattr(rules, "FILE", tmp_path / "rules.json")
    assert [fault.id for fault in faults.check()] == ["pathways.E020"]
    (tmp_path / "rules.json").write_text("[")
    assert "cannot be read" in faults.check()[0].msg
