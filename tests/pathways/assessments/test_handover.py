"""A result handed over to a professional: only on the person's press, sealed, read once, gone in half an hour."""

import json
import logging
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from pathways.models import HandOver, handover
from pathways.models.handover import GROUP, LASTS, LENGTH, LETTERS, new_code, plain
from tests import pages
from tests.pathways.assessments.sitting import PASSED_OVER, WHOLE, Visitor

pytestmark = pytest.mark.django_db
PAGE = {"fi": "/fi/testit/koodi/", "sv": "/sv/test/kod/"}
CONTENT = {"test": "sleep", "bands": ["much"], "points": 5, "skipped": 0, "at": "2026-11-23T10:00:00+02:00"}


@pytest.fixture
def visitor(client, language):
    """Somebody who looks at their result."""
    return Visitor(client, "findrisc", language).begin().go(*WHOLE["findrisc"])


def code_of(visitor):
    return visitor.page.select_one(".one-time-code").get_text(strip=True)


def opened(client, language, code):
    response = client.post(PAGE[language], {"code": code})
    assert response.status_code == 200
    assert response["Cache-Control"] == "no-store"
    assert not client.cookies
    html = response.content.decode()
    assert pages.faults_of(html, language) == []
    return pages.soup(html)


def read(page):
    return bool(page.select_one(".handed"))


# ---------------------------------------------------------------- codes
def test_a_code_is_hard_to_guess_and_easy_to_read_aloud():
    assert len(set(LETTERS)) ** LENGTH >= 2**50
    assert not set("0O1IL5S8BZ2") >= set(LETTERS)
    assert not set("OI01AEU") & set(LETTERS)
    code = new_code()
    assert [len(one) for one in code.split("-")] == [GROUP] * 3
    assert new_code() != code


@pytest.mark.parametrize(
    "typed",
    [
        "2345-6789-FHJK",
        "23456789fhjk",
        " 2345 6789 fhjk ",
        "2345–6789–FHJK",
        "２３４５6789FHJK",
        "2345.6789_fhjk",
    ],
)
def test_a_code_is_understood_however_it_is_typed(typed):
    assert plain(typed) == "23456789FHJK"


@pytest.mark.parametrize(
    "typed", ["", "2345", "2345-6789-FHJK-2", "0000-0000-0000", "\x00" * 12, "x" * 1_000_000]
)
def test_what_is_no_code_is_none(typed):
    assert plain(typed) == ""
    assert HandOver.objects.take(typed, now=timezone.now()) is None


# ---------------------------------------------------------------- the person's side
def test_nothing_is_written_without_the_press(visitor):
    assert HandOver.objects.count() == 0
    code_of(visitor.press("code"))
    assert HandOver.objects.count() == 1


def test_the_page_of_the_code_says_how_long_and_how_often_it_works(visitor, language):
    visitor.press("code")
    assert pages.faults_of(visitor.answer.content.decode(), language) == []
    assert visitor.answer["Cache-Control"] == "no-store"
    assert {"fi": "30 minuuttia", "sv": "30 minuter"}[language] in visitor.text
    assert PAGE[language] in visitor.text
    state = visitor.page.find("input", attrs={"name": "state"})["value"]
    assert visitor.post({"state": state, "do": "result"}).page.select_one(".verdict")


def test_a_second_press_replaces_the_first_code(client, visitor, language):
    held = visitor.hidden | {"do": "code"}
    first, second = (code_of(visitor.post(held)) for _number in range(2))
    assert HandOver.objects.count() == 1
    assert not read(opened(client, language, first))
    assert read(opened(client, language, second))


@pytest.mark.parametrize(
    "headers",
    [
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"origin": "https://evil.example"},
        {},
    ],
)
def test_a_page_of_somebody_else_can_not_press_it(visitor, headers):
    visitor.post(visitor.hidden | {"do": "code"}, headers=headers)
    assert visitor.answer.status_code == 403
    assert HandOver.objects.count() == 0


def test_an_unfinished_test_has_nothing_to_hand_over(client, language):
    visitor = Visitor(client, "findrisc", language).begin().go("65")
    visitor.post({"state": visitor.hidden["state"], "do": "code"})
    assert visitor.page.select_one("legend h1")
    assert HandOver.objects.count() == 0


def test_the_row_holds_neither_answers_nor_anything_that_can_be_read(visitor):
    code = code_of(visitor.press("code"))
    [row] = HandOver.objects.all()
    held = json.dumps([row.digest, row.result, row.sealed])
    for told in ("findrisc", "high", plain(code), code, "16"):
        assert told not in held or told == "16"
    content = HandOver.objects.take(code, now=timezone.now())
    assert content.keys() == {"test", "bands", "points", "skipped", "at"}
    assert (content["test"], content["bands"], content["points"]) == ("findrisc", ["high"], 16)


def test_the_code_stands_in_no_log_and_no_address(client, visitor, language, caplog):
    with caplog.at_level(logging.DEBUG):
        code = code_of(visitor.press("code"))
        page = opened(client, language, code)
    said = " ".join(record.getMessage() for record in caplog.records)
    assert read(page)
    assert code not in said and plain(code) not in said
    assert not [link for link in pages.links(page) if plain(code) in link.upper()]


