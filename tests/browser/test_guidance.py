"""A professional with a client in front of the same screen: choices, suggestions with reasons, a list to take home."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.checks import (
    axe,
    each_size,
    in_finnish,
    in_swedish,
    overflow,
    press,
    press_enter,
    small_targets,
    without_script,
)

WORDS = {
    "fi": {
        "place": "Missä?", "age": "Asiakkaan ikä", "older": "65 vuotta tai enemmän", "show": "Näytä ehdotukset",
        "company": "Seuraa ja ystäviä", "group": "Ryhmässä", "nature": "Luontoon ja ulos", "ease": "Esteetön",
        "answer": "Ehdotukset", "why": "Toivoit ryhmää, ja tämä on ryhmä.", "none": "Mikään palvelu ei sovi",
        "all": "Lisää kaikki tarjottimelle", "home": "Etsi yhdessä asiakkaan kanssa", "town": "Virolahti",
        "other": "Samma val på svenska", "page": "/fi/asiakkaan-kanssa/", "wrong": "Valitse vähintään yksi asia",
    },
    "sv": {
        "place": "Var?", "age": "Kundens ålder", "older": "65 år eller äldre", "show": "Visa förslagen",
        "company": "Sällskap och vänner", "group": "I grupp", "nature": "Ut i naturen", "ease": "Fysiskt tillgängligt",
        "answer": "Förslag", "why": "Du önskade en grupp, och det här är en grupp.", "none": "Ingen tjänst passar",
        "all": "Lägg till alla i min lista", "home": "Sök tillsammans med en kund", "town": "Vederlax",
        "other": "Samat valinnat suomeksi", "page": "/sv/med-en-kund/", "wrong": "Välj minst en sak",
    },
}  # fmt: skip


@pytest.fixture
def words(language):
    return WORDS[language]


def choose(page, words, *, needs, wishes=(), barriers=()):
    for name in (*needs, *wishes, *barriers):
        page.get_by_role("checkbox", name=name, exact=True).check()
    page.get_by_label(words["place"]).select_option(label=words["town"])
    page.get_by_label(words["age"]).select_option(label=words["older"])
    press(page, page.get_by_role("button", name=words["show"]))
    expect(page.locator("#h-suggested")).to_be_visible()


def names(page):
    return page.locator(".suggested h3 a").all_inner_texts()


def steps(page):
    """The names of what was suggested, and the addresses: the names differ by language, the numbers do not."""
    links = page.locator(".suggested h3 a").evaluate_all("nodes => nodes.map(node => node.pathname)")
    return [re.search(r"/(\d+)/", link).group(1) for link in links]


@without_script
def test_a_professional_and_a_client_leave_with_a_list(visit, language, words, script):
    page = visit(f"/{language}/", language=language, script=script)
    press(page, page.get_by_role("link", name=words["home"]))
    expect(page.get_by_role("heading", level=1)).to_have_text(words["home"])
    choose(page, words, needs=[words["company"]], wishes=[words["group"]])
    assert page.url.endswith(words["page"])
    expect(page.locator("#h-suggested")).to_have_text(words["answer"])
    expect(page.locator(".because").first).to_contain_text(words["why"])
    assert 1 < len(names(page)) <= 3
    assert page.locator(".suggested .because li").count() >= len(names(page))
    expect(page.locator(".suggested .step a")).to_have_count(1)
    found = names(page)
    press(page, page.get_by_role("button", name=words["all"]))
    for name in found:
        expect(page.get_by_role("main")).to_contain_text(name)


@in_finnish
def test_the_choices_go_along_to_the_other_language(visit, language, words):
    page = visit(words["page"], language=language)
    choose(page, words, needs=[words["company"]])
    before = steps(page)
    press(page, page.get_by_role("button", name=words["other"]))
    other = WORDS["sv" if language == "fi" else "fi"]
    expect(page.get_by_role("heading", level=1)).to_have_text(other["home"])
    assert steps(page) == before
    expect(page.get_by_role("checkbox", name=other["company"], exact=True)).to_be_checked()


@in_swedish
def test_without_a_need_it_says_what_to_choose_and_forgets_nothing(visit, language, words):
    page = visit(words["page"], language=language)
    page.get_by_role("checkbox", name=words["group"], exact=True).check()
    press(page, page.get_by_role("button", name=words["show"]))
    expect(page.locator(".err")).to_be_focused()
    expect(page.locator(".err")).to_contain_text(words["wrong"])
    page.locator(".err a").click()
    expect(page.get_by_role("checkbox", name=words["group"], exact=True)).to_be_checked()


@in_finnish
def test_when_nothing_fits_it_says_so_and_whom_to_ask(visit, language, words):
    page = visit(words["page"], language=language)
    choose(page, words, needs=[words["nature"]], barriers=[words["ease"]])
    expect(page.locator("#h-suggested")).to_contain_text(words["none"])
    expect(page.locator(".note li")).to_contain_text(words["ease"])
    press(page, page.locator(".note a").first)
    assert "delivery=by_phone" in page.url and "municipality=935" in page.url
    assert page.locator("ol.cards > li").count() >= 1


@in_swedish
def test_the_page_works_by_keyboard_alone(visit, language, words):
    page = visit(words["page"], language=language)
    page.get_by_role("checkbox", name=words["company"], exact=True).focus()
    page.keyboard.press("Space")
    press_enter(page)
    expect(page.locator("#h-suggested")).to_be_focused()
    assert names(page)


@each_size
def test_asking_and_answering_hold_every_check(visit, language, width, dark):
    words = WORDS[language]
    page = visit(words["page"], language=language, width=width, dark=dark)
    assert [axe(page), small_targets(page), overflow(page)] == [[], [], []]
    page.reload()
    press(page, page.get_by_role("button", name=words["show"]))
    assert [axe(page), small_targets(page), overflow(page)] == [[], [], []]
    page.goto(words["page"])
    choose(page, words, needs=[words["company"]], wishes=[words["group"]])
    assert [axe(page), small_targets(page), overflow(page)] == [[], [], []]
