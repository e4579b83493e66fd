"""Self-assessments in the browser: a whole test, by keyboard, without script, on a small phone, back and again."""

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
    with_script,
)

LIST = {"fi": "/fi/testit/", "sv": "/sv/test/"}
CODE = {"fi": "/fi/testit/koodi/", "sv": "/sv/test/kod/"}
SLEEP = {"fi": "/fi/testit/uni/", "sv": "/sv/test/somn/"}
MOVEMENT = {"fi": "/fi/testit/liikkuminen/", "sv": "/sv/test/rorelse/"}
DIABETES = {"fi": "/fi/testit/diabetesriski/", "sv": "/sv/test/diabetesrisk/"}
ALCOHOL = {"fi": "/fi/testit/alkoholi/", "sv": "/sv/test/alkohol/"}
WELLBEING = {"fi": "/fi/testit/hyvinvointi/", "sv": "/sv/test/valbefinnande/"}


def begin(page):
    press(page, "main form button[type=submit]")
    page.locator("legend h1").wait_for()


def go(page, *answers):
    """Answer one question after another; a dictionary holds numbers."""
    for one in answers:
        if isinstance(one, dict):
            for name, value in one.items():
                page.locator(f"input[name={name}]").fill(value)
        else:
            page.locator(f"input[name=answer][value='{one}']").check()
        press(page, "button[value=next]")
    return page


def check(page):
    assert overflow(page) == []
    assert small_targets(page) == []
    assert axe(page) == []


