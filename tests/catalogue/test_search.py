"""What a visitor types finds what is meant, in either language; nothing typed can break it."""

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from catalogue import snapshot
from catalogue.filters import ServiceFilter
from catalogue.models import Service, Synonym
from catalogue.search.finding import find
from tests.factories import municipalities, municipality, organisation, place, service, user

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.once,
]  # index, state and documents are tested on both engines


def finding(query, language="fi", **options):
    return find(query, language, snapshot.current(), **options)


def found(query, language="fi", **options):
    """The services found, the best first."""
    return [Service.objects.get(pk=key) for key in finding(query, language, **options).best(1000)]


# ------------------------------------------------------------ words
@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("Uimahalli", "uimahallissa"),
        ("Tuolijumppa", "tuolijumppaan"),
        ("Apua yksinäisyyteen", "yksinäisyys"),
        ("Liikuntaneuvonta", "liikuntaneuvontaa"),
        ("Unettomuuden hoito", "unettomuuteen"),
        ("Tukea omaishoitajille", "omaishoitaja"),
        ("Ähtärin ÄIJÄT", "ähtärin äijät"),
        ("Päihdeneuvonta", "PAIHDENEUVONTA"),  # a keyboard without dots
        ("Lasten-neuvola", "neuvola"),
    ],
)
def test_an_inflected_word_finds_the_service_in_finnish(name, typed):
    one = service(name_fi=name, name_sv=None)
    service(name_fi="Tanssi", name_sv=None)
    assert found(typed) == [one]


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("Simhall", "simhallar"),
        ("Promenadvänner", "promenadvän"),
        ("Sömnskola", "sömnskolan"),
        ("Skuldrådgivning", "skuldradgivning"),
    ],
)
def test_an_inflected_word_finds_the_service_in_swedish(name, typed):
    one = service(name_sv=name)
    service(name_sv="Dans")
    assert found(typed, "sv") == [one]


@pytest.mark.parametrize(
    ("name", "typed"),
    [("Tuolijumppa", "jumppa"), ("Nuku paremmin -unikoulu", "uniongelmat"), ("Kävelykaverit", "kaveri")],
)
def test_the_parts_of_a_compound_find_what_few_say_in_one_word(name, typed):
    one = service(name_fi=name, summary_fi="Apua ongelmiin.")
    service(name_fi="Kuoro")
    assert found(typed)[0] == one


def test_a_service_with_every_word_comes_before_one_with_some():
    service(name_fi="Rauhallinen kuoro", summary_fi="Rauhallinen, rauhallinen.")
    both = service(name_fi="Tanssi", summary_fi="Rauhallinen jumppa.")
    service(name_fi="Jumppa, jumppa")
    assert found("rauhallinen jumppa")[0] == both


def test_a_match_in_the_name_comes_before_one_in_the_text():
    text = service(name_fi="Aamuryhmä", summary_fi="Tanssi ja laulu.")
    name = service(name_fi="Tanssi")
    assert found("tanssi") == [name, text]


def test_words_that_say_nothing_count_only_alone():
    one = service(name_fi="Tanssi", summary_fi="Missä ja milloin vain.")
    service(name_fi="Kuoro", summary_fi="Missä vain.")
    assert found("missä voin tanssia tanssi") == [one]
    assert len(found("missä")) == 2


def test_provider_and_place_are_searched_too():
    gym = service(provider=organisation(name_fi="Salpausyhdistys"), places=[place(name_fi="Vanamon sali")])
    assert found("salpausyhdistys") == found("vanamo") == [gym]


def test_a_renamed_organisation_is_found_by_its_new_name_only():
    club = organisation(name_fi="Vanhanimi", name_sv=None)
    walk = service(provider=club)
    club.name_fi = "Uusinimi"
    club.save()
    assert found("uusinimi") == [walk]
    assert found("vanhanimi", literal=True) == []


def test_what_is_not_published_is_not_found():
    service(name_fi="Salainen jumppa", status="draft")
    gone = service(name_fi="Entinen jumppa")
    gone.archive(by=None)
    assert found("jumppa") == []


def test_a_service_long_past_its_day_comes_after_the_fresh_ones(settings):
    late = service(name_fi="Jumppa")
    fresh = service(name_fi="Aamujen jumppa ja kahvit", provider=late.provider)
    Service.objects.filter(pk=late.pk).update(
        verified_at="2020-01-01T10:00Z",
        next_review_on="2020-06-01",
        verified_how="owner",
        verified_by=user(),
        verified_for=late.provider,
    )
    late.refresh()
    assert found("jumppa") == [fresh, late]


# ------------------------------------------------------------ the other language, synonyms, spelling
def test_the_other_language_helps_when_few_are_found():
    one = service(name_fi="Kuoro", name_sv="Sångkör")
    seen = finding("sångkör")
    assert seen.best(1000) == [one.pk]
    assert seen.other == {one.pk}


def test_a_synonym_leads_from_everyday_words_to_those_of_the_services():
    one = service(name_fi="Päihdeneuvonta")
    Synonym.objects.create(language="fi", typed="viina", means="alkoholi | päihdeneuvonta")
    assert found("viinaa") == [one]


