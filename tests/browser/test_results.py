"""Results follow the address: Back, Forward, Reload, haste and failures, in a real browser."""

import re

from playwright.sync_api import expect

from tests.browser.checks import press
from tests.browser.on_search import field, heading, where


def seen(page):
    """What the page shows of its search."""
    return {
        "url": page.url,
        "words": field(page).input_value(),
        "where": where(page).input_value(),
        "chosen": page.locator("#search :checked").evaluate_all("all => all.map(one => one.value)"),
        "heading": heading(page).inner_text(),
        "order": page.locator(".sortline [aria-current]").all_inner_texts(),
        "first": page.locator("ol.cards h3").first.inner_text(),
        "page": page.locator(".pager .now").all_inner_texts(),
    }


def assert_shows(page, wanted):
    expect(page).to_have_url(wanted["url"])
    expect(page.locator("ol.cards h3").first).to_have_text(wanted["first"])
    expect(field(page)).to_have_value(wanted["words"])
    expect(page.locator("[data-results]")).not_to_have_attribute("aria-busy", "true")
    expect(page.locator("#search :checked")).to_have_count(len(wanted["chosen"]))
    expect(where(page)).to_have_value(wanted["where"])
    expect(heading(page)).to_have_text(wanted["heading"], use_inner_text=True)
    assert seen(page) == wanted


def test_back_forward_and_reload_restore_words_place_filters_order_and_page(visit):
    page = visit("/fi/palvelut/")
    steps = [seen(page)]

    def done(pattern):
        expect(page).to_have_url(re.compile(pattern))
        expect(page.locator("[data-results]")).not_to_have_attribute("aria-busy", "true")
        steps.append(seen(page))

    page.locator(".pager a").last.click()
    done("page=2")
    field(page).fill("liikunta")
    where(page).fill("Kotka")
    page.keyboard.press("Enter")
    done("q=liikunta&where=Kotka$")
    page.locator(".sortline a[href*='sort=name']").click()
    done("sort=name")
    page.locator("#search input[name=price][value=free]").check()
    done("price=free")
    page.locator("#search input[name=access]").first.check()
    done("access=")
    assert "sort=name" in page.url
    page.reload()
    assert_shows(page, steps[-1])
    for step in reversed(steps[:-1]):
        page.go_back()
        assert_shows(page, step)
    for step in steps[1:]:
        page.go_forward()
        assert_shows(page, step)
    press(page, page.locator("ol.cards h3 a").first)
    expect(page.locator(".service-head")).to_be_visible()
    page.go_back()
    assert_shows(page, steps[-1])


def test_back_and_forward_return_to_the_same_height_and_the_focus_is_not_lost(visit):
    page = visit("/fi/palvelut/?q=qqqqqq", height=500)
    page.locator(".chip[href='/fi/palvelut/']").first.click()
    expect(heading(page)).to_be_focused()
    expect(page.locator(".pager")).to_be_visible()
    page.locator(".pager a").last.click()
    expect(page).to_have_url(re.compile("page=2"))
    page.go_back()
    expect(page.locator(".pager a")).to_have_count(1)
    height = page.evaluate("scrollY")
    assert height > 2000
    page.go_back()
    expect(page.locator(".pager")).to_have_count(0)
    page.go_forward()
    expect(page.locator(".pager")).to_be_visible()
    expect(heading(page)).to_be_focused()
    assert abs(page.evaluate("scrollY") - height) < 5


def test_on_a_phone_the_opened_filters_stay_open_over_choices_and_reload(visit):
    page = visit("/fi/palvelut/", width=320, height=640)
    page.locator(".filterbox > summary").click()
    page.get_by_role("checkbox", name=re.compile("^Maksuton")).check()
    expect(page).to_have_url(re.compile("price=free"))
    expect(page.locator(".filterbox")).to_have_attribute("open", "")
    page.reload()
    expect(page.get_by_role("checkbox", name=re.compile("^Maksuton"))).to_be_visible()


def test_a_hasty_double_submit_is_one_step_and_a_page_from_the_cache_follows_its_address(visit):
    page = visit("/fi/palvelut/")
    steps = page.evaluate("history.length")
    field(page).fill("liikunta")
    field(page).evaluate("node => { node.form.requestSubmit(); node.form.requestSubmit() }")
    expect(heading(page)).to_be_focused()
    expect(page).to_have_url(re.compile(r"\?q=liikunta$"))
    expect(page.locator("[data-results]")).not_to_have_attribute("aria-busy", "true")
    assert page.evaluate("history.length") == steps + 1
    field(page).fill("something else")
    page.evaluate("dispatchEvent(new PageTransitionEvent('pageshow', {persisted: true}))")
    expect(field(page)).to_have_value("liikunta")


def test_when_the_server_fails_its_own_page_is_shown_and_back_returns_to_the_results(visit):
    page = visit("/fi/palvelut/?q=liikunta")
    before = seen(page)
    page.watch.paused = True  # the failure is wanted
    page.route(
        re.compile("price="),
        lambda route: route.fulfill(status=503, body="<h1>Huolto</h1>", content_type="text/html"),
    )
    page.get_by_role("checkbox", name=re.compile("^Maksuton")).click()
    expect(page.get_by_role("heading", name="Huolto")).to_be_visible()
    expect(page).to_have_url(re.compile("price=free"))
    page.go_back()
    assert_shows(page, before)


def test_a_label_stands_above_its_field_and_every_chip_has_room_for_its_words(visit):
    """What a style of another page could take away: the names ``where`` and ``plain`` are common words."""
    page = visit("/fi/palvelut/?theme=exercise", width=1280)
    for one in ("q", "where"):
        label, box = page.locator(f"label[for={one}]").bounding_box(), page.locator(f"#{one}").bounding_box()
        assert label["y"] + label["height"] <= box["y"] and abs(label["x"] - box["x"]) < 1, one
    rooms = page.locator(".chip").evaluate_all(
        "all => all.map(one => parseFloat(getComputedStyle(one).paddingLeft))"
    )
    assert len(rooms) == 2 and min(rooms) > 8
