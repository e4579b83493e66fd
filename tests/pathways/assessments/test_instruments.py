"""The data of the self-assessments: whole in both languages, and what is wrong with it is said in a sentence."""

import copy
import json
from dataclasses import fields, is_dataclass

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import override

from pathways.assessments import checks
from pathways.assessments import instruments as data
from pathways.assessments.faults import faults_of, faults_together
from pathways.assessments.instruments import Words, by_slug, instruments

KEYS = ["movement", "findrisc", "audit-c", "who-5", "hsi", "loneliness", "sleep"]
BANDS = {
    "movement": {"below", "partly", "met"},
    "findrisc": {"low", "slightly", "moderate", "high", "very-high"},
    "audit-c": {"below", "women", "men"},
    "who-5": {"fine", "low", "very-low"},
    "hsi": {"low", "moderate", "strong", "very-strong"},
    "loneliness": {"never", "seldom", "sometimes", "often"},
    "sleep": {"fine", "some", "much"},
}


def raw(key):
    return json.loads((data.FOLDER / f"{key}.json").read_text())


def words_of(value):
    """Every text of an instrument."""
    if isinstance(value, Words):
        yield value
    elif isinstance(value, tuple):
        for one in value:
            yield from words_of(one)
    elif is_dataclass(value):
        for one in fields(value):
            yield from words_of(getattr(value, one.name))


def test_the_first_set_is_there_in_its_order():
    assert list(instruments()) == KEYS


def test_the_data_has_no_faults():
    assert data.faults() == []
    assert checks.assessments() == []


@pytest.mark.parametrize("key", KEYS)
def test_bands_are_those_that_guidance_knows(key):
    assert {one.key for one in instruments()[key].bands} == BANDS[key]


@pytest.mark.parametrize("key", KEYS)
def test_every_text_has_a_finnish_and_a_swedish_form_of_its_own(key):
    every = list(words_of(instruments()[key]))
    assert len(every) > 10
    assert all(one.fi.strip() and one.sv.strip() for one in every)
    long_ = [one for one in every if len(one.fi) > 25 and one.fi == one.sv]
    assert long_ == []


@pytest.mark.parametrize("key", KEYS)
def test_texts_neither_shout_nor_praise(key):
    for one in words_of(instruments()[key]):
        for said in (one.fi, one.sv):
            assert "!" not in said
            assert not {"hienoa", "valitettavasti", "tyvärr", "ylipaino", "övervikt"} & set(
                said.lower().split()
            )


@pytest.mark.parametrize("key", KEYS)
def test_every_test_names_its_source_and_licence(key):
    source = instruments()[key].source
    assert source.text.fi and source.licence.sv and source.links
    assert all(link.url.startswith("https://") for link in source.links)


def test_nobody_is_asked_for_their_sex():
    for test in instruments().values():
        for question in test.questions:
            assert not {"sukupuoli", "sukupuolesi", "kön"} & set(
                f"{question.text.fi} {question.text.sv}".lower().replace("?", "").split()
            )


@pytest.mark.parametrize(("language", "other"), [("fi", "sv"), ("sv", "fi")])
def test_a_test_is_found_by_its_address_in_either_language(language, other):
    for test in instruments().values():
        with override(language):
            own = getattr(test.slug, language)
            assert by_slug(own) == (test, language)
            found, code = by_slug(getattr(test.slug, other))
            assert found is test and code in (other, language)
    assert by_slug("jotain-muuta") == (None, "")


def test_words_are_in_the_language_of_the_page():
    title = instruments()["sleep"].title
    with override("fi"):
        assert str(title) == "Unen testi"
    with override("sv"):
        assert str(title) == "Test om sömn"


# ---------------------------------------------------------------- faults
def broken(change, key="findrisc"):
    whole = copy.deepcopy(raw(key))
    change(whole)
    return " ".join(faults_of(whole))


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda one: one.pop("bands"), "bands is missing"),
        (lambda one: one["title"].update(sv=" "), "the text title is missing in sv"),
        (lambda one: one["questions"][0]["text"].pop("fi"), "questions 1 text is missing in fi"),
        (lambda one: one["title"].update(wording="guessed"), "unknown mark guessed"),
        (lambda one: one["bands"][1].update({"from": 8}), "between the bands low and slightly"),
        (lambda one: one["bands"][1].update({"from": 6}), "between the bands low and slightly"),
        (lambda one: one["bands"][-1].update({"to": 30}), "do not reach from 0 to the greatest sum, 26"),
        (lambda one: one["questions"][3]["answers"].pop(), "needs at least two answers"),
        (lambda one: one["questions"][2].update(id="age"), "has the id of another one"),
        (lambda one: one["questions"][1].pop("fields"), "asks for no number"),
        (lambda one: one["questions"][1].pop("points"), "has no points"),
        (
            lambda one: one["questions"][4].update(when={"question": "family", "is": ["no"]}),
            "nobody can give",
        ),
        (lambda one: one.update(kind="sums"), "must be points or goals"),
        (lambda one: one["bands"][1].update(key="low"), "a key of its own"),
    ],
)
def test_what_is_wrong_with_the_data_is_said_in_a_sentence(change, said):
    assert said in broken(change)


def test_goals_that_count_what_nobody_asks_are_seen():
    def forget(one):
        one["goals"][0]["terms"] = {"swimming": 1}

    assert "the goal endurance counts a question" in broken(forget, "movement")
    assert "one band for all goals" in broken(lambda one: one["bands"].pop(), "movement")


def test_two_tests_at_one_address_are_seen():
    one, other = raw("sleep"), raw("hsi")
    other["slug"]["sv"] = one["slug"]["sv"]
    assert list(faults_together({"sleep": one, "hsi": other})) == [
        "Two self-assessments have the same address in sv."
    ]


def test_a_broken_file_stops_the_process_with_its_sentence(tmp_path, monkeypatch):
    (tmp_path / "sleep.json").write_text("{")
    (tmp_path / "hsi.json").write_text('{"key": "other"}')
    monkeypatch.setattr(data, "FOLDER", tmp_path)
    data.instruments.cache_clear()
    try:
        with pytest.raises(ImproperlyConfigured, match="sleep.json is no JSON"):
            data.instruments()
        [one, other] = checks.assessments()
        assert "hsi.json does not hold" in one.msg + other.msg
    finally:
        data.instruments.cache_clear()
