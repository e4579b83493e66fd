"""How a referral is made by hand, its letters in the practice inbox, and a walk over pages."""

import re

from playwright.sync_api import expect

from tests.browser.checks import axe, overflow, press, small_targets

NURSE, INTAKE, ADVISER = (f"{role}@harjoitus.invalid" for role in ("professional", "intake", "adviser"))
GOAL = "Jaksan kävellä kauppaan."
PLACES = {
    "fi": {
        "front": "/fi/lahetteet/",
        "inbox": "saapuneet/?list=new&sort=-arrived",
        "mine": "saapuneet/?whose=mine&sort=-arrived",
        "new": "uusi/",
        "unit": "yksikko/?list=ended&whose=mine",
        "finish": "paata/",
        "link": "/oma-lahete/linkki/",
        "messages": "/fi/harjoitusviestit/",
    },
    "sv": {
        "front": "/sv/remisser/",
        "inbox": "inkomna/?list=new&sort=-arrived",
        "mine": "inkomna/?whose=mine&sort=-arrived",
        "new": "ny/",
        "unit": "enhet/?list=ended&whose=mine",
        "finish": "avsluta/",
        "link": "/min-remiss/lank/",
        "messages": "/sv/ovningsmeddelanden/",
    },
}


def send(page, name, email, born, language):
    """The three screens of a new exercise referral to Hamina, with both consents; to the page that says it is sent."""
    press(page, f"main a[href*='{PLACES[language]['new']}exercise/']")
    page.locator("#id_name").fill(name)
    page.locator("#id_born").fill(born)
    page.locator("#id_municipality").select_option("075")
    page.locator(f"[name=language][value={language}]").check()
    page.locator("#id_phone").fill("050 000 0001")
    if email:
        page.locator("[name=channels][value=email]").check()
        page.locator("form[data-draft] details:has(#id_email) > summary").click()
        page.locator("#id_email").fill(email)
    page.locator("[name=consent][value=written]").check()
    page.locator("[name=feedback][value=yes]").check()
    press(page, "form[data-draft] > .buttons .btn >> nth=0")
    page.locator("[name=reasons]").first.check()
    page.locator("[name=safe][value=yes]").check()
    page.locator("#id_brisk").fill("60")
    page.locator("#id_goal").fill(GOAL)
    press(page, "form[data-draft] > .buttons .btn >> nth=0")
    page.locator("[name=team]").first.check()
    press(page, "form.form > .buttons .btn >> nth=0")
    expect(page.locator(".promise")).to_be_visible()


def empty(stack):
    """What other tests left in the outbox goes now: the practice inbox keeps the hundred newest letters."""
    stack.manage("run_outbox", "--once")


def letters(page, stack, language, email):
    """The practice inbox, after everything that waited has left; this client's letters, the newest first."""
    stack.manage("run_outbox", "--once")
    page.goto(PLACES[language]["messages"])
    return page.locator("main li.panel").filter(has_text=email)


class Walk:
    """Looks at one page after another; ``faults`` tells what was wrong, and where."""

    def __init__(self, page, script=True):
        self.page, self.script, self.faults, self.seen = page, script, [], set()

    def look(self):
        page = self.page
        found = overflow(page)
        if self.script:
            found += [*axe(page), *small_targets(page)]
        self.faults += [f"{page.url}: {fault}" for fault in found]

    def go(self, *addresses):
        for address in addresses:
            self.page.goto(address)
            self.look()

    def press(self, target):
        press(self.page, target)
        self.look()

    def links(self, selector):
        """Where these lead; of those with the same last word (of several cases) only the first, once."""
        hrefs = self.page.locator(selector).evaluate_all("all => all.map(one => one.getAttribute('href'))")
        new = {href.rstrip("/").rpartition("/")[2]: href for href in hrefs[::-1]}
        found = [href for word, href in new.items() if word not in self.seen]
        self.seen |= set(new)
        return found


def code_of(page, stack, language, email):
    """The one-time code that has just been sent there."""
    text = letters(page, stack, language, email).first.locator(".letter").inner_text()
    return re.search(r"(?<!\S)\d{6}(?!\S)", text)[0]  # a word of its own, not a piece of an address
