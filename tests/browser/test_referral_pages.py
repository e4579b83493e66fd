"""Every kind of page of referrals is whole: the team's, the county's, the nurse's, the resident's."""

import pytest
from playwright.sync_api import expect

from tests.browser.checks import each_size, press, sure
from tests.browser.on_referrals import ADVISER, GOAL, NURSE, PLACES, Walk, code_of, empty, send

pytestmark = pytest.mark.long  # the journeys see most of them at every run
WATCHER, AUDITOR = "referral_coordinator@harjoitus.invalid", "auditor@harjoitus.invalid"
UNTAKEN = "new", "decide", "waiting"
STATES = *UNTAKEN, "contact", "booked", "follow", "hold"  # names of work lists
PAGES = {
    "fi": {
        "inbox": "saapuneet/",
        "group": "ryhmaan/",
        "capacity": "paikkatilanne/",
        "data": "tiedot/",
        "correct": "oikaisu/",
        "code": "henkilotunnus/",
        "figures": "luvut/",
        "watch": "valvonta/",
        "unusual": "poikkeava-kaytto/",
        "unit": "yksikko/",
        "texts": "tekstit/",
        "new": "uusi/",
        "now": "nyt/",
    },
    "sv": {
        "inbox": "inkomna/",
        "group": "grupp/",
        "capacity": "kapacitet/",
        "data": "uppgifter/",
        "correct": "rattelse/",
        "code": "personbeteckning/",
        "figures": "siffror/",
        "watch": "uppfoljning/",
        "unusual": "avvikande-anvandning/",
        "unit": "enhet/",
        "texts": "texter/",
        "new": "ny/",
        "now": "nu/",
    },
}
OWN_PAGES = {"fi": "/fi/oma-lahete/", "sv": "/sv/min-remiss/"}


@each_size
def test_every_page_of_the_team_and_the_county_is_whole(signed_in, stack, language, width, dark):
    front, own = PLACES[language]["front"], PAGES[language]
    look = {"language": language, "width": width, "dark": dark}
    page = signed_in(ADVISER, front, **look)
    walk = Walk(page)
    walk.go(front, front + own["inbox"], front + own["group"], front + own["capacity"])
    page.goto(front + own["inbox"])
    page.locator("#id_q").fill("Harjoitus")
    walk.press("form[role=search] [type=submit]")
    forms = []
    for name in STATES:
        page.goto(f"{front}{own['inbox']}?list={name}&whose={'' if name in UNTAKEN else 'mine'}")
        if page.locator("tbody th a.open").count():
            walk.press(page.locator("tbody th a.open").first)
            case = page.url
            forms += walk.links(".moves-row a")
    assert len(forms) > 10
    walk.go(*forms)
    # a case whose state somebody has changed meanwhile
    page.goto(case)
    page.locator("form.work [name=version]").evaluate("field => { field.value = 1 }")
    walk.press("form.work [type=submit]")
    page.goto(case + own["data"])
    sure(page)
    walk.look()
    walk.go(case + own["data"] + own["correct"], case + own["code"])
    walk.press("main form.form [type=submit]")
    page.locator("[name=ground]").first.check()
    walk.press("main form.form [type=submit]")
    page.goto(case + own["data"])
    walk.press("main form.form [type=submit]")
    page.goto(case + own["data"])
    press(page, "button[value=restrict]")
    walk.go(case)
    page.goto(case + own["data"])
    press(page, "button[value=unrestrict]")
    county = Walk(signed_in(WATCHER, front, **look))
    county.go(front, front + own["figures"], front + own["watch"])
    county.press(county.page.locator("tbody th a.open").first)
    county.go(*county.links("main .plain a.btn"))
    auditor = Walk(signed_in(AUDITOR, f"/{language}/", **look))
    auditor.page.goto(front + own["unusual"])
    sure(auditor.page)
    auditor.look()
    assert [*walk.faults, *county.faults, *auditor.faults] == []


def refer_oneself(walk, stack, language, key):
    """The three screens, the code and the page that says it is sent."""
    page, email = walk.page, f"eeva.itse.{key}@example.org"
    walk.look()
    walk.press("main a[href$='exercise/']")
    walk.press("form.form .btn >> nth=0")
    page.locator("#id_name").fill("Eeva Esimerkki-Ranta")
    page.locator("#id_born").fill("3.4.1961")
    page.locator("#id_municipality").select_option("075")
    page.locator("#id_phone").fill("050 000 0001")
    page.locator("#id_email").fill(email)
    walk.press("form.form .btn >> nth=0")
    page.locator("[name=reasons]").first.check()
    page.locator("#id_goal").fill(GOAL)
    walk.press("form.form .btn >> nth=0")
    page.locator("[name=team]").first.check()
    page.locator("[name=agree]").check()
    page.locator("[name=code_by][value=email]").check()
    walk.press("form.form > .buttons .btn >> nth=0")
    inbox = page.context.new_page()
    page.locator("#id_code").fill(code_of(inbox, stack, language, email))
    inbox.close()
    walk.press("form.form > .buttons .btn >> nth=0")
    expect(page.locator(".promise")).to_be_visible()
    return walk


@each_size
def test_every_page_of_making_a_referral_and_of_the_client_is_whole(
    signed_in, visit, stack, language, width, dark
):
    front, own, mine = PLACES[language]["front"], PAGES[language], OWN_PAGES[language]
    empty(stack)
    look = {"language": language, "width": width, "dark": dark}
    page = signed_in(NURSE, front, **look)
    walk = Walk(page)
    walk.go(front, front + own["unit"], front + own["texts"], front + own["new"])
    send(
        page,
        "Eeva Esimerkki-Kumpu",
        "",
        f"{5 + (language == 'sv')}.{1 + dark}.19{30 + width // 100}",
        language,
    )
    sent = page.url
    walk.look()
    walk.press("main a[href$='/kopio/'], main a[href$='/kopia/']")
    page.goto(sent)
    walk.press("main a[href$='/kirje/'], main a[href$='/brev/']")
    walk.press("main form [type=submit]")
    code = page.locator(".one-time-code").inner_text()
    page.goto(sent)
    walk.press("main ul.plain a >> nth=0")
    walk.go(*walk.links(".moves-row a"))
    client = Walk(visit(mine, **look))
    client.look()
    client.press("button[value=way]")
    client.page.locator("#id_letter-code").fill(code)
    client.press("button[value=letter]")
    for href in client.links("main a[href*='" + mine + "']"):
        client.go(href)
    client.page.goto(mine + own["now"])
    client.press("main form [type=submit]")
    client.go(mine + own["now"], f"/{language}{PLACES[language]['link']}nobodys-link/")
    own = refer_oneself(Walk(visit(mine + own["new"], **look)), stack, language, f"{language}{width}")
    assert [*walk.faults, *client.faults, *own.faults] == []
