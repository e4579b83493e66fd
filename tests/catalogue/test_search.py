"""All words must match somewhere, in either language; nothing a visitor types can break it."""

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from catalogue.filters import ServiceFilter
from catalogue.models import Service
from catalogue.search import best_first, fold, matching
from tests.factories import municipality, organisation, place, service

pytestmark = pytest.mark.django_db


def found(query):
    return set(matching(Service.objects.all(), query))


def test_a_word_of_either_language_finds_the_service():
    walk = service(name_fi="Kävelyryhmä", name_sv="Promenadgrupp")
    assert found("kävelyryhmä") == found("promenad") == {walk}


def test_capitals_do_not_matter_for_letters_outside_ascii_either():
    home = service(name_fi="Ähtärin ÄIJÄT")
    assert found("ähtärin äijät") == found("ÄHTÄRIN") == {home}


def test_a_and_a_with_dots_are_different_letters():
    service(name_fi="Sää ja ulkoilu")
    assert not found("saa")


def test_every_word_must_be_somewhere_in_the_record():
    both = service(name_fi="Jumppa", summary_fi="Rauhallinen ryhmä.")
    service(name_fi="Jumppa nuorille")
    assert found("jumppa rauhallinen") == {both}


def test_provider_place_and_municipality_are_searched_too():
    gym = service(
        provider=organisation(name_fi="Salpausyhdistys"),
        places=[place(name_fi="Vanamon sali")],
        municipalities=[municipality("624")],
        area="municipalities",
    )
    assert found("salpausyhdistys") == found("vanamo") == found("pyttis") == {gym}


def test_a_renamed_organisation_is_found_by_its_new_name_only():
    club = organisation(name_fi="Vanhanimi", name_sv=None)
    walk = service(provider=club)
    club.name_fi = "Uusinimi"
    club.save()
    assert found("uusinimi") == {walk}
    assert not found("vanhanimi")


def test_a_match_in_the_name_comes_before_one_in_the_text():
    text = service(name_fi="Aamuryhmä", summary_fi="Tanssi ja laulu.")
    name = service(name_fi="Tanssi")
    assert list(best_first(matching(Service.objects.all(), "tanssi"), "tanssi", "fi")) == [name, text]


def test_soft_hyphens_are_not_letters():
    assert fold("liikunta\xadneuvoja") == "liikuntaneuvoja"


@pytest.mark.parametrize(
    "query", ["%", "_", "\\", "'", '"', "%%", "a_b", "' OR 1=1 --", "(", "*", "&|!", "\x00"]
)
def test_no_sign_is_an_operator(query):
    service(name_fi="Jumppa")
    form = ServiceFilter({"q": query}, "fi")
    assert not form.results.exists() or form.form.errors


def test_a_null_byte_is_an_error_of_the_form_and_narrows_nothing():
    service()
    form = ServiceFilter({"q": "a\x00b"}, "fi")
    assert form.form.errors["q"]
    assert form.results.count() == 1


@hypothesis_settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(query=st.text(max_size=100))
def test_any_text_is_answered(query):
    form = ServiceFilter({"q": query}, "sv")
    form.results.count()
    assert form.facets is not None