def pressed_until(page, wanted, most=60):
    """Press Tab until the focus is on what is wanted."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if page.evaluate(f"document.activeElement.matches({wanted!r})"):
            return
    raise AssertionError(f"the keyboard never reaches {wanted}")


@with_script
def test_somebody_who_sleeps_badly_is_told_why_these_services_fit(visit, language, script):
    page = visit(LIST[language], language=language, script=script)
    press(page, f"main a[href='{SLEEP[language]}']")
    begin(page)
    go(page, "0", "3")
    assert page.locator(".verdict h1").inner_text()
    suggested = page.locator(".suggested > li")
    assert suggested.count() >= 1
    for one in suggested.all():
        assert one.locator(".because li").first.inner_text().strip().endswith(".")
        assert one.locator("h3 a").count() == 1
    page.locator("#town").select_option("285")
    press(page, ".where button")
    assert page.locator("#town").input_value() == "285"
    assert page.url.partition("#")[0].endswith(SLEEP[language])
    assert page.context.cookies() == []
    assert page.evaluate("localStorage.length + sessionStorage.length") == 0 if script else True


@in_finnish
def test_a_professional_opens_the_result_once_with_the_code(visit, language):
    page = visit(DIABETES[language], language=language)
    begin(page)
    go(page, "65", {"height": "170", "weight": "82,5"}, "1", "no", "seldom", "yes", "no", "far")
    result = page.locator(".verdict h1").inner_text()
    press(page, "button[value=code]")
    code = page.locator(".one-time-code").inner_text()
    other = visit(LIST[language], language=language)
    press(other, f"main a[href='{CODE[language]}']")
    for heading in (True, False):
        other.locator("#id_code").fill(code.lower().replace("-", " "))
        press(other, "main form button")
        assert (result in other.locator("main").inner_text()) is heading
        other.goto(CODE[language])
    press(page, "button[value=result]")
    assert page.locator(".verdict h1").inner_text() == result


@in_swedish
def test_a_whole_test_works_with_the_keyboard_alone(visit, language):
    page = visit(SLEEP[language], language=language)
    pressed_until(page, "main form button")
    press_enter(page)
    for _question in range(2):
        page.locator("legend h1").wait_for()
        pressed_until(page, "input[name=answer]")
        page.keyboard.press("ArrowDown")
        pressed_until(page, "button[value=next]")
        press_enter(page)
    page.locator(".verdict h1").wait_for()


@in_finnish
def test_enter_in_a_field_goes_on_and_not_back(visit, language):
    page = visit(MOVEMENT[language], language=language)
    begin(page)
    go(page, "18_29")
    page.locator("input[name=minutes]").fill("30")
    press_enter(page)
    expect(page.locator(".progress .done")).to_have_count(2)
    expect(page.locator("input[name=minutes]")).to_have_value("")


@pytest.mark.parametrize("script", [True, False])
def test_a_mistake_takes_the_focus_and_leads_to_its_field(visit, script):
    page = visit(DIABETES["fi"], script=script)
    begin(page)
    go(page, "65", {"height": "1,70", "weight": "82"})
    expect(page).to_have_title(re.compile("^Virhe:"))
    expect(page.locator(".err:focus")).to_have_count(1)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#id_height:focus")).to_have_count(1)
    expect(page.locator("#id_weight")).to_have_value("82")


@in_swedish
def test_back_forward_and_reload_of_the_browser_lose_nothing(visit, language):
    page = visit(ALCOHOL[language], language=language)
    begin(page)
    go(page, "3", "1")
    third = page.locator("legend h1").inner_text()
    page.reload()
    expect(page.locator(".progress .done")).to_have_count(2)
    expect(page.locator("legend h1")).to_have_text(third)
    for answer in ("1", "3"):
        page.go_back()
        page.locator(f"input[value='{answer}']:checked").wait_for()
    page.go_forward()
    page.locator("input[value='1']:checked").wait_for()
    go(page, "2", "0")
    verdict = page.locator(".verdict h1").inner_text()
    page.reload()
    expect(page.locator(".verdict h1")).to_have_text(verdict)
    expect(page.locator("[data-print]")).to_be_visible()


def test_the_page_goes_back_by_its_own_button_without_script(visit):
    page = visit(ALCOHOL["sv"], language="sv", script=False)
    begin(page)
    go(page, "3", "1")
    for answer in ("1", "3"):
        press(page, "button[value=back]")
        assert page.locator("input:checked").get_attribute("value") == answer


@each_size
def test_every_page_of_a_test_can_be_used_by_everybody(visit, language, width, dark):
    page = visit(LIST[language], language=language, width=width, dark=dark)
    check(page)
    page.goto(MOVEMENT[language])
    check(page)
    begin(page)
    check(page)
    press(page, "button[value=next]")
    check(page)
    go(page, "65_plus", {"minutes": "x"})
    check(page)
    go(page, {"minutes": "90"}, {"minutes": "0"}, "1", "0", "8")
    check(page)
    press(page, "button[value=code]")
    check(page)
    code = page.locator(".one-time-code").inner_text()
    page.goto(CODE[language])
    for typed in ("xx", code):
        check(page)
        page.locator("#id_code").fill(typed)
        press(page, "main form button")
    check(page)


@each_size
def test_results_with_points_and_help_can_be_used_by_everybody(visit, language, width, dark):
    page = visit(WELLBEING[language], language=language, width=width, dark=dark)
    begin(page)
    go(page, "0", "1", "-", "1", "0")
    expect(page.locator(".crisis")).to_be_visible()
    check(page)


def test_the_printed_result_holds_the_result_and_nothing_to_press(visit):
    page = visit(WELLBEING["fi"])
    begin(page)
    go(page, "0", "1", "2", "1", "0")
    page.emulate_media(media="print")
    expect(page.locator(".verdict h1")).to_be_visible()
    expect(page.locator(".crisis")).to_be_visible()
    expect(page.locator(".because").first).to_be_visible()
    visible = [one.inner_text() for one in page.locator("main button, main select").all() if one.is_visible()]
    assert visible == []


@in_finnish
def test_the_coordinator_reads_which_texts_wait_for_confirmation(signed_in, language):
    page = signed_in("koordinaattori@esimerkki.invalid", language=language)
    press(page, page.locator("a[href='/admin/pathways/tests/']").first)
    expect(page.locator("section.lines")).to_have_count(7)
    check(page)
