"""How answers travel: in a sealed field that dies after half an hour, and nowhere else."""

import base64
import logging

import pytest
from cryptography import fernet
from django.contrib.sessions.models import Session
from django.test import override_settings
from django.utils.crypto import get_random_string

from pathways.assessments.sealing import seal
from pathways.assessments.sitting import LASTS
from pathways.models import HandOver
from tests import pages
from tests.pathways.assessments.sitting import WHOLE, Visitor

pytestmark = [pytest.mark.django_db, pytest.mark.once]  # nothing here that databases answer differently


@pytest.fixture
def visit(client, language):
    return lambda key: Visitor(client, key, language)


# ---------------------------------------------------------------- the field that carries the answers
def gone(visitor, language):
    assert visitor.answer.status_code == 410
    assert visitor.answer["Cache-Control"] == "no-store"
    assert pages.faults_of(visitor.answer.content.decode(), language) == []
    said = {"fi": "Aika loppui ja vastauksesi poistuivat", "sv": "Tiden tog slut och dina svar är borta"}
    return visitor.heading == said[language]


def forged(visitor):
    whole = visitor.hidden["state"]
    nothing = {"a": {}, "m": "", "n": "x"}
    foreign = seal(nothing, "pathways.assessments.hsi")
    with override_settings(SECRET_KEY=get_random_string(50)):
        other = seal(nothing, "pathways.assessments.sleep")
    return [
        "",
        "x",
        whole[:-1] + ("A" if whole[-1] != "A" else "B"),
        "x" + whole,
        whole * 50,
        "a" * 900_000,
    ] + ["\x00", other, foreign]


def test_a_field_that_is_not_ours_says_that_the_time_ran_out(visit, language):
    visitor = visit("sleep").begin()
    for state in forged(visitor):
        assert gone(visitor.post({"state": state, "do": "next"}), language)
    assert visitor.post({}).page.select_one("legend h1"), "and one can begin again"


def test_more_than_a_form_may_hold_is_refused(visit):
    assert visit("sleep").post({"state": "a" * 2_000_000}).answer.status_code == 413


@pytest.mark.parametrize(("later", "left"), [(LASTS - 5, True), (LASTS + 5, False)])
def test_answers_are_gone_half_an_hour_after_the_last_page(visit, language, monkeypatch, later, left):
    now = fernet.time.time()
    monkeypatch.setattr(fernet.time, "time", lambda: now)
    visitor = visit("sleep").begin()
    monkeypatch.setattr(fernet.time, "time", lambda: now + later)
    visitor.go("7")
    assert visitor.page.select_one("legend h1") if left else gone(visitor, language)


def test_the_field_of_one_test_opens_no_other(visit, language):
    state = visit("sleep").begin().hidden["state"]
    assert gone(visit("hsi").post({"state": state, "do": "next"}), language)


def test_a_field_sealed_by_an_older_portal_leaves_out_what_is_not_asked_any_more(visit):
    held = {"a": {"hours": "7", "dreams": "many", "trouble": "99"}, "m": "", "n": "abc"}
    visitor = visit("sleep").post({"state": seal(held, "pathways.assessments.sleep")})
    assert visitor.page.select_one("legend h1"), "the second question is open again"


def test_the_field_says_nothing_to_whoever_finds_it(visit):
    state = visit("sleep").begin().go("7").hidden["state"]
    assert not any(word in base64.urlsafe_b64decode(state) for word in (b"hours", b'"7"'))


def test_answers_go_along_to_the_other_language(client, language):
    other = "sv" if language == "fi" else "fi"
    visitor = Visitor(client, "audit-c", language).begin().go("3")
    button = visitor.page.select_one(f"form.q button[lang={other}]")
    there = Visitor(client, "audit-c", other)
    assert button["formaction"] == there.address
    there.post(visitor.hidden | {"do": button["value"], "answer": "1"})
    assert there.page.html["lang"] == other
    assert there.checked == ["1"]
    assert there.give(answer="1").press("back").press("back").checked == ["3"]


# ---------------------------------------------------------------- nothing stays
@pytest.mark.parametrize("key", WHOLE)
def test_nothing_is_kept_of_answers_and_results(client, visit, caplog, key):
    with caplog.at_level(logging.DEBUG):
        visitor = visit(key).begin().go(*WHOLE[key])
    assert visitor.page.select_one(".verdict")
    assert not client.cookies
    assert Session.objects.count() == HandOver.objects.count() == 0
    assert visitor.answer.request["QUERY_STRING"] == ""
    said = " ".join(record.getMessage() for record in caplog.records if "django.db" not in record.name)
    assert visitor.hidden["state"] not in said
    for name, value in (pair for one in WHOLE[key] if isinstance(one, dict) for pair in one.items()):
        assert f"{name}={value}" not in said
    assert "WHERE" not in said


def test_no_link_and_no_address_of_the_page_carries_an_answer(visit):
    visitor = visit("findrisc").begin().go(*WHOLE["findrisc"])
    state = visitor.hidden["state"]
    for link in pages.links(visitor.page):
        assert state not in link and "82" not in link.rpartition("?")[2]
