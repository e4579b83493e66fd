"""The team's work by hand at 320 px: from the inbox to a case, a try to reach the client, a note; then a group."""

import pytest
from playwright.sync_api import expect

from tests.browser.checks import axe, overflow, press, small_targets, with_script, without_script

pytestmark = pytest.mark.long  # what an adviser does stands in the whole loop at every run
ADVISER, COORDINATOR = "adviser@harjoitus.invalid", "referral_coordinator@harjoitus.invalid"
FRONT = {"fi": "/fi/lahetteet/", "sv": "/sv/remisser/"}
INBOX = {"fi": "saapuneet/", "sv": "inkomna/"}
GROUP = {"fi": "ryhmaan/", "sv": "grupp/"}
WATCH = {"fi": "valvonta/", "sv": "uppfoljning/"}


@pytest.fixture(scope="module", autouse=True)
def referrals(stack):
    """Synthetic ones in every state; made once, whoever asks first."""
    stack.manage("practice_referrals", "--commit")
    stack.manage("run_jobs", "referral_clock", "--commit")  # what is late gets to the coordinator


def whole(page, script):
    assert overflow(page) == []
    if script:
        assert axe(page) == []
        assert small_targets(page) == []


@without_script
def test_an_adviser_finds_the_case_and_writes_down_what_was_done(signed_in, language, script):
    front = FRONT[language]
    page = signed_in(ADVISER, front, language=language, script=script, width=320, dark=script)
    whole(page, script)
    press(page, f"main .queue a[href='{front}{INBOX[language]}?list=contact']")
    whole(page, script)
    expect(page.locator(".queue [aria-current]")).to_be_visible()
    press(page, page.locator(".whose a").nth(1))  # my own, in every list
    press(page, ".queue a[href*='list=contact']")
    name = page.locator("tbody th a.open").first.inner_text()
    press(page, page.locator("tbody th a.open").first)
    expect(page.locator("h1")).to_have_text(name)
    whole(page, script)
    # by keyboard: an unfinished form says so, nothing typed is lost
    page.locator("#id_text").fill("Soitan illalla uudelleen.")
    press(page, "form.work [type=submit]")
    expect(page.locator(".err[role=alert]")).to_be_focused() if script else None
    expect(page.locator("#id_text")).to_have_value("Soitan illalla uudelleen.")
    whole(page, script)
    page.locator("input[name=outcome][value=no_answer]").check()
    press(page, "form.work [type=submit]")
    expect(page.locator(".msg.success")).to_be_visible()
    expect(page.locator(".timeline")).to_contain_text("Soitan illalla uudelleen.")
    assert "soitan" not in page.url.lower()
    page.locator("details summary").click()
    whole(page, script)
    press(page, page.locator(".moves-row .btn.warn").first)
    whole(page, script)


@with_script
def test_groups_and_what_the_coordinator_watches_are_whole(signed_in, language, script):
    front = FRONT[language]
    page = signed_in(ADVISER, front + GROUP[language], language=language, script=script, width=320)
    whole(page, script)
    press(page, "main form.form [type=submit]")
    expect(page.locator(".err[role=alert]")).to_be_visible()
    whole(page, script)
    page = signed_in(COORDINATOR, front + WATCH[language], language=language, script=script, width=320)
    whole(page, script)
    press(page, page.locator("tbody th a.open").first)
    whole(page, script)


INTAKE, TEXTS = "intake@harjoitus.invalid", {"fi": "tekstit/", "sv": "texter/"}


@without_script
def test_a_saved_text_comes_into_the_form_by_keyboard(signed_in, language, script):
    front = FRONT[language]
    page = signed_in(INTAKE, front + TEXTS[language], language=language, script=script, width=320)
    page.locator("#id_field").select_option("note")
    page.locator("#id_title").fill("Soitan")
    page.locator("#id_words").fill("Soitan ensi viikolla.")
    press(page, "form.panel .buttons [type=submit]")
    page.goto(f"{page.url.rsplit('/', 2)[0]}/{INBOX[language]}?list=decide")
    press(page, page.locator("tbody th a.open").first)
    page.locator("form.work textarea").fill("Puhelu.")
    page.locator("form.work summary").press("Enter")
    page.locator("[name=saved]").select_option(label="Soitan")
    whole(page, script)
    page.locator("[name=put]").press("Enter")
    expect(page.locator("form.work textarea")).to_have_value("Puhelu.\nSoitan ensi viikolla.")
    expect(page.locator("form.work textarea")).to_be_focused()
    expect(page.locator(".err")).to_have_count(0)
    whole(page, script)
    page.goto(f"{page.url.split(front)[0]}{front}{TEXTS[language]}")
    press(page, "ul.rows form [type=submit]")
