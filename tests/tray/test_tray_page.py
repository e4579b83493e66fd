"""The page of the tray: its things in order, what they need on paper, and what is no longer there."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from catalogue.tray import share
from tests import pages
from tests.factories import copies, full_service, municipality, service, user
from tests.tray.pressing import address, hold, soup

pytestmark = [pytest.mark.django_db, pytest.mark.once]


def test_the_things_stand_in_the_visitors_order(client, language):
    ones = [service() for _ in range(4)]
    order = [ones[2], ones[0], ones[3], ones[1]]
    hold(client, *(f"s{one.pk}" for one in order))
    answer = client.get(address("tray", language))
    page = soup(answer)
    assert [link["href"] for link in page.select("ol.cards h3 a")] == [
        one.get_absolute_url(language) for one in order
    ]
    assert pages.faults_of(answer.content.decode(), language) == []
    assert pages.faults_of_headers(answer.headers) == []


def test_each_says_where_what_it_costs_how_to_start_and_whom_to_call(client, language):
    municipality()
    one = full_service()
    hold(client, f"s{one.pk}")
    card = soup(client.get(address("tray", language))).select_one(".card").get_text()
    for field in ("price", "how_to"):
        assert getattr(one, f"{field}_{language}") in card
    assert "05\xa0220\xa06000" in card


def test_the_ends_of_the_list_have_one_button_to_move_and_the_middle_two(client):
    hold(client, *(f"s{service().pk}" for _ in range(3)))
    rows = soup(client.get("/fi/tarjotin/")).select("ol.cards > li")
    assert [[one["value"] for one in row.select("[name=direction]")] for row in rows] == [
        ["down"],
        ["up", "down"],
        ["up"],
    ]


def test_what_is_no_longer_public_is_shown_as_gone_with_its_removal(client, language):
    archived, hidden, deleted = service(), service(), service()
    archived.archive(by=user())
    hidden.__class__.objects.filter(pk=hidden.pk).update(status="draft")
    hidden.__class__.objects.filter(pk=hidden.pk).refresh()
    key = f"s{deleted.pk}"
    deleted.delete()
    hold(client, f"s{archived.pk}", f"s{hidden.pk}", key, "xsomething", "pexercise/away")
    answer = client.get(address("tray", language))
    cards = soup(answer).select("ol.cards > li")
    assert len(cards) == 5 and answer.status_code == 200
    words = {"fi": "Tätä ei enää ole tarjolla.", "sv": "Det här erbjuds inte längre."}
    for card in cards:
        assert words[language] in card.get_text() and not card.select("a")
        assert card.select_one(f"[formaction='{address('tray_remove', language)}']")
    assert getattr(archived, f"name_{language}") in cards[0].h3.get_text()
    assert pages.faults_of(answer.content.decode(), language) == []


def test_an_empty_tray_says_what_it_is_for(client, language):
    page = soup(client.get(address("tray", language)))
    words = {"fi": "Täällä ei ole vielä mitään.", "sv": "Här finns inget ännu."}
    assert words[language] in page.main.get_text()
    assert not page.select(".card, .hand, .qr")


def test_the_summary_in_easy_language_has_short_sentences(client, language):
    page = soup(client.get(address("tray", language)))
    easy = page.find(id="h-easy").parent.select("p")
    assert 3 <= len(easy) <= 5
    assert all(len(one.get_text().split()) <= 13 for one in easy)


def test_the_paper_has_the_day_the_address_and_its_code_and_nothing_of_the_visitor(client, language):
    one = service()
    hold(client, f"s{one.pk}", municipality="285", here={"exercise": "need"})
    hand = soup(client.get(address("tray", language))).select_one(".hand")
    url = hand.select_one("input")["value"]
    words = {"fi": "Koottu ", "sv": "Sammanställd "}
    [paper] = [line.get_text() for line in hand.select(".print-only") if url in line.get_text()]
    assert paper.startswith(words[language])
    assert hand.select_one("svg.qr path") and not hand.select("[style]")
    assert "285" not in url.split("~")[0] and "need" not in url


def test_the_letter_holds_the_link_and_names_nobody(client, language):
    hold(client, f"s{service().pk}")
    page = soup(client.get(address("tray", language)))
    mail = page.select_one("a[href^='mailto:']")["href"]
    assert mail.startswith("mailto:?subject=") and "jaettu" in mail or "delad" in mail


def test_nobody_else_keeps_the_page_and_no_search_engine_lists_it(client, language):
    hold(client, f"s{service().pk}")
    answer = client.get(address("tray", language))
    assert set(answer["Cache-Control"].split(", ")) == {"private", "no-cache"}
    assert answer["X-Robots-Tag"] == "noindex" and "Cookie" in answer["Vary"]
    assert answer["Referrer-Policy"] == "same-origin" and not answer.cookies


def test_fifty_things_cost_as_many_queries_as_one(client, language):
    first = full_service()
    rest = copies(first, 49)
    keys = [f"s{one.pk}" for one in (first, *rest)]
    counts = []
    for number in (1, 50):
        hold(client, *keys[:number])
        client.get(address("tray", language))
        with CaptureQueriesContext(connection) as captured:
            answer = client.get(address("tray", language))
        assert len(soup(answer).select("ol.cards > li")) == number
        counts.append(len(captured))
    assert counts == [2, 2]


def test_the_code_is_a_drawing_without_text():
    code = share.Link("https://example.org/<b>&\"'/", "1.1.2027").code
    assert code.startswith("<svg ")
    assert re.sub(r"<[^<>]*>", "", code) == ""
    assert "example" not in code
