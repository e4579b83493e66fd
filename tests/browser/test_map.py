"""The map in a real browser: opened, read by axe, used by keyboard."""

import re
from functools import partial

import pytest
from playwright.sync_api import expect

from tests.browser.checks import axe, each_look, in_one, overflow, small_targets
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


def has_focus(locator):
    return locator.evaluate("node => node === document.activeElement")


def focused_name(page):
    return page.evaluate("document.activeElement.getAttribute('aria-label')")


# ------------------------------------------------------------ opening
def test_nothing_of_the_map_is_fetched_before_it_is_asked_for(visit):
    page = visit("/fi/palvelut/")
    expect(page.get_by_role("button", name="Näytä kartta")).to_be_visible()
    fetched = page.evaluate("performance.getEntriesByType('resource').map(one => one.name)")
    assert not [name for name in fetched if "/map." in name or name.endswith("paikat.json")]


def test_the_button_opens_and_closes_the_map_and_keeps_the_focus(visit, words, language):
    page = visit(words["list"], language=language)
    button = page.get_by_role("button", name=words["show"])
    button.focus()
    page.keyboard.press("Enter")
    button = page.get_by_role("button", name=words["hide"])
    expect(button).to_have_attribute("aria-expanded", "true")
    expect(page.get_by_role("region", name=words["region"])).to_be_visible()
    expect(marks(page).first).to_be_visible()
    assert has_focus(button)
    page.keyboard.press("Enter")
    expect(page.locator(".map-view")).to_be_hidden()
    expect(page.get_by_role("button", name=words["show"])).to_have_attribute("aria-expanded", "false")
    expect(page.locator(".locator").first).to_be_visible()


def test_the_room_of_the_map_is_there_before_the_map_is(visit):
    page = visit("/fi/palvelut/")
    page.route("**/paikat.json*", lambda route: None)  # never answered
    page.get_by_role("button", name="Näytä kartta").click()
    expect(page.locator(".map-status")).to_have_text("Haetaan karttaa")
    assert page.locator(".map-view").bounding_box()["height"] >= 300


# ------------------------------------------------------------ access
@each_look
def test_axe_finds_nothing_on_the_open_map_nor_on_the_cards_that_open_on_it(opened, words, dark):
    page = opened(dark=dark)
    assert axe(page) == []
    assert small_targets(page) == []
    marks(page, words["place"]).first.click()
    expect(page.locator(".map-card .card").first).to_be_visible()
    assert axe(page) == []
    assert small_targets(page) == []


@pytest.mark.parametrize("kind", ["list", "map"])
@each_look
def test_on_a_phone_of_320_px_the_map_fits_and_can_be_pressed(opened, words, kind, dark):
    page = opened(words[kind], width=320, height=640, dark=dark)
    assert overflow(page) == []
    assert small_targets(page) == []
    marks(page, words["place"]).first.click()
    card = page.locator(".map-card")
    expect(card.locator(".card").first).to_be_visible()
    assert overflow(page) == []
    box, view = card.bounding_box(), page.locator(".map-view").bounding_box()
    assert box["x"] >= view["x"] - 1 and box["x"] + box["width"] <= view["x"] + view["width"] + 1
    assert axe(page) == []


@each_look
def test_axe_finds_nothing_on_the_page_of_all_places(visit, words, language, dark):
    page = visit(words["map"], language=language, dark=dark)
    assert axe(page) == []
    assert small_targets(page) == []


def test_the_numbers_of_the_picture_can_be_read_on_a_phone(visit):
    page = visit("/fi/palvelut/", width=360, height=740)
    heights = page.locator(".locator text").evaluate_all(
        "all => all.map(node => parseFloat(getComputedStyle(node).fontSize) * node.getScreenCTM().a)"
    )
    assert heights and min(heights) >= 11


