"""Business days as offices in Finland keep them."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from referrals import clocks
from referrals.calendar import (
    add_business_days,
    business_days_between,
    easter,
    holidays,
    is_business_day,
    later,
    months_later,
)

# From the almanac, not from the formula.
EASTERS = ["2024-03-31", "2025-04-20", "2026-04-05", "2027-03-28", "2028-04-16", "2030-04-21", "2038-04-25"]
HOLIDAYS = {
    2026: "01-01 01-06 04-03 04-05 04-06 05-01 05-14 05-24 06-19 06-20 10-31 12-06 12-24 12-25 12-26",
    2027: "01-01 01-06 03-26 03-28 03-29 05-01 05-06 05-16 06-25 06-26 11-06 12-06 12-24 12-25 12-26",
}
DAYS = st.dates(date(2020, 1, 1), date(2045, 12, 31))


@pytest.mark.parametrize("day", EASTERS)
def test_easter_is_when_the_almanac_says(day):
    assert easter(int(day[:4])).isoformat() == day


@pytest.mark.parametrize("year", HOLIDAYS)
def test_the_holidays_of_a_year(year):
    assert sorted(day.isoformat()[5:] for day in holidays(year)) == HOLIDAYS[year].split()


@pytest.mark.parametrize(
    ("day", "number", "then"),
    [
        ("2026-12-22", 1, "2026-12-23"),
        ("2026-12-22", 2, "2026-12-28"),  # Christmas Eve Thursday, Christmas, weekend
        ("2026-12-22", 5, "2026-12-31"),
        ("2026-12-22", 6, "2027-01-04"),
        ("2026-12-22", 8, "2027-01-07"),  # Epiphany on Wednesday
        ("2026-04-01", 2, "2026-04-07"),  # Good Friday, Easter Monday
        ("2026-04-30", 1, "2026-05-04"),  # May Day on Friday
        ("2026-05-13", 1, "2026-05-15"),  # Ascension
        ("2026-06-18", 1, "2026-06-22"),  # Midsummer
        ("2026-10-30", 1, "2026-11-02"),  # All Saints on Saturday
        ("2027-12-03", 1, "2027-12-07"),  # Independence Day on Monday
        ("2026-11-21", 1, "2026-11-23"),  # from a Saturday
        ("2026-11-21", 0, "2026-11-21"),
        ("2026-11-25", -2, "2026-11-23"),
        ("2026-12-28", -2, "2026-12-22"),
    ],
)
def test_business_days_are_counted_across_holidays(day, number, then):
    assert add_business_days(date.fromisoformat(day), number) == date.fromisoformat(then)


@given(DAYS, st.integers(0, 60))
def test_counting_and_adding_agree(day, number):
    then = add_business_days(day, number)
    assert number == 0 or is_business_day(then)
    assert business_days_between(day, then) == number
    assert business_days_between(then, day) == -number


@given(DAYS, st.integers(0, 10), st.integers(0, 10))
def test_days_may_be_added_in_two_steps(day, first, second):
    assert add_business_days(add_business_days(day, first), second) == add_business_days(day, first + second)


@given(DAYS)
def test_a_year_has_its_fifteen_days_and_never_five_closed_weekdays_in_a_row(day):
    assert 14 <= len(holidays(day.year)) <= 15  # Ascension may be on May Day (2008, 2160)
    assert add_business_days(day, 1) - day <= timedelta(days=6)


def test_up_to_ten_days_are_business_days_and_more_are_calendar_days():
    assert later(date(2026, 12, 22), 10) == date(2027, 1, 11)
    assert later(date(2026, 12, 22), 11) == date(2027, 1, 2)
    assert later(date(2026, 12, 22), 90) == date(2027, 3, 22)


@pytest.mark.parametrize(
    ("day", "months", "then"),
    [("2026-11-30", 3, "2027-02-28"), ("2027-11-30", 3, "2028-02-29"), ("2026-12-15", 12, "2027-12-15")],
)
def test_months_end_where_the_month_ends(day, months, then):
    assert months_later(date.fromisoformat(day), months) == date.fromisoformat(then)


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (datetime(2026, 3, 29, 0, 30, tzinfo=UTC), "2026-03-29"),  # summer time begins at 01 UTC
        (datetime(2026, 3, 29, 21, 30, tzinfo=UTC), "2026-03-30"),  # 00.30, three hours ahead
        (datetime(2026, 3, 28, 21, 30, tzinfo=UTC), "2026-03-28"),  # 23.30, two hours ahead
        (datetime(2026, 10, 24, 21, 30, tzinfo=UTC), "2026-10-25"),
        (datetime(2026, 10, 25, 21, 30, tzinfo=UTC), "2026-10-25"),  # it has ended
        (datetime(2026, 10, 25, 22, 30, tzinfo=UTC), "2026-10-26"),
    ],
)
def test_a_day_is_a_day_in_finland_in_summer_and_winter_time(moment, day):
    assert clocks.day_of(moment).isoformat() == day


# ---------------------------------------------------------------- the days of an installation
def test_an_installation_may_have_its_own_days(settings):
    settings.HYTE_CLOCKS = {"sent": 3}
    assert clocks.due_on("sent", date(2026, 11, 23)) == date(2026, 11, 26)
    assert clocks.faults(settings.HYTE_CLOCKS) == []


@pytest.mark.parametrize(
    "given",
    [
        [], {"snet": 5}, {"sent": 0}, {"sent": "5"}, {"sent": 5.0}, {"sent": True}, {"sent": 400},
        {"draft_warned": 14}, {"advising_intake": 30}, {"unanswered_intake": 10},
    ],
)  # fmt: skip
def test_days_that_make_no_sense_are_named(given, settings):
    settings.HYTE_CLOCKS = given
    found = clocks.clocks_are_known_and_in_order(None)
    assert [one.id for one in found] == ["referrals.E001"]
