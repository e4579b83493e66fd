"""The map on other pages and in bad times: new results, no network, no script, on paper."""

import re
from functools import partial

import pytest
from playwright.sync_api import expect

from tests.browser.checks import axe, in_one, press
from tests.browser.on_map import WORDS, marks, open_map


@pytest.fixture(params=in_one)
def language(request):
    return request.param


@pytest.fixture
def words(language):
    return WORDS[language]


@pytest.fixture
def opened(visit, language):
    """``opened(width=320)``: the results with the map open; ``at`` another address."""
    return partial(open_map, visit, language)


# ------------------------------------------------------------ other pages, other times
def test_a_service_page_shows_its_place(visit, words, language):
    page = visit(words["list"], language=language)
    entry = page.locator(".map-list li", has=page.locator(".small .soft")).first.locator("a")
    page.goto(entry.get_attribute("href"))
    expect(page.locator(".locator")).to_be_visible()
    page.get_by_role("button", name=words["show"]).click()
    marks(page, words["place"]).first.click()
    expect(page.locator(".map-card .card h3").first).to_be_visible()
    assert axe(page) == []


def test_an_open_map_follows_new_results(opened, words):
    page = opened()
    page.get_by_role("checkbox", name=re.compile(f"^{words['free']}")).check()
    page.wait_for_url("**price=free**")
    expect(page.locator("[data-map]")).to_have_attribute("data-map", re.compile("price=free"))
    expect(page.get_by_role("button", name=words["hide"])).to_be_visible()
    expect(marks(page).first).to_be_visible()
    expect(page.locator(".map-view")).to_have_count(1)


def test_the_map_opens_after_new_results_too(visit, words, language):
    page = visit(words["list"], language=language)
    page.get_by_role("checkbox", name=re.compile(f"^{words['free']}")).check()
    page.wait_for_url("**price=free**")
    expect(page.locator("[data-map]")).to_have_attribute("data-map", re.compile("price=free"))
    page.get_by_role("button", name=words["show"]).click()
    expect(marks(page).first).to_be_visible()


@pytest.mark.long
@pytest.mark.parametrize(
    ("language", "what"),
    [("fi", "**/*.json*"), ("sv", "**/*.json*"), ("fi", "**/map.*.js"), ("sv", "**/map.*.css")],
)
def test_a_map_that_cannot_be_fetched_says_so_and_the_list_stays(visit, language, what):
    words = WORDS[language]
    page = visit(words["list"], language=language)
    page.watch.paused = True  # the failed request is the point
    page.route(what, lambda route: route.abort())
    page.get_by_role("button", name=words["show"]).click()
    expect(page.locator(".map-live [role=status]")).to_contain_text(words["failed"])
    expect(page.locator(".map-view")).to_be_hidden()
    expect(page.locator(".locator")).to_be_visible()
    page.unroute(what)
    page.get_by_role("button", name=words["show"]).click()
    expect(marks(page).first).to_be_visible()
    expect(page.locator(".map-live [role=status]")).to_have_text("")


def test_cards_that_cannot_be_fetched_leave_their_links(opened, words):
    page = opened()
    page.watch.paused = True
    page.route(re.compile("/kart.*/[pm]"), lambda route: route.abort())
    marks(page, words["place"]).first.click()
    expect(page.locator(".map-card .map-links a").first).to_be_visible()


def test_without_javascript_there_are_picture_list_and_page(visit, words, language):
    page = visit(words["list"], language=language, script=False)
    expect(page.get_by_role("button", name=words["show"])).to_have_count(0)
    page.get_by_role("link", name=words["jump"]).click()
    expect(page.locator(".locator")).to_be_visible()
    assert page.locator(".map-list > li").count() == page.locator("li.card").count()
    press(page, page.get_by_role("link", name=words["whole"]))
    assert page.url.endswith(words["map"])
    expect(page.locator(".locator")).to_be_visible()
    first = page.locator(".map-groups a").first
    name = first.inner_text()
    press(page, first)
    expect(page.get_by_role("heading", level=1)).to_have_text(name)


def test_on_paper_the_picture_stands_in_place_of_the_open_map(opened):
    page = opened()
    expect(page.locator(".locator")).to_be_hidden()
    page.emulate_media(media="print")
    expect(page.locator(".locator")).to_be_visible()
    expect(page.locator(".map-view")).to_be_hidden()


def test_forced_colours_keep_lands_and_areas_apart(opened):
    page = opened(forced_colors="active")
    paint = "node => [getComputedStyle(node).fill, getComputedStyle(node).stroke]"
    for what in (".map-land.on", ".map-mark.approximate circle", ".map-mark.exact path"):
        fill, stroke = page.locator(what).first.evaluate(paint)
        assert fill != stroke, what
