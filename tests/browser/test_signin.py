"""From the invitation to the workspace and back again: with the keyboard alone, with and without script."""

import json

import pytest
from playwright.sync_api import expect

from tests.browser.checks import axe, overflow, press, press_enter, small_targets
from tests.signin import app

PASSWORD = "sininen polkupyörä pihalla"  # noqa: S105
DOORS = {"fi": "/fi/tili/kirjaudu/", "sv": "/sv/konto/logga-in/"}
WORK = {"fi": "/fi/tyopoyta/", "sv": "/sv/arbetsbord/"}
INVITE = """
import json
from organisations.models import Invitation, Membership, Organisation, Role, User
home, links = Organisation.objects.practice_home("municipality"), {}
for language in ("fi", "sv"):
    person = User.objects.create_user(f"{language}@example.org", None, name="Eeva Esimerkki", language=language)
    Membership.objects.grant(person, home, Role.EDITOR)
    links[language] = Invitation.objects.send(person).link()
print(json.dumps(links))
"""


@pytest.fixture(scope="module")
def links(stack):
    """The invitations of two people, one of each language: what their mails lead to, without the host."""
    printed = stack.manage("shell", "--verbosity", "0", "-c", INVITE).strip().splitlines()[-1]
    return {language: "/" + link.split("/", 3)[3] for language, link in json.loads(printed).items()}


class Keys:
    """Hands that know only the keyboard; ``pressed`` counts what is not a letter of an answer."""

    def __init__(self, page):
        self.page, self.pressed = page, 0

    def key(self, name):
        self.page.keyboard.press(name)
        self.pressed += 1

    def to(self, selector):
        """Tab until the element has the focus."""
        for _ in range(40):
            if self.page.evaluate("wanted => document.activeElement.matches(wanted)", selector):
                return
            self.key("Tab")
        raise AssertionError(f"{selector} is not reached with Tab")

    def write(self, selector, words):
        self.to(selector)
        self.page.keyboard.type(words)

    def send(self):
        press_enter(self.page)
        self.pressed += 1


def whole(page):
    assert [*overflow(page), *small_targets(page), *axe(page)] == []


@pytest.mark.parametrize(
    ("language", "script", "width", "dark"),
    [("fi", True, 1280, False), pytest.param("sv", False, 320, True, marks=pytest.mark.long)],
)
def test_from_the_invitation_to_the_workspace_by_keyboard(visit, links, language, script, width, dark):
    page = visit(links[language], language=language, script=script, width=width, dark=dark)
    look = whole if script else lambda page: None  # axe itself is a script
    keys = Keys(page)
    look(page)
    keys.write("[name=password1]", "lyhyt")
    keys.send()
    expect(page.locator(".err")).to_be_focused()
    look(page)
    keys.write("[name=password1]", PASSWORD)
    keys.write("[name=password2]", PASSWORD)
    keys.send()
    look(page)
    secret = page.locator(".key").inner_text().replace(" ", "")
    keys.write("[name=code]", app.code(secret))
    keys.send()
    expect(page.locator(".codes li")).to_have_count(10)
    look(page)
    keys.to(".buttons a")
    keys.send()
    assert page.url.endswith(WORK[language])
    keys.to("form[action$='ulos/'] button, form[action$='ut/'] button")
    keys.send()
    # and in again, as on any morning: nothing but the answers, Tab and Enter
    page.goto(DOORS[language])
    look(page)
    keys = Keys(page)
    keys.write("[name=login]", f"{language}@example.org")
    keys.write("[name=password]", PASSWORD)
    keys.send()
    look(page)
    keys.write("[name=code]", app.code(secret, later=1))
    keys.send()
    expect(page.locator("h1")).to_be_visible()
    assert page.url.endswith(WORK[language])
    assert keys.pressed == 3  # Tab, Enter, Enter


@pytest.mark.parametrize(
    ("language", "width", "dark"),
    [("sv", 320, True), pytest.param("fi", 1280, False, marks=pytest.mark.long)],
)
def test_pages_of_the_own_account_are_whole(signed_in, language, width, dark):
    start = {"fi": "/fi/tili/", "sv": "/sv/konto/"}[language]
    page = signed_in(
        "main_user@harjoitus.invalid", start, language=language, width=width, dark=dark, by_hand=True
    )
    whole(page)
    press(page, "main section a.act")
    whole(page)
    page.goto(start + {"fi": "vahvista/harjoittelu/", "sv": "bekrafta/ovning/"}[language])
    whole(page)
    press(page, ".account-form button")
    assert page.url.endswith(start)
    page.goto(DOORS[language].replace("kirjaudu", "salasana/unohtunut").replace("logga-in", "losenord/glomt"))
    whole(page)
