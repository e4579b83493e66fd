"""Suggestions while typing, and near me, in a real browser."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import expect

from tests.browser.checks import axe, each_look, in_one, overflow, small_targets
from tests.browser.on_search import WORDS, compose, field, heading, index, known, options, suggest, where

KARHULA = {"latitude": 60.51523, "longitude": 26.95467, "accuracy": 20}
NEAR = "near=60.52%2C26.95"


@pytest.fixture(params=in_one)
def language(request):
    return request.param


@pytest.fixture
def words(language):
    return WORDS[language]


def focused(page):
    return page.evaluate("document.activeElement.id")


def questions(page):
    """A list that grows with every request for suggestions."""
    asked = []
    page.on("request", lambda request: asked.append(request.url) if "ehdotukset" in request.url else None)
    return asked


# ------------------------------------------------------------ suggestions
def test_the_arrows_walk_through_suggestions_and_enter_searches_with_the_marked_one(visit, words, language):
    page = visit(words["list"], language=language)
    answer = known(page, language, words["part"])
    suggest(page, words["part"])
    assert options(page).count() == len(answer["suggestions"]) <= 8
    expect(field(page)).to_have_attribute("aria-expanded", "true")
    expect(page.locator("[role=status]").filter(has_text=answer["status"])).to_be_attached()
    chosen = index(answer, fill=True)
    for _ in range(chosen + 1):
        page.keyboard.press("ArrowDown")
    marked = page.locator(f"[id='{field(page).get_attribute('aria-activedescendant')}']")
    expect(marked).to_have_attribute("aria-selected", "true")
    expect(marked).to_contain_text(answer["suggestions"][chosen]["text"])
    assert focused(page) == "q"
    page.keyboard.press("Enter")
    expect(heading(page)).to_be_focused()
    expect(field(page)).to_have_value(answer["suggestions"][chosen]["text"])
    expect(page).to_have_url(re.compile(r"[?&]q="))
    expect(field(page)).to_have_attribute("aria-expanded", "false")


def test_up_and_down_return_to_the_field_and_its_own_keys_still_edit(visit):
    page = visit("/fi/")
    suggest(page, "liik")
    page.keyboard.press("ArrowUp")
    expect(options(page).last).to_have_attribute("aria-selected", "true")
    page.keyboard.press("ArrowDown")
    assert field(page).get_attribute("aria-activedescendant") is None
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Home")
    assert field(page).get_attribute("aria-activedescendant") is None
    page.keyboard.type("x")
    expect(field(page)).to_have_value("xliik")


def test_a_suggestion_that_is_a_page_opens_it_by_mouse(visit, words, language):
    page = visit(f"/{language}/", language=language)
    answer = known(page, language, words["part"])
    suggest(page, words["part"])
    chosen = index(answer, fill=False)
    options(page).nth(chosen).click()
    expect(page).to_have_url(re.compile(re.escape(answer["suggestions"][chosen]["url"]) + "$"))


def test_a_finger_chooses_a_suggestion_on_a_phone_of_320_px(visit):
    page = visit("/fi/", width=320, height=640, has_touch=True, is_mobile=True)
    answer = known(page, "fi", "liik")
    field(page).tap()
    compose(page, "liik")
    expect(options(page).first).to_be_visible()
    assert overflow(page) == []
    assert min(one.bounding_box()["height"] for one in options(page).all()) >= 44
    options(page).nth(index(answer, fill=True)).tap()
    expect(heading(page)).to_be_visible()
    expect(field(page)).to_have_value(answer["suggestions"][index(answer, fill=True)]["text"])


@each_look
def test_axe_finds_nothing_while_the_list_is_open(visit, words, language, dark):
    page = visit(f"/{language}/" if dark else words["list"], language=language, dark=dark)
    suggest(page, words["part"])
    page.keyboard.press("ArrowDown")
    assert axe(page) == []
    assert small_targets(page) == []


def test_escape_closes_the_list_then_empties_the_field_and_leaving_closes_too(visit):
    page = visit("/fi/palvelut/")
    suggest(page, "liik")
    page.keyboard.press("Escape")
    expect(page.get_by_role("listbox")).to_be_hidden()
    expect(field(page)).to_have_value("liik")
    page.keyboard.press("Escape")
    expect(field(page)).to_have_value("")
    suggest(page, "liik")
    page.keyboard.press("Tab")
    expect(page.get_by_role("listbox")).to_be_hidden()
    expect(field(page)).to_have_attribute("aria-expanded", "false")


def test_enter_without_a_mark_searches_for_what_was_typed_and_no_list_opens_afterwards(visit):
    page = visit("/fi/palvelut/")
    asked = questions(page)
    page.clock.install()
    page.clock.pause_at(datetime.now(UTC) + timedelta(days=1))  # Enter comes before any suggestion is due
    field(page).fill("liikunta")
    page.keyboard.press("Enter")
    expect(heading(page)).to_be_focused()
    expect(page).to_have_url(re.compile(r"\?q=liikunta$"))
    page.clock.run_for(1000)
    expect(page.get_by_role("listbox")).to_have_count(0)
    assert asked == []


def test_only_the_newest_words_are_answered(visit):
    page = visit("/fi/")
    held = []
    page.route("**/ehdotukset/?q=li", lambda route: held.append(route))
    with page.expect_request("**/ehdotukset/?q=li"):
        field(page).press_sequentially("li")
    with page.expect_event("requestfailed", lambda request: request.url.endswith("?q=li")) as given_up:
        suggest(page, "ik")
    assert given_up.value == held[0].request and given_up.value.failure == "net::ERR_ABORTED"


def test_nothing_is_asked_in_the_middle_of_composing_a_word(visit):
    page = visit("/fi/")
    asked = questions(page)
    page.clock.install()
    field(page).focus()
    keyboard = compose(page, "liik")
    page.clock.run_for(1000)
    assert asked == []
    keyboard.send("Input.insertText", {"text": "liikunta"})
    with page.expect_request("**/ehdotukset/?q=liikunta"):
        page.clock.run_for(1000)


def test_when_suggestions_fail_or_there_are_none_the_field_is_a_plain_field(visit):
    page = visit("/fi/palvelut/")
    page.watch.paused = True  # the failures are wanted
    faults = {
        "li": lambda route: route.abort(),
        "lii": lambda route: route.fulfill(status=500, body="no"),
        "liik": lambda route: route.fulfill(json={"suggestions": [], "status": ""}),
    }
    for words, answer in faults.items():
        page.route(f"**/ehdotukset/?q={words}", answer)
        done = "requestfailed" if words == "li" else "requestfinished"
        with page.expect_event(done, lambda request: "ehdotukset" in request.url):
            field(page).fill(words)
        expect(field(page)).to_have_attribute("aria-expanded", "false")
    expect(page.get_by_role("listbox")).to_have_count(0)
    page.keyboard.press("Enter")
    expect(heading(page)).to_be_focused()
    expect(page).to_have_url(re.compile(r"\?q=liik$"))


def test_without_javascript_both_fields_are_plain_and_search(visit):
    page = visit("/fi/palvelut/", script=False)
    assert field(page).get_attribute("role") is None
    expect(page.locator("[data-near]")).to_be_hidden()
    field(page).fill("liikunta")
    where(page).fill("Kotka")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("q=liikunta&where=Kotka"))
    expect(field(page)).to_have_value("liikunta")
    expect(where(page)).to_have_value("Kotka")
    expect(page.locator("[data-near]")).to_be_hidden()


# ------------------------------------------------------------ near me
def test_near_me_searches_around_the_rounded_position_and_keeps_nothing(visit):
    page = visit("/fi/palvelut/", permissions=["geolocation"], geolocation=KARHULA)
    where(page).fill("Hamina")
    page.locator("[data-near]").click()
    expect(page).to_have_url(re.compile(NEAR))
    expect(heading(page)).to_be_focused()
    expect(where(page)).to_have_value("")
    assert "60.51523" not in page.content() + page.url
    assert page.evaluate("localStorage.length + sessionStorage.length + document.cookie.length") == 0
    # a place that is typed takes the place of the position
    where(page).fill("Hamina")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("where=Hamina"))
    assert "near=6" not in page.url


def test_near_me_from_the_home_page_leads_to_the_results(visit):
    page = visit("/sv/", language="sv", permissions=["geolocation"], geolocation=KARHULA)
    page.locator("[data-near]").click()
    expect(page).to_have_url(re.compile("/sv/tjanster/.*" + NEAR))
    page.go_back()
    assert not any(page.locator("[name=near]").evaluate_all("all => all.map(one => one.value)"))
    # the same when the browser kept the page as it was
    field(page).evaluate("node => node.form.addEventListener('submit', event => event.preventDefault())")
    page.locator("[data-near]").click()
    expect(page.locator("[name=near]")).not_to_have_value("")
    page.evaluate("dispatchEvent(new PageTransitionEvent('pageshow', {persisted: true}))")
    expect(page.locator("[name=near]")).to_have_value("")


def test_a_refused_position_is_said_and_the_search_stays(visit):
    page = visit("/fi/palvelut/?q=liikunta")
    button = page.locator("[data-near]")
    button.click()
    expect(page.locator(".near-status")).to_have_text(button.get_attribute("data-refused"))
    expect(page).to_have_url(re.compile(r"\?q=liikunta$"))