# ---------------------------------------------------------------- the professional's side
def test_the_professional_sees_the_result_and_nothing_else(client, visitor, language):
    code = code_of(visitor.press("code"))
    text = opened(client, language, code).main.get_text(" ")
    fi = language == "fi"
    assert ("Riski on suuri" if fi else "Risken är stor") in text
    assert ("16 pistettä" if fi else "16 poäng") in text
    for answer in ("82,5", "28,5", "65", "170", "yli 64", "över 64"):
        assert answer not in text


def test_either_language_opens_the_result_of_the_other(client, visitor, language):
    other = "sv" if language == "fi" else "fi"
    page = opened(client, other, code_of(visitor.press("code")))
    assert ("Riski on suuri" if other == "fi" else "Risken är stor") in page.get_text(" ")


def test_a_partial_result_says_so_to_the_professional_too(client, language):
    visitor = Visitor(client, "audit-c", language).begin().go("3", PASSED_OVER, "2")
    page = opened(client, language, code_of(visitor.press("code")))
    assert len(page.select(".handed dd b")) == 2
    assert {"fi": "jäi pois", "sv": "hoppades över"}[language] in page.get_text(" ")


def test_a_result_is_read_once(client, visitor, language):
    code = code_of(visitor.press("code"))
    assert read(opened(client, language, code.lower().replace("-", " ")))
    assert HandOver.objects.count() == 0
    assert not read(opened(client, language, code))


def test_wrong_old_and_used_codes_get_the_same_page(client, language):
    now = timezone.now()
    used = HandOver.objects.give(CONTENT, nonce="a", now=now)
    HandOver.objects.take(used, now=now)
    old = HandOver.objects.give(CONTENT, nonce="b", now=now - LASTS)
    texts = set()
    for code in (used, old, new_code(), "nonsense", ""):
        page = opened(client, language, code)
        field = page.find(id="id_code")
        assert field["value"] == code
        field["value"] = ""
        texts.add(str(page.main))
    assert len(texts) == 1
    assert pages.title(page).startswith({"fi": "Virhe:", "sv": "Fel:"}[language])


@pytest.mark.parametrize(
    "code", ["\x00", "x" * 500_000, "<script>alert(1)</script>", "💥" * 12, "2345\x006789FHJK"]
)
def test_a_code_that_is_no_text_breaks_nothing(client, language, code):
    page = opened(client, language, code)
    assert not read(page)
    assert pages.inline(page) == []


@pytest.mark.parametrize(("later", "works"), [(LASTS - timedelta(seconds=1), True), (LASTS, False)])
def test_a_code_works_for_half_an_hour(later, works):
    now = timezone.now()
    code = HandOver.objects.give(CONTENT, nonce="a", now=now)
    assert (HandOver.objects.take(code, now=now + later) == CONTENT) is works
    assert HandOver.objects.count() == 0


def test_whoever_writes_or_reads_clears_what_is_old():
    now = timezone.now()
    for number in range(3):
        HandOver.objects.give(CONTENT, nonce=str(number), now=now - LASTS)
        assert HandOver.objects.count() == (1 if number == 0 else number + 1)
    HandOver.objects.give(CONTENT, nonce="new", now=now)
    assert HandOver.objects.count() == 1
    HandOver.objects.take(new_code(), now=now + LASTS)
    assert HandOver.objects.count() == 0


def test_the_command_deletes_what_is_old_and_nothing_else(capsys):
    now = timezone.now()
    HandOver.objects.give(CONTENT, nonce="new", now=now)
    HandOver.objects.give(CONTENT, nonce="old", now=now - LASTS)
    call_command("purge_handovers")
    assert HandOver.objects.count() == 2
    call_command("purge_handovers", commit=True)
    assert HandOver.objects.count() == 1
    assert "1 expired hand-overs deleted" in capsys.readouterr().out


def test_a_row_opens_only_with_the_secret_of_this_portal(settings):
    code = HandOver.objects.give(CONTENT, nonce="a", now=timezone.now())
    settings.SECRET_KEY = "another" * 10
    assert HandOver.objects.take(code, now=timezone.now()) is None


def test_a_row_that_somebody_changed_opens_nothing():
    code = HandOver.objects.give(CONTENT, nonce="a", now=timezone.now())
    HandOver.objects.update(sealed="gAAAAA" + "x" * 100)
    assert HandOver.objects.take(code, now=timezone.now()) is None


def test_of_two_readers_in_turn_only_the_one_who_deletes_gets_it(monkeypatch):
    """The other one has found the row already when it goes."""
    now = timezone.now()
    code, gained = HandOver.objects.give(CONTENT, nonce="a", now=now), []
    first = handover.HandOverQuerySet.first

    def meanwhile(rows):
        monkeypatch.setattr(handover.HandOverQuerySet, "first", first)
        found = rows.first()
        gained.append(HandOver.objects.take(code, now=now))
        return found

    monkeypatch.setattr(handover.HandOverQuerySet, "first", meanwhile)
    gained.append(HandOver.objects.take(code, now=now))
    assert gained == [CONTENT, None]


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_of_many_readers_at_once_one_gets_it():
    now, together = timezone.now(), Barrier(6)
    code = HandOver.objects.give(CONTENT, nonce="a", now=now)

    def reading():
        try:
            together.wait(600)
            return HandOver.objects.take(code, now=now)
        finally:
            connection.close()

    with ThreadPoolExecutor(6) as threads:
        found = [one.result(600) for one in [threads.submit(reading) for _number in range(6)]]
    assert sorted(one is None for one in found) == [False, *[True] * 5]
