"""Values every app may use: phone numbers, business ids, texts with their language, the alphabet."""

import pytest
from django.core.exceptions import ValidationError
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from fields import collation
from fields.identifiers import tel, unbroken, validate_business_id, validate_phone
from fields.text import Text, columns, text
from tests.test_database import ALPHABET


class Record:
    """Something with translated columns, without a table."""

    def __init__(self, **values):
        self.__dict__ |= values


# ------------------------------------------------------------ identifiers
@pytest.mark.parametrize("value", ["0737546-2", "0201256-6"])
def test_a_right_business_id_passes(value):
    validate_business_id(value)


@pytest.mark.parametrize(
    "value", ["0737546-1", "07375462", "FI07375462", " 0737546-2", "737546-2", "", "Y-tunnus"]
)
def test_a_wrong_business_id_is_refused(value):
    with pytest.raises(ValidationError):
        validate_business_id(value)


@given(st.text())
def test_a_business_id_is_right_or_refused_whatever_is_typed(value):
    try:
        validate_business_id(value)
    except ValidationError:
        return
    assert len(value) == 9
    assert value[7] == "-"


@pytest.mark.parametrize(
    "value", ["040 123 4567", "+358 40 123 4567", "05 220 6000", "112", "116 117", "116 123"]
)
def test_a_phone_number_passes(value):
    validate_phone(value)


@pytest.mark.parametrize("value", ["", "abc", "12", "040 123 4567 8901 2345", "kysy vaihteesta"])
def test_what_is_not_a_phone_number_is_refused(value):
    with pytest.raises(ValidationError):
        validate_phone(value)


@given(st.text())
def test_a_phone_number_is_right_or_refused_whatever_is_typed(value):
    try:
        validate_phone(value)
    except ValidationError:
        return
    assert tel(value).startswith("tel:")


@pytest.mark.parametrize(
    ("value", "address"),
    [
        ("040 123 4567", "tel:+358401234567"),
        ("+358 40 123 4567", "tel:+358401234567"),
        ("05 220 6000", "tel:+35852206000"),
        ("112", "tel:112"),
        ("116 117", "tel:116117"),
    ],
)
def test_a_call_has_its_address(value, address):
    assert tel(value) == address


def test_a_number_does_not_break_over_lines():
    assert unbroken("040 123  4567") == "040\xa0123\xa04567"


# ------------------------------------------------------------ texts
@pytest.mark.parametrize(
    ("language", "shown", "lang"),
    [("fi", "suomeksi", ""), ("sv", "suomeksi", "fi"), ("en", "in English", "")],
)
def test_a_text_falls_back_and_says_its_language(language, shown, lang):
    record = Record(name_fi="suomeksi", name_sv="", name_en="in English")
    if language == "sv":
        record.name_en = ""
    found = text(record, "name", language)
    assert (found, found.lang) == (shown, lang)


def test_a_text_takes_the_language_of_the_page():
    record = Record(name_fi="suomeksi", name_sv="på svenska")
    for code, shown in (("fi", "suomeksi"), ("sv", "på svenska")):
        with override(code):
            assert text(record, "name") == shown


def test_a_swedish_text_falls_back_to_finnish_before_english():
    assert text(Record(name_fi="f", name_en="e"), "name", "sv") == "f"


@given(
    st.sampled_from(["fi", "sv", "en", "fi-fi", "de"]), *[st.one_of(st.none(), st.text()) for _ in range(3)]
)
def test_a_text_is_one_of_the_columns_or_empty(language, fi, sv, en):
    found = text(Record(name_fi=fi, name_sv=sv, name_en=en), "name", language)
    assert isinstance(found, Text)
    assert found in {fi, sv, en} or (found == "" and not any([fi, sv, en]))
    if found.lang:
        assert found == {"fi": fi, "sv": sv, "en": en}[found.lang]


def test_translated_columns_have_their_language_last():
    assert columns("name", "price") == ["name_fi", "name_sv", "name_en", "price_fi", "price_sv", "price_en"]


# ------------------------------------------------------------ alphabet
SHUFFLED = ALPHABET[::-1]


def test_the_key_orders_the_list_of_the_language_guide():
    assert sorted(SHUFFLED, key=collation.key) == ALPHABET


def test_composed_and_decomposed_letters_stand_beside_each_other():
    assert collation.key("Åbo")[0] == collation.key("A\u030abo")[0]


LETTERS = st.text(alphabet="aAbzZåÅäÄöÖšŠüÜwWvV -1", max_size=6)


@given(LETTERS, LETTERS, LETTERS)
def test_the_order_is_total(a, b, c):
    key = collation.key
    assert (key(a) == key(b)) == (a == b)
    if key(a) <= key(b) <= key(c):
        assert key(a) <= key(c)
    assert collation._compare(a, b) == -collation._compare(b, a)
