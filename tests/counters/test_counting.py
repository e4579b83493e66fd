"""Counts of events, never of people: held in memory, written later, texts only when they may be kept."""

from datetime import date, timedelta

import pytest
from django.db import DatabaseError

from counters import counting
from counters.models import Count

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def nothing_held():
    counting.forget()
    yield
    counting.forget()


def rows(event="search"):
    return list(Count.objects.filter(event=event).order_by("day", "text").values_list("text", "number"))


def test_events_are_added_up_by_day_and_dimension():
    for _ in range(3):
        counting.count("search", language="fi", municipality="075")
    counting.count("search", language="sv")
    counting.write()
    counting.count("search", language="sv")
    counting.write()
    found = Count.objects.order_by("language").values_list("language", "municipality", "number")
    assert list(found) == [("fi", "075", 3), ("sv", "", 2)]


def test_nothing_is_written_before_it_is_due(django_assert_num_queries):
    counting.count("search")
    with django_assert_num_queries(0):
        counting.write_when_due()
    assert rows() == []


def test_what_is_due_is_written_after_an_answer(monkeypatch):
    counting.count("search")
    monkeypatch.setattr(counting, "_since", -counting.DUE)
    monkeypatch.setattr(counting.time, "monotonic", lambda: 0.0)
    counting.write_when_due()
    assert rows() == [("", 1)]


def test_a_dimension_that_nobody_agreed_on_is_refused():
    with pytest.raises(TypeError, match="address"):
        counting.count("search", address="Katu 1")


def test_a_text_that_names_nobody_is_kept_in_words():
    counting.count("search_nothing", text="  UniKoulu  öisin ", plain=True)
    counting.write()
    assert rows("search_nothing") == [("unikoulu öisin", 1)]


def test_another_text_is_a_digest_until_it_was_seen_on_five_days(monkeypatch):
    for number in range(6):
        monkeypatch.setattr(counting.timezone, "localdate", lambda n=number: date(2026, 1, 1) + timedelta(n))
        counting.count("search", text="matti meikäläinen")
        counting.write()
    texts = [text for text, _number in rows()]
    assert all(text.startswith("#") and "matti" not in text for text in texts[:-1])
    assert texts.count("matti meikäläinen") == 1
    assert len(set(texts)) == 2


def test_the_same_text_has_another_digest_elsewhere(settings):
    here = counting.digest("uni")
    settings.SECRET_KEY = "another"
    assert counting.digest("uni") != here


def test_a_flood_of_texts_is_not_held(monkeypatch):
    monkeypatch.setattr(counting, "MOST", 10)
    for number in range(50):
        counting.count("search", text=f"sana {number}")
    assert len(counting._held) == 10


def test_a_database_that_fails_costs_counts_and_nothing_else(monkeypatch, caplog):
    def fail(*args):
        raise DatabaseError("sana")

    counting.count("search", text="sana")
    monkeypatch.setattr(counting, "_since", float("-inf"))
    monkeypatch.setattr(Count.objects.__class__, "add", fail)
    counting.write_when_due()
    assert "sana" not in caplog.text
