"""A referral from the nurse to the adviser, the resident and back to the nurse."""

import re
from datetime import timedelta

from django.utils.timezone import localdate
from playwright.sync_api import expect

from tests.browser.checks import press, with_script
from tests.browser.on_referrals import (
    ADVISER,
    GOAL,
    INTAKE,
    NURSE,
    PLACES,
    Walk,
    code_of,
    empty,
    letters,
    send,
)

NAMED = "Lauri Harjoitus"  # the adviser
CAME = "Käy vesijumpassa tiistaisin."
MEETING = f"{localdate() + timedelta(days=30):%-d.%-m.%Y}"
# What the resident and, at the end, the nurse read.
WORDS = {
    "fi": {
        "booked": re.compile(rf"Sinulle on sovittu aika: \S+ {MEETING} klo 10\.30\."),
        "who": f"Vastassa on {NAMED}.",
        "next": "Seuraavaksi: tapaaminen",
        "ended": "Ohjaus on päättynyt.",
        "came": "Aloitti jotain pysyvää. Tavoite toteutui: kyllä",
    },
    "sv": {
        "booked": re.compile(rf"Du har en tid: \S+ {MEETING} kl\. 10\.30\."),
        "who": f"Du träffar {NAMED}.",
        "next": "Härnäst: din träff",
        "ended": "Rådgivningen är avslutad.",
        "came": "Började med något varaktigt. Målet nåddes: ja",
    },
}


def row_of(page, name):
    return page.locator("tbody tr").filter(has_text=name)


def open_own_page(page, stack, language, email, script):
    """By the link of the message and the code of the next one; what was wrong with the pages on that way."""
    walk = Walk(page, script)
    press(page, letters(page, stack, language, email).locator(f"a[href*='{PLACES[language]['link']}']").first)
    link = page.url
    walk.look()
    walk.press("main button[value=send]")
    code = code_of(page, stack, language, email)
    page.goto(link)
    page.locator("#id_code").fill(code)
    walk.press("main button[value=open]")
    return walk


@with_script
def test_a_referral_goes_all_the_way_round(signed_in, visit, stack, language, script):
    places, words = PLACES[language], WORDS[language]
    empty(stack)
    front, look = places["front"], {"language": language, "script": script}
    name = f"Eeva Esimerkki-{'Silta' if script else 'Salo'} {language}"
    email = f"eeva.kierros.{language}.{script}@example.org".lower()
    born = f"{3 + script}.{4 + (language == 'sv')}.1958"
    # The nurse sends it.
    nurse = signed_in(NURSE, front + places["new"], **look)
    send(nurse, name, email, born, language)
    # Intake finds it on top, and gives it to the adviser.
    intake = signed_in(INTAKE, front, **look)
    intake.goto(front + places["inbox"])
    expect(intake.locator("tbody tr").first).to_contain_text(name)
    press(intake, intake.locator("tbody th a.open").first)
    expect(intake.locator("main")).to_contain_text(GOAL)
    intake.locator("#id_adviser").select_option(label=NAMED)
    press(intake, "form.work [type=submit]")
    expect(intake.locator(".msg.success")).to_be_visible()
    # The adviser has reached the client, and they agreed on a time.
    adviser = signed_in(ADVISER, front, **look)
    adviser.goto(front + places["mine"])
    press(adviser, row_of(adviser, name).locator("a.open"))
    case = adviser.url
    adviser.locator("input[name=outcome][value=agreed]").check()
    press(adviser, "form.work [type=submit]")
    adviser.locator("#id_day").fill(MEETING)
    adviser.locator("#id_clock").fill("10.30")
    press(adviser, "form.work [type=submit]")
    expect(adviser.locator(".msg.success").first).to_be_visible()
    # The resident reads how it stands, who has it and what comes next.
    client = visit("/robots.txt", **look)
    walk = open_own_page(client, stack, language, email, script)
    own = client.url
    expect(client.locator("#h-now")).to_have_text(words["booked"])
    expect(client.locator("main .start")).to_contain_text(words["who"])
    expect(client.locator(".timeline .next")).to_contain_text(words["next"])
    # The adviser begins and ends the guidance.
    adviser.goto(case)
    adviser.locator("#id_goals").fill(GOAL)
    press(adviser, "form.work [type=submit]")
    adviser.locator("details:has(.moves-row) > summary").click()
    press(adviser, f".moves-row a[href$='/{places['finish']}']")
    expect(adviser.locator("#id_minutes_before")).to_have_value("60")
    adviser.locator("[name=code][value=started]").check()
    adviser.locator("[name=goal_met][value=yes]").check()
    adviser.locator("#id_minutes_after").fill("150")
    adviser.locator("#id_next_step").fill(CAME)
    press(adviser, "form.work [type=submit]")
    expect(adviser.locator("main")).to_contain_text(words["came"])
    # The resident's page says so, and the nurse learns what came of it.
    walk.go(own)
    expect(client.locator("#h-now")).to_have_text(words["ended"])
    nurse.goto(front + places["unit"])
    expect(row_of(nurse, name)).to_contain_text(words["came"])
    press(nurse, row_of(nurse, name).locator("a.open"))
    expect(nurse.locator("main")).to_contain_text(CAME)
    for page in (nurse, intake, adviser, client):
        assert "eeva" not in page.url.lower()
    assert walk.faults == []
