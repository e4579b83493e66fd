"""Every kind of page: axe with no rule disabled, light and dark; 320 px; size of targets; no report of the policy."""

import re

import pytest

from tests.browser.checks import axe, each_look, overflow, small_targets

KINDS = {
    "home": ("/fi/", "/sv/"),
    "services": ("/fi/palvelut/", "/sv/tjanster/"),
    "chosen": (
        "/fi/palvelut/?q=ryhmä&municipality=075&price=free",
        "/sv/tjanster/?q=grupp&municipality=075&price=free",
    ),
    "nothing found": ("/fi/palvelut/?q=qqqqqq&price=free", "/sv/tjanster/?q=qqqqqq&price=free"),
    "a mistake": ("/fi/palvelut/?price=nonsense", "/sv/tjanster/?price=nonsense"),
    "service": ("first service", "first service"),
    "organisation": ("first organisation", "first organisation"),
    "about": None,
    "privacy": None,
    "accessibility": None,
    "not found": ("/fi/ei-ole/", "/sv/finns-inte/"),
}
FOOT = {"about": 0, "accessibility": 2, "privacy": 3}  # their place among the links of the footer


@pytest.fixture
def at(visit, language):
    """``at("service", dark=True)`` opens that kind of page in the language of the test."""

    def open_kind(kind, **options):
        number = ["fi", "sv"].index(language)
        addresses = KINDS[kind]
        if addresses is None or addresses[number].startswith("first"):
            page = visit(KINDS["services" if addresses else "home"][number], language=language, **options)
            if addresses is None:
                page.goto(page.locator("footer ul a").nth(FOOT[kind]).get_attribute("href"))
            else:
                page.goto(page.locator("ol.cards h3 a").first.get_attribute("href"))
                if kind == "organisation":
                    provider = page.locator(
                        "main a[href*='/jarjestajat/'], main a[href*='/anordnare/']"
                    ).first
                    page.goto(provider.get_attribute("href"))
            return page
        return visit(addresses[number], language=language, **options)

    return open_kind


@each_look
@pytest.mark.parametrize("kind", KINDS)
def test_axe_finds_nothing_and_targets_are_large_enough(at, kind, dark):
    page = at(kind, dark=dark)
    assert axe(page) == []
    assert small_targets(page) == []


@pytest.mark.parametrize("language", ["fi", pytest.param("sv", marks=pytest.mark.long)])
@pytest.mark.parametrize("kind", KINDS)
def test_a_phone_of_320_px_shows_all_without_scrolling_sideways(at, kind):
    page = at(kind, width=320, height=640)
    for box in page.locator("details:not([open]) > summary").all():
        if box.is_visible():
            box.click()
    assert overflow(page) == []
    assert small_targets(page) == []
    assert axe(page) == []


def test_dark_is_dark(at):
    page = at("home", dark=True)
    channels = re.findall(r"[\d.]+", page.evaluate("getComputedStyle(document.body).backgroundColor"))
    assert max(float(one) for one in channels[:3]) < 100
