"""Tests of referrals see the rows of everybody; requests and scopes see what the policies show."""

import time

import pytest

from tests import walls


@pytest.fixture(autouse=True)
def one_hour(monkeypatch):
    """What is counted by the hour of the clock is counted in one hour: none ends in the midst of a test."""
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now)


@pytest.fixture(autouse=True)
def outside_every_scope(request):
    if not request.node.get_closest_marker("django_db"):
        yield
        return
    request.getfixturevalue("_django_db_helper")  # the database of the test is there first
    with walls.everything():
        yield