# ------------------------------------------------------------ keyboard
def test_the_keyboard_opens_a_card_and_comes_back(opened, words):
    page = opened()
    target = marks(page, words["place"]).first
    name = target.get_attribute("aria-label")
    page.get_by_role("button", name=words["hide"]).focus()
    for _ in range(40):
        page.keyboard.press("Tab")
        if focused_name(page) == name:
            break
    assert focused_name(page) == name
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog")
    expect(dialog).to_be_visible()
    assert has_focus(dialog)
    link = dialog.locator(".card h3 a").first
    expect(link).to_be_visible()
    page.keyboard.press("Tab")
    assert focused_name(page) == words["close"]
    page.keyboard.press("Tab")
    assert has_focus(link)
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    assert focused_name(page) == name


def test_the_button_of_the_popup_closes_it_and_gives_the_focus_back(opened, words):
    page = opened()
    target = marks(page, words["place"]).first
    name = target.get_attribute("aria-label")
    target.click()
    page.get_by_role("dialog").get_by_role("button", name=words["close"]).click()
    expect(page.get_by_role("dialog")).to_have_count(0)
    assert focused_name(page) == name


def test_tab_goes_through_the_map_and_leaves_it(opened, words):
    page = opened()
    page.get_by_role("button", name=words["hide"]).focus()
    inside = "document.querySelector('.map-view').contains(document.activeElement)"
    page.keyboard.press("Tab")
    assert page.evaluate(inside)
    for _ in range(60):
        page.keyboard.press("Tab")
        if not page.evaluate(inside):
            break
    assert not page.evaluate(inside)
    assert page.evaluate("document.activeElement.closest('.map-part') !== null")
    page.keyboard.press("Shift+Tab")
    assert page.evaluate(inside)


def test_a_group_parts_when_it_is_pressed_and_the_focus_stays_on_one_of_its_places(opened, words):
    page = opened()
    group = marks(page, words["cluster"]).first
    before = group.get_attribute("aria-label")
    number, places = int(re.match(r"\d+", before).group()), marks(page).count()
    assert group.inner_text() == str(number) and number > 1
    group.focus()
    page.keyboard.press("Enter")
    expect(marks(page)).not_to_have_count(places)
    assert page.evaluate("document.activeElement.matches('.map-mark')")
    assert focused_name(page) != before


def test_arrow_keys_move_the_map_only_while_the_map_itself_has_the_focus(opened, words):
    page = opened()
    where = "document.querySelector('.leaflet-map-pane').style.transform"
    marks(page, words["place"]).first.focus()
    css = page.evaluate("getComputedStyle(document.querySelector('.leaflet-map-pane')).transform")
    start = page.evaluate(where)
    page.keyboard.press("ArrowRight")
    assert page.evaluate(where) == start
    page.locator(".map-view").focus()
    page.keyboard.press("ArrowRight")
    expect(page.locator(".leaflet-map-pane")).not_to_have_css("transform", css)


def test_the_wheel_scrolls_the_page_and_not_the_map(opened):
    page = opened()
    view = page.locator(".map-view")
    view.scroll_into_view_if_needed()
    page.evaluate(
        "new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"
    )  # has arrived
    box = view.bounding_box()
    height = page.evaluate("scrollY")
    names = marks(page).evaluate_all("all => all.map(node => node.title)")
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + 20)
    page.mouse.wheel(0, 200)
    page.wait_for_function("before => scrollY > before", arg=height)
    assert marks(page).evaluate_all("all => all.map(node => node.title)") == names


def test_the_buttons_of_the_zoom_speak_the_language_of_the_page(opened, words):
    page = opened()
    number = marks(page).count()
    page.get_by_role("button", name=words["in"], exact=True).click()
    expect(marks(page)).not_to_have_count(number)
    expect(page.get_by_role("button", name=words["out"], exact=True)).to_be_visible()


def test_every_place_on_the_map_is_in_the_list_of_the_page(visit, words, language):
    page = visit(words["map"], language=language)
    listed = set(
        page.locator(".map-groups a").evaluate_all("all => all.map(node => node.getAttribute('href'))")
    )
    data = page.evaluate("fetch(document.querySelector('[data-map]').dataset.map).then(one => one.json())")
    shown = {row["url"] for feature in data["features"] for row in feature["properties"]["services"]}
    assert shown and shown <= listed
