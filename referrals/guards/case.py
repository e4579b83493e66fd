"""One move that somebody wants to make: what the guards look at."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.formats import date_format
from django.utils.functional import lazy

from referrals import clocks, lifecycle
from referrals.acting import By

day_words = lazy(lambda day: date_format(day, "SHORT_DATE_FORMAT"), str)


@dataclass
class Case:
    """One move that somebody wants to make."""

    assignment: object
    move: lifecycle.Move
    by: By
    now: datetime
    data: dict | None = None  # what the form brings
    text: str = ""
    reason: str = ""

    @property
    def today(self):
        return clocks.day_of(self.now)

    @property
    def referral(self):
        return self.assignment.referral

    def get(self, name):
        return self.data.get(name)
