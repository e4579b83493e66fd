"""Finnish business days. Own code: the rule is forty lines that change once in decades, and the known library
(holidays) brings every country of the world and counts neither Midsummer Eve nor Christmas Eve, when nobody answers.
"""

from calendar import monthrange
from datetime import date, timedelta
from functools import lru_cache

FIXED = [(1, 1), (1, 6), (5, 1), (12, 6), (12, 24), (12, 25), (12, 26)]
BUSINESS = 10  # up to so many days are business days, more are calendar days
DAY = timedelta(days=1)


def easter(year):
    """Easter Sunday of the Gregorian calendar (Meeus, Astronomical Algorithms, 1991)."""
    a, b, c = year % 19, year // 100, year % 100
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    m = (32 + 2 * e + 2 * i - h - k) % 7
    n = (a + 11 * h + 22 * m) // 451
    month, day = divmod(h + m - 7 * n + 114, 31)
    return date(year, month, day + 1)


def _on_or_after(day, weekday):
    return day + (weekday - day.weekday()) % 7 * DAY


@lru_cache(maxsize=64)
def holidays(year):
    """Days on which offices are closed, Midsummer Eve and Christmas Eve too."""
    sunday, midsummer = easter(year), _on_or_after(date(year, 6, 19), 4)
    moving = [sunday + timedelta(days=number) for number in (-2, 0, 1, 39, 49)]  # 39 Ascension, 49 Pentecost
    saints = _on_or_after(date(year, 10, 31), 5)
    return frozenset([date(year, *one) for one in FIXED] + moving + [midsummer, midsummer + DAY, saints])


def is_business_day(day):
    return day.weekday() < 5 and day not in holidays(day.year)


def add_business_days(day, number):
    """The ``number``-th business day after ``day``, before it when negative; 0 is the day itself."""
    step = DAY if number >= 0 else -DAY
    for _ in range(abs(number)):
        day += step
        while not is_business_day(day):
            day += step
    return day


def business_days_between(first, last):
    """How many business days come after ``first`` up to ``last``; negative when ``last`` is the earlier."""
    if last < first:
        return -business_days_between(last, first)
    days = (first + timedelta(days=number) for number in range(1, (last - first).days + 1))
    return sum(is_business_day(day) for day in days)


def later(day, number):
    """``number`` days on: business days up to ten, calendar days above."""
    if abs(number) <= BUSINESS:
        return add_business_days(day, number)
    return day + timedelta(days=number)


def months_later(day, number):
    """The same day of the month; the month's last day where it has none."""
    year, month = divmod(day.year * 12 + day.month - 1 + number, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
