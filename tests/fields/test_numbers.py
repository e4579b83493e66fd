"""Phone numbers and business ids in the form that is stored, and which phones take a text message."""

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from fields import identifiers


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("040 123 4567", "+358401234567"),
        ("+358 40 123 4567", "+358401234567"),
        ("00358401234567", "+358401234567"),
        ("+46 70 123 45 67", "+46701234567"),
    ],
)
def test_a_phone_number_is_kept_with_its_country(typed, kept):
    assert identifiers.international(typed) == kept
    assert identifiers.international(identifiers.national(kept)) == kept


@given(st.text(alphabet="0123456789+ -()x", max_size=20))
def test_a_phone_number_is_kept_whole_or_refused(typed):
    try:
        kept = identifiers.international(typed)
    except ValidationError:
        return
    assert kept.startswith("+") and kept[1:].isdecimal()


@pytest.mark.parametrize("number", ["040 123 4567", "+358501234567", "+46701234567"])
def test_a_mobile_of_the_area_takes_a_text_message(number):
    assert identifiers.takes_texts(number)


@pytest.mark.parametrize(
    "number", ["05 220 6000", "0600 123 456", "0700 123 456", "112", "116 117", "010 123 4567", "+1 202 555 0143",
               "+7 912 345 67 89", "+882 13 300 655", "abc", ""],
)  # fmt: skip
def test_a_service_a_fixed_line_or_a_far_country_takes_none(number):
    assert not identifiers.takes_texts(number)


@pytest.mark.parametrize("typed", ["0737546-2", "07375462", " fi 0737546-2", "FI07375462"])
def test_a_business_id_is_kept_in_one_form(typed):
    assert identifiers.business_id(typed) == "0737546-2"


@pytest.mark.parametrize("typed", ["0737546-1", "737546-2", "", "SE07375462"])
def test_a_wrong_business_id_is_refused_however_it_is_written(typed):
    with pytest.raises(ValidationError):
        identifiers.business_id(typed)
