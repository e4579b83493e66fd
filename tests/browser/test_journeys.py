"""What a resident does, in a real browser on the real stack, in both languages."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.checks import in_one, press, press_enter

# The same words as the pages use; a journey fails when they change without it.
WORDS = {
    "fi": {
        "what": "Mitä etsit?", "search": "Hae palveluja", "show": "Näytä tulokset", "free": "Maksuton",
        "older": "Ikäihmiset", "town": "Hamina", "query": "liikunta", "other": "På svenska", "services": "palvelu",
        "list": "/fi/palvelut/", "other_list": "/sv/tjanster/", "skip": "Siirry sisältöön",
    },
    "sv": {
        "what": "Vad söker du?", "search": "Sök tjänster", "show": "Visa träffarna", "free": "Gratis",
        "older": "Äldre", "town": "Fredrikshamn", "query": "motion", "other": "Suomeksi", "services": "tjänst",
        "list": "/sv/tjanster/", "other_list": "/fi/palvelut/", "skip": "Gå till innehållet",
    },
}  # fmt: skip


@pytest.fixture(params=in_one)
def language(request):
    return request.param


@pytest.fixture
def words(language):
    return WORDS[language]


def heading(page):
    return page.locator("#tulokset")


def number(page):
    """How many services the heading of the results says; 0 when it says none."""
    found = re.match(r"[\d\s]+", heading(page).inner_text())
    return int(re.sub(r"\s", "", found.group())) if found else 0


def choose(page, *choices):
    """Tick choices; the results follow by themselves."""
    for choice in choices:
        before = page.url
        page.get_by_role("checkbox", name=re.compile(f"^{choice}")).first.check()
        page.wait_for_url(lambda url, before=before: url != before)


def first_result(page):
    return page.locator("ol.cards h3 a").first


def test_a_resident_finds_a_free_exercise_group_for_older_people(visit, language, words):
    page = visit(f"/{language}/", language=language)
    page.get_by_label(words["what"]).fill(words["query"])
    press_enter(page)
    assert words["list"] in page.url
    everything = number(page)
    choose(page, words["town"], words["free"], words["older"])
    assert 0 < number(page) < everything
    assert page.locator("ol.cards > li").count() == min(number(page), 20)
    name = first_result(page).inner_text()
    press(page, first_result(page))
    expect(page.get_by_role("heading", level=1)).to_have_text(name)
    expect(page.get_by_role("main")).to_contain_text(words["free"])


def test_switching_language_deep_inside_keeps_place_and_filters(visit, language, words):
    page = visit(f"{words['list']}?municipality=075&price=free", language=language)
    before = number(page)
    press(page, page.get_by_role("link", name=words["other"]))
    expect(page).to_have_url(re.compile(rf"{words['other_list']}\?municipality=075&price=free$"))
    assert number(page) == before
    expect(page.locator("input[name=price][value=free]").first).to_be_checked()
    press(page, first_result(page))
    there = page.url
    press(page, page.get_by_role("link", name=WORDS["sv" if language == "fi" else "fi"]["other"]))
    assert page.url != there
    assert re.search(r"/(\d+)/", page.url).group(1) == re.search(r"/(\d+)/", there).group(1)
    assert page.locator("html").get_attribute("lang") == language


def test_going_back_and_reloading_restore_the_search(visit, language, words):
    page = visit(words["list"], language=language)
    choose(page, words["town"], words["free"])
    before, address = number(page), page.url
    press(page, first_result(page))
    page.go_back()
    expect(page).to_have_url(address)
    for _ in ("back", "reload"):
        assert number(page) == before
        expect(page.locator("input[name=municipality][value='075']")).to_be_checked()
        expect(page.locator("input[name=price][value=free]")).to_be_checked()
        page.reload()


def test_back_undoes_one_choice_at_a_time(visit, words):
    page = visit("/fi/palvelut/")
    everything = number(page)
    choose(page, WORDS["fi"]["free"])
    some = number(page)
    choose(page, WORDS["fi"]["town"])
    page.go_back()
    expect(heading(page)).to_have_text(re.compile(f"^{some} "))
    page.go_back()
    expect(heading(page)).to_have_text(re.compile(f"^{everything} "))
    expect(page.locator("input[name=price][value=free]")).not_to_be_checked()


def test_a_chosen_filter_is_removed_by_its_link(visit, language, words):
    page = visit(f"{words['list']}?municipality=075&price=free", language=language)
    chips = page.locator(".chips a")
    before = chips.count()
    chips.filter(has_text=words["free"]).click()
    expect(chips).not_to_have_count(before)
    expect(page.locator("input[name=price][value=free]")).not_to_be_checked()


def test_everything_works_without_javascript(visit, language, words):
    page = visit(f"/{language}/", language=language, script=False)
    page.get_by_label(words["what"]).fill(words["query"])
    press(page, page.get_by_role("search").get_by_role("button", name=words["search"]))
    everything = number(page)
    for choice in (words["town"], words["free"]):
        page.get_by_role("checkbox", name=re.compile(f"^{choice}")).first.check()
    press(page, page.get_by_role("button", name=words["show"]))
    assert 0 < number(page) < everything
    name = first_result(page).inner_text()
    press(page, first_result(page))
    expect(page.get_by_role("heading", level=1)).to_have_text(name)
    press(page, page.get_by_role("link", name=words["other"]))
    expect(page.locator("html")).not_to_have_attribute("lang", language)


def test_on_a_phone_without_javascript_the_filters_open_and_work(visit):
    page = visit("/fi/palvelut/", width=320, height=640, script=False)
    box = page.locator("details.filterbox")
    if not page.get_by_role("checkbox").first.is_visible():
        box.locator("summary").first.click()
    page.get_by_role("checkbox", name=re.compile("^Maksuton")).check()
    press(page, page.get_by_role("button", name=WORDS["fi"]["show"]))
    assert "price=free" in page.url


def focused(page):
    return page.evaluate("document.activeElement.outerHTML.slice(0, 200)")


def tab_to(page, locator, most=80):
    """Press Tab until the element has the focus; returns how many times."""
    for times in range(1, most):
        page.keyboard.press("Tab")
        if locator.evaluate("node => node === document.activeElement"):
            return times
    raise AssertionError(f"Tab never reached it; the focus is on {focused(page)}")


def test_the_keyboard_alone_finds_a_service(visit, language, words):
    page = visit(f"/{language}/", language=language)
    page.keyboard.press("Tab")
    assert words["skip"] in focused(page)
    page.keyboard.press("Enter")
    tab_to(page, page.get_by_label(words["what"]), most=4)
    page.keyboard.type(words["query"])
    press_enter(page)
    assert words["list"] in page.url
    result = first_result(page)
    name = result.inner_text()
    tab_to(page, result)
    outline = result.evaluate(
        "node => getComputedStyle(node).outlineStyle + getComputedStyle(node).boxShadow"
    )
    assert outline != "nonenone", "the focus is not seen"
    press_enter(page)
    expect(page.get_by_role("heading", level=1)).to_have_text(name)


def test_a_choice_keeps_the_focus_and_the_new_count_is_said_aloud(visit):
    page = visit("/fi/palvelut/")
    box = page.get_by_role("checkbox", name=re.compile("^Maksuton"))
    box.focus()
    page.keyboard.press("Space")
    page.wait_for_url("**price=free**")
    assert "price" in focused(page)
    said = page.locator("[role=status]")
    expect(said).to_contain_text(str(number(page)))


def test_nothing_found_offers_ways_on(visit, language, words):
    page = visit(f"{words['list']}?q=qqqqqq&price=free", language=language)
    assert page.locator("ol.cards").count() == 0
    page.locator(".drop a").first.click()
    expect(page.locator("ol.cards")).to_be_visible()
