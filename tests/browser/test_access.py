"""Every kind of page: axe with no rule disabled, light and dark; 320 px; size of targets; no report of the policy."""

import re

import pytest

from tests.browser.checks import axe, each_size, in_one, overflow, small_targets

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


@pytest.fixture(params=in_one)
def language(request):
    return request.param


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


@each_size
@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_page_is_whole_at_every_width_and_look(at, kind, width, dark):
    """With everything open that can be opened; nobody scrolls sideways, axe finds nothing, targets are large enough."""
    page = at(kind, width=width, dark=dark)
    for box in page.locator("details:not([open]) > summary").element_handles():
        if box.is_visible():
            box.click()
    assert [overflow(page), small_targets(page), axe(page)] == [[], [], []]


def test_dark_is_dark(at):
    page = at("home", dark=True)
    channels = re.findall(r"[\d.]+", page.evaluate("getComputedStyle(document.body).backgroundColor"))
    assert max(float(one) for one in channels[:3]) < 100
