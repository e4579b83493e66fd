"""A session that ends while somebody types: nothing is sent, nothing is lost, nobody else sends it."""

import pytest
from django.conf import settings
from playwright.sync_api import expect

from tests.browser.checks import axe, press

pytestmark = pytest.mark.long
ADVISER, NURSE = "adviser@harjoitus.invalid", "professional@harjoitus.invalid"
CASES, DOOR = "/fi/lahetteet/saapuneet/?list=contact&whose=mine", "/fi/tili/kirjaudu/"
WORDS = "Soitan illalla uudelleen."


@pytest.fixture(scope="module", autouse=True)
def referrals(stack):
    stack.manage("practice_referrals", "--commit")


def enter_beside(page, person):
    """The same browser signs in in another window."""
    other = page.context.new_page()
    other.goto(page.url.partition("/fi/")[0] + DOOR)
    press(other, f".practice button[value='{person}']")
    other.close()


def end_session(page):
    page.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)


def test_what_was_typed_stays_until_the_same_person_sends_it(signed_in):
    """By script alone: without it the page is sent and what was typed is gone."""
    page = signed_in(ADVISER, CASES, width=320)
    press(page, page.locator("tbody th a.open").first)
    address = page.url
    form, over = page.locator("form.work").first, page.locator("form.work [data-over]").first
    form.locator("[name=text]").fill(WORDS)
    form.locator("[name=outcome][value=no_answer]").check()
    send = form.locator(".buttons [type=submit]").first
    for person in (None, NURSE):
        end_session(page)
        if person:
            enter_beside(page, person)
        send.click()
        expect(over).to_be_visible()
        expect(over).to_be_focused()
        assert page.url == address and axe(page) == []
        expect(form.locator("[name=text]")).to_have_value(WORDS)
        over.evaluate("note => { note.hidden = true; }")
    end_session(page)
    enter_beside(page, ADVISER)
    press(page, send)
    expect(page.locator(".msg.success")).to_be_visible()
    expect(page.locator(".timeline")).to_contain_text(WORDS)