def test_a_synonym_may_be_a_phrase_with_words_that_say_nothing_alone():
    one = service(name_fi="Unikoulu", summary_fi="Hoitoa unettomuuteen.")
    service(name_fi="Uintikoulu", summary_fi="Opi uimaan.")
    Synonym.objects.create(language="fi", typed="en saa unta", means="unettomuus")
    assert found("en saa unta") == [one]


def test_a_mistyped_word_finds_and_says_what_was_meant():
    one = service(name_fi="Liikuntaneuvonta")
    seen = finding("liikuntanuevonta")
    assert seen.best(1000) == [one.pk]
    assert seen.used == "liikuntaneuvonta"
    assert finding("liikuntanuevonta", literal=True).best(1000) == []


def test_the_beginning_of_a_word_finds_it():
    one = service(name_fi="Fysioterapeutin ryhmä")
    assert found("fysiote") == [one]


def test_a_word_of_the_same_root_finds_what_nothing_else_does():
    one = service(name_fi="Ahdistuksen hallinta")
    assert found("ahdistuneisuus") == [one]


def test_a_service_that_says_only_half_of_a_compound_is_no_exact_answer():
    service(name_fi="Autokoulu", summary_fi="Ajo-opetusta autolla.")
    seen = finding("autokauppa")
    assert not seen.fits


def test_many_words_of_which_few_are_known_do_not_fit():
    service(name_fi="Lasten hoito", summary_fi="Päivähoitoa lapsille.")
    seen = finding("talvirenkaiden vaihto lapsille")
    assert seen.services
    assert not seen.fits


# ------------------------------------------------------------ places
def test_a_place_among_the_words_narrows_to_its_municipality():
    municipalities()
    here = service(name_fi="Jumppa", area="municipalities", municipalities=[municipality("075")])
    service(name_fi="Jumppa", area="municipalities", municipalities=[municipality("286")])
    for typed in ("jumppa hamina", "jumppa Haminassa", "jumppa 49400"):
        seen = finding(typed)
        assert seen.best(1000) == [here.pk], typed
        assert seen.where.town.pk == "075"
    assert finding("gymnastik i Fredrikshamn", "sv").where.town.pk == "075"


def test_a_place_alone_shows_its_own_services_first():
    municipalities()
    everywhere = service(name_fi="Neuvonta")
    own = service(name_fi="Sali", area="municipalities", municipalities=[municipality("285")])
    assert found("kotka") == [own, everywhere]


def test_a_place_in_quotes_is_only_a_word():
    municipalities()
    eagle = service(name_fi="Kotkan seuranta", summary_fi="Lintu on kotka.")
    service(name_fi="Sali", area="municipalities", municipalities=[municipality("285")])
    assert found('"kotka"') == [eagle]


# ------------------------------------------------------------ quotes and minus
def test_a_phrase_in_quotes_must_stand_as_it_is():
    one = service(name_fi="Vesijumppa", summary_fi="Rauhallinen aamun jumppa.")
    service(name_fi="Jumppa", summary_fi="Jumppa aamun jälkeen.")
    for typed in ('"aamun jumppa"', "”aamun jumppa”", "«aamun jumppa»"):
        assert found(typed) == [one], typed


def test_a_minus_takes_services_with_the_word_away():
    service(name_fi="Jumppa nuorille")
    other = service(name_fi="Jumppa")
    assert found("jumppa -nuoret") == [other]
    assert len(found("lasten-jumppa")) == 2  # a hyphen inside a word is no minus


def test_only_a_minus_leaves_everything_else():
    service(name_fi="Jumppa")
    other = service(name_fi="Kuoro")
    seen = finding("-jumppa")
    assert seen.services == 1 << other.pk


# ------------------------------------------------------------ hostile text
@pytest.mark.parametrize(
    "query",
    [
        "%",
        "_",
        "\\",
        "'",
        '"',
        "%%",
        "a_b",
        "' OR 1=1 --",
        "(",
        "*",
        "&|!",
        "-",
        '-"',
        '""',
        "\u202e",
        "a" * 100,
    ],
)
def test_no_sign_is_an_operator(query):
    service(name_fi="Jumppa")
    form = ServiceFilter({"q": query}, "fi")
    assert form.number in (0, 1)


def test_a_null_byte_is_an_error_of_the_form_and_narrows_nothing():
    service()
    form = ServiceFilter({"q": "a\x00b"}, "fi")
    assert form.form.errors["q"]
    assert form.number == 1


def test_a_megabyte_of_text_is_refused_in_a_sentence():
    service()
    form = ServiceFilter({"q": "jumppa " * 150_000}, "fi")
    assert "100" in form.form.errors["q"][0]
    assert form.number == 1


@hypothesis_settings(max_examples=60, deadline=None)
@given(query=st.text(max_size=100))
def test_any_text_is_answered(query):
    form = ServiceFilter({"q": query}, "sv")
    assert form.number == len(form.ids(0, 1000))
    assert form.facets is not None
