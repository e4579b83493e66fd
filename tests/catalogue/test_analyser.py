"""Words to keys: what one text says and another asks in another form meets on a key."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.exceptions import ImproperlyConfigured

from catalogue.search import dictionaries
from catalogue.search.analyser import keys, words
from catalogue.search.compounds import split
from catalogue.search.reading import read
from catalogue.search.words import fold, plain


@pytest.mark.parametrize(
    ("language", "typed", "written"),
    [
        ("fi", "uimahallissa", "uimahalliin"),
        ("fi", "senioreille", "seniorien"),
        ("fi", "yksinäisyyteen", "yksinäisyys"),
        ("fi", "äitiäni", "äidille"),
        ("fi", "lapsemme", "lapset"),
        ("fi", "tupakoinnin", "tupakointi"),
        ("fi", "tuolijumppaa", "tuolijumppaan"),  # in no dictionary
        ("sv", "skulder", "skuld"),
        ("sv", "simhallarna", "simhall"),
        ("sv", "sömnproblem", "sömnproblemen"),
    ],
)
def test_two_forms_of_a_word_meet_on_a_key(language, typed, written):
    assert set(keys(typed, language).exact) & set(keys(written, language).kept)


@pytest.mark.parametrize(
    ("language", "word", "parts"),
    [
        ("fi", "liikuntaneuvonta", ("liikunta", "neuvonta")),
        ("fi", "kaatumistapaturma", ("kaatuminen", "tapaturma")),
        ("fi", "lähisuhdeväkivalta", ("lähi", "suhde", "väkivalta")),
        ("fi", "unikoulu", ("uni", "koulu")),
        ("fi", "yksinäisyys", ()),
        ("fi", "kirjasto", ()),
        ("sv", "motionsrådgivning", ("motion", "rådgivning")),
        ("sv", "familjegymnastik", ("familj", "gymnastik")),
        ("sv", "kvinnojour", ("kvinna", "jour")),
        ("sv", "bibliotek", ()),
    ],
)
def test_a_compound_falls_into_the_words_it_is_made_of(language, word, parts):
    assert split(word, language) == parts


def test_words_are_parted_by_hyphens_and_signs_and_folded():
    assert words("Matka-apu, TERVEYS\xadneuvonta (1–3)!") == ["matka", "apu", "terveysneuvonta", "1", "3"]
    assert plain("pähkinä på Älvsjö") == "pahkina pa Alvsjo"
    assert fold("liikunta\xadneuvoja") == "liikuntaneuvoja"


def test_a_very_long_word_is_cut():
    assert len(words("a" * 5000)[0]) == 60


def test_dictionaries_that_are_missing_say_how_to_build_them(settings, tmp_path):
    settings.HYTE_DICTIONARIES = tmp_path
    dictionaries._trie.cache_clear()
    try:
        with pytest.raises(ImproperlyConfigured, match="prepare"):
            dictionaries.base_form("uni", "fi")
    finally:
        dictionaries._trie.cache_clear()


@pytest.mark.django_db
def test_the_portal_is_not_ready_without_its_dictionaries(settings, tmp_path, client):
    assert client.get("/health/ready").status_code == 200
    settings.HYTE_DICTIONARIES = tmp_path
    assert client.get("/health/ready").status_code == 503


@pytest.mark.parametrize(
    ("typed", "taken"),
    [
        ('tuolijumppa "oma tupa" -lapset', (["tupa", "tuolijumppa"], ["oma tupa"], ["lapset"])),
        ("matka-apu", (["matka", "apu"], [], [])),
        ("mistä apua uneen", (["apua", "uneen"], [], [])),
        ("missä", (["missä"], [], [])),  # nothing else is left
        ('"" - “', ([], [], [])),
        ('-"ei tätä" jumppa', (["jumppa"], [], ["ei tätä"])),
    ],
)
def test_a_query_is_taken_apart(typed, taken):
    seen = read(typed, "fi")
    assert (seen.words, seen.phrases, seen.without) == taken


def test_threads_that_analyse_at_once_do_not_meddle_with_one_another():
    said = [
        "tanssiryhmissä",
        "uimahalleihin",
        "kirjastoista",
        "neuvojille",
        "skridskobanor",
        "kvinnojourernas",
    ] * 40
    language = {word: "sv" if "sk" in word or "kv" in word else "fi" for word in said}
    right = {word: keys.__wrapped__(word, language[word]) for word in set(said)}
    with ThreadPoolExecutor(8) as threads:
        found = threads.map(lambda word: (word, keys.__wrapped__(word, language[word])), said)
        assert all(right[word] == made for word, made in found)
