"""People and roles by hand: a coordinator invites somebody and ends the role, the auditor sees it in the usage log."""

from playwright.sync_api import expect

from tests.browser.checks import axe, overflow, press, press_enter, small_targets, sure, with_script

COORDINATOR, AUDITOR = "coordinator@harjoitus.invalid", "auditor@harjoitus.invalid"
PLACES = {
    "fi": ("/fi/tyopoyta/", "henkilot/", "henkilot/kutsu/", "kayttoloki/"),
    "sv": ("/sv/arbetsbord/", "personer/", "personer/inbjudan/", "anvandningslogg/"),
}


def whole(page, script):
    assert overflow(page) == []
    if script:
        assert axe(page) == []
        assert small_targets(page) == []


@with_script
def test_a_person_is_invited_the_role_ends_and_the_log_tells_of_both(signed_in, language, script):
    front, people, invite, log = PLACES[language]
    email, name = f"eeva.{language}.{script}@example.org".lower(), f"Eeva Esimerkki {language} {script}"
    page = signed_in(COORDINATOR, front, language=language, script=script, width=320)
    whole(page, script)
    press(page, f".doors a[href='{front}{people}']")
    whole(page, script)
    press(page, f"main a[href='{front}{invite}']")
    sure(page)
    # by keyboard: an unfinished form says so and keeps what was typed
    page.locator("#id_email").fill(email)
    page.locator("#id_name").fill(name)
    press_enter(page)
    expect(page.locator(".err[role=alert]")).to_be_visible()
    expect(page.locator("#id_email")).to_have_value(email)
    whole(page, script)
    page.locator("#id_place").select_option(index=1)
    page.locator("input[name=role][value=adviser]").check()
    page.locator("#id_last_day").focus()
    press_enter(page)
    expect(page.locator(".msg.success")).to_be_visible()
    expect(page.locator("h1")).to_have_text(name)
    assert "eeva" not in page.url
    whole(page, script)
    press(page, ".rows a[href*='/paata/'], .rows a[href*='/avsluta/']")
    sure(page)
    whole(page, script)
    press(page, "main form.narrow [type=submit]")
    expect(page.locator(".msg.success")).to_be_visible()
    expect(page.locator("#h-over")).to_be_visible()
    page = signed_in(AUDITOR, front, language=language, script=script, width=320)
    press(page, f".doors a[href='{front}{log}']")
    sure(page)
    whole(page, script)
    expect(page.locator(".log li").filter(has_text=name).first).to_be_visible()
