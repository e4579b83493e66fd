"""Every kind of page of the admin in Chromium: axe with no rule disabled, 320 px, light and dark, both languages."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.checks import (
    axe,
    each_size_of_many,
    in_finnish,
    in_swedish,
    overflow,
    press,
    small_targets,
)

COORDINATOR, EDITOR = "koordinaattori@esimerkki.invalid", "editori@esimerkki.invalid"
LIST = "/admin/catalogue/service/"


@pytest.fixture
def at(signed_in, language):
    """``at(COORDINATOR, "/admin/", width=320)``: signed in, in the language of the test."""

    def open_page(email, address, **options):
        page = signed_in(email, language=language, **options)
        if page.get_attribute("html", "lang") != language:
            press(page, f"#user-tools button[lang={language}]")
        page.goto(address)
        return page

    return open_page


def first_record(page, address):
    page.goto(address)
    return page.locator("#result_list tbody th a").first.get_attribute("href").removesuffix("change/")


def look(page, *addresses):
    """Faults of the pages, each with its address."""
    found = []
    for address in addresses:
        page.goto(address)
        found += [f"{address}: {fault}" for fault in [*overflow(page), *small_targets(page), *axe(page)]]
        if page.locator("h1").count() != 1:
            found.append(f"{address}: not one h1")
    return found


def save(page):
    press(page, "input[name=_continue]")
    expect(page.locator(".messagelist .success")).to_be_visible()


@pytest.mark.long
@each_size_of_many
def test_coordinators_pages_are_whole(at, width, dark):
    page = at(COORDINATOR, "/admin/", width=width, dark=dark)
    service, place = first_record(page, LIST), first_record(page, "/admin/catalogue/place/")
    organisation = first_record(page, "/admin/organisations/organisation/")
    kinds = ("change", "history", "delete")
    records = [f"{record}{kind}/" for record in (service, place, organisation) for kind in kinds]
    lists = ["/admin/", "/admin/catalogue/", LIST, f"{LIST}?q=a&o=3&status__exact=published", f"{LIST}add/"]
    others = [
        "theme/",
        "theme/exercise/change/",
        "serviceclass/?q=P1",
        "serviceclass/P1/change/",
        "keyword/add/",
        "placetype/?q=uima",
        "importrun/",
        "importrun/ask/",
        "sourcerecord/",
    ]
    others = [f"/admin/catalogue/{path}" for path in others]
    assert look(page, *lists, *records, *others, "/admin/organisations/municipality/") == []


@pytest.mark.long
@each_size_of_many
def test_editors_pages_are_whole(at, width, dark):
    page = at(EDITOR, "/admin/", width=width, dark=dark)
    service = first_record(page, LIST)
    assert look(page, "/admin/", LIST, f"{service}change/", f"{service}history/") == []


@in_finnish
def test_a_refused_form_says_why_and_stays_whole(at):
    page = at(COORDINATOR, f"{LIST}add/")
    press(page, "input[name=_save]")
    expect(page.locator(".errornote")).to_be_visible()
    expect(page.locator("[name=access_kind]")).to_have_attribute("aria-invalid", "true")
    assert axe(page) == []


@pytest.mark.long
@in_swedish
def test_a_long_list_is_searched_with_the_keyboard(at):
    page = at(COORDINATOR, LIST)
    page.goto(first_record(page, LIST) + "change/")
    chosen = page.locator(".field-classes ul.chosen li")
    before = chosen.count()
    field = page.locator(".field-classes input[type=text]")
    assert field.get_attribute("id") == page.locator(".field-classes label").first.get_attribute("for")
    field.press_sequentially("P1.4")
    page.wait_for_function("""() => {
      const found = [...document.querySelectorAll('.field-classes datalist option')];
      return found.length && found.every(option => option.value.includes('P1.4'));
    }""")
    field.fill(page.locator(".field-classes datalist option").first.get_attribute("value"))
    field.press("Enter")
    expect(chosen).to_have_count(before + 1)
    assert axe(page) == []
    save(page)
    expect(chosen).to_have_count(before + 1)
    # the list is in the order of the codes, not of choosing
    chosen.filter(has_text="P1.4").locator("button").click()
    expect(chosen).to_have_count(before)
    save(page)
    expect(chosen).to_have_count(before)


def test_a_service_is_edited_without_script_and_its_page_shows_it(signed_in, visit):
    page = signed_in(EDITOR, script=False, by_hand=True)
    record = first_record(page, LIST)
    page.goto(f"{record}change/")
    field = page.locator("[name=summary_sv]")
    text = field.input_value()
    field.fill("En ny mening för testet.")
    save(page)
    shown = page.locator(".viewsitelink").get_attribute("href")
    number = re.search(r"\d+", shown).group()
    page.goto(f"{record}history/")
    expect(page.locator("ins", has_text="En ny mening för testet.")).to_have_count(1)
    public = visit("/sv/tjanster/?q=En+ny+mening", language="sv")
    expect(
        public.locator(f"a[href*='/tjanster/{number}/']").first
    ).to_be_visible()  # in the list, and on the map
    page.goto(f"{record}change/")
    page.locator("[name=summary_sv]").fill(text)
    save(page)
