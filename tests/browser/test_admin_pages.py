"""Every kind of page of the admin in Chromium: axe with no rule disabled, 320 px, light and dark, both languages."""

import re

import pytest

from tests.browser.checks import axe, each_size, overflow, small_targets

COORDINATOR, EDITOR = "koordinaattori@esimerkki.invalid", "editori@esimerkki.invalid"
LIST = "/admin/catalogue/service/"


@pytest.fixture
def at(signed_in, language):
    """``at(COORDINATOR, "/admin/", width=320)``: signed in, in the language of the test."""

    def open_page(email, address, **options):
        page = signed_in(email, language=language, **options)
        if page.get_attribute("html", "lang") != language:
            page.locator(f"#user-tools button[lang={language}]").click()
            page.wait_for_selector(f"html[lang={language}]")
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
    page.locator("input[name=_continue]").click()
    page.wait_for_selector(".messagelist .success")
    page.wait_for_load_state()  # its scripts have run


@each_size
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
    assert (
        look(page, *lists, *records, *others, "/admin/organisations/municipality/", "/admin/password_change/")
        == []
    )


@each_size
def test_editors_pages_are_whole(at, width, dark):
    page = at(EDITOR, "/admin/", width=width, dark=dark)
    service = first_record(page, LIST)
    assert look(page, "/admin/", LIST, f"{service}change/", f"{service}history/") == []


@each_size
def test_sign_in_and_sign_out_are_whole(visit, at, language, width, dark):
    page = visit("/admin/login/", language=language, width=width, dark=dark)
    assert page.get_attribute("html", "lang") == language
    assert [*overflow(page), *small_targets(page), *axe(page)] == []
    page.locator("input[name=username]").fill("kuka@esimerkki.invalid")
    page.locator("input[name=password]").fill("jotain ihan muuta")
    page.locator("#login-form [type=submit]").click()
    page.wait_for_selector("[role=alert]")
    assert [*overflow(page), *axe(page)] == []
    page = at(EDITOR, "/admin/", width=width, dark=dark)
    page.locator("#logout-form button").click()
    page.wait_for_url("**/admin/logout/")
    assert [*overflow(page), *small_targets(page), *axe(page)] == []


def test_a_refused_form_says_why_and_stays_whole(at):
    page = at(COORDINATOR, f"{LIST}add/")
    page.locator("input[name=_save]").click()
    page.wait_for_selector(".errornote")
    assert page.locator("[name=access_kind]").get_attribute("aria-invalid") == "true"
    assert axe(page) == []


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
    assert chosen.count() == before + 1
    assert axe(page) == []
    save(page)
    assert chosen.count() == before + 1
    # the list is in the order of the codes, not of choosing
    chosen.filter(has_text="P1.4").locator("button").click()
    assert chosen.count() == before
    save(page)
    assert chosen.count() == before


def test_a_service_is_edited_without_script_and_its_page_shows_it(signed_in, visit):
    page = signed_in(EDITOR, script=False)
    record = first_record(page, LIST)
    page.goto(f"{record}change/")
    field = page.locator("[name=summary_sv]")
    text = field.input_value()
    field.fill("En ny mening för testet.")
    save(page)
    shown = page.locator(".viewsitelink").get_attribute("href")
    number = re.search(r"\d+", shown).group()
    page.goto(f"{record}history/")
    assert page.locator("ins", has_text="En ny mening för testet.").count() == 1
    public = visit("/sv/tjanster/?q=En+ny+mening", language="sv")
    assert public.locator(f"a[href*='/tjanster/{number}/']").first.is_visible()  # in the list, and on the map
    page.goto(f"{record}change/")
    page.locator("[name=summary_sv]").fill(text)
    page.locator("input[name=_save]").click()
