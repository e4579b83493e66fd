"""Dates, times and numbers as Finland writes them in both languages (language guide 4.2 and 4.3)."""

from datetime import date, datetime, time

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.template import engines
from django.utils import timezone
from django.utils.formats import date_format, localize, time_format
from django.utils.translation import override

DAY = date(2026, 11, 22)


def typed(field, value, language):
    with override(language):
        return field.clean(value)


def test_short_date_has_no_leading_zeros(language):
    with override(language):
        assert date_format(DAY, "SHORT_DATE_FORMAT") == "22.11.2026"
        assert date_format(date(2026, 6, 5), "SHORT_DATE_FORMAT") == "5.6.2026"


def test_time_has_a_point(language):
    with override(language):
        assert time_format(time(9, 5), "TIME_FORMAT") == "9.05"
        assert localize(time(9, 5)) == "9.05"


@pytest.mark.parametrize(("code", "shown"), [("fi", "22. marraskuuta 2026"), ("sv", "22 november 2026")])
def test_long_date(code, shown):
    with override(code):
        assert date_format(DAY, "DATE_FORMAT") == shown


@pytest.mark.parametrize(("code", "shown"), [("fi", "22.11.2026 klo 9.05"), ("sv", "22.11.2026 kl. 9.05")])
def test_moment(code, shown):
    moment = datetime(2026, 11, 22, 9, 5, tzinfo=timezone.get_default_timezone())
    with override(code):
        assert date_format(moment, "SHORT_DATETIME_FORMAT") == shown


@pytest.mark.parametrize("value", ["22.11.2026", "2026-11-22"])
def test_date_can_be_typed(language, value):
    assert typed(forms.DateField(), value, language) == DAY


@pytest.mark.parametrize("value", ["11/12/2026", "11-12-2026", "November 22 2026"])
def test_american_date_is_refused(language, value):
    with pytest.raises(ValidationError):
        typed(forms.DateField(), value, language)


@pytest.mark.parametrize("value", ["9.30", "9:30", "09.30"])
def test_time_can_be_typed(language, value):
    assert typed(forms.TimeField(), value, language) == time(9, 30)


@pytest.mark.parametrize("value", ["22.11.2026 9.30", "22.11.2026 9:30"])
def test_moment_can_be_typed(language, value):
    assert typed(forms.DateTimeField(), value, language).replace(tzinfo=None) == datetime(2026, 11, 22, 9, 30)  # noqa: DTZ001


def test_number_has_a_decimal_comma_and_no_break_spaces(language):
    with override(language):
        assert localize(12345.6) == "12\xa0345,6"
        assert engines["django"].from_string("{{ n }}").render({"n": 12345.6}) == "12\xa0345,6"


def test_week_begins_on_monday(language):
    from django.utils.formats import get_format

    with override(language):
        assert get_format("FIRST_DAY_OF_WEEK") == 1
