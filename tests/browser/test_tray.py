"""The tray in a real browser: put aside, put in order, handed over; and lists inside the page of another website."""

import re
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest
from playwright.sync_api import expect

from tests.browser.checks import axe, each_look, in_finnish, in_swedish, overflow, press, small_targets
from tests.browser.conftest import PATIENCE
from tests.browser.stack import Stack

WORDS = {
    "fi": {
        "list": "/fi/palvelut/?theme=exercise", "tray": "/fi/tarjotin/", "add": "Lisää tarjottimelle",
        "remove": "Poista tarjottimelta", "off": "Poista", "up": "Siirrä ylös", "down": "Siirrä alas",
        "named": "Tarjotin, {} kohdetta", "one": "Tarjotin, 1 kohde", "none": "Tarjotin", "empty": "Tyhjennä tarjotin",
        "emptied": "Tarjotin on tyhjä.", "undo": "Kumoa tyhjennys", "copy": "Kopioi linkki",
        "copied": "Linkki on kopioitu.", "all": "Lisää kaikki omalle tarjottimelle", "save": "Tallenna kunta",
        "town": "Kuntasi", "added": "Lisätty: {}. Tarjottimella {}", "embed": "/fi/upotus/teema/exercise/",
        "other": "På svenska",
    },
    "sv": {
        "list": "/sv/tjanster/?theme=exercise", "tray": "/sv/min-lista/", "add": "Lägg till i min lista",
        "remove": "Ta bort ur min lista", "off": "Ta bort", "up": "Flytta upp", "down": "Flytta ned",
        "named": "Min lista, {} saker", "one": "Min lista, 1 sak", "none": "Min lista", "empty": "Töm listan",
        "emptied": "Listan är tom.", "undo": "Ångra tömningen", "copy": "Kopiera länken",
        "copied": "Länken är kopierad.", "all": "Lägg till alla i min lista", "save": "Spara kommunen",
        "town": "Din kommun", "added": "Tillagd: {}. {}", "embed": "/sv/inbaddning/tema/exercise/",
        "other": "Suomeksi",
    },
}  # fmt: skip


@pytest.fixture
def words(language):
    return WORDS[language]


def tray(page, name):
    """The link in the head, which says how much lies there."""
    return page.get_by_role("banner").get_by_role("link", name=name, exact=True)


def button(where, words, name):
    """The button with these words that belongs to the thing of this name."""
    return where.get_by_role("button", name=re.compile(rf"^{re.escape(words)}\s?: {re.escape(name)}$"))


def names(page):
    return page.locator("ol.cards h3").all_inner_texts()


def fill(page, words, number):
    """Put the first services of the list on the tray and open it; returns their names."""
    page.goto(words["list"])
    added = []
    for place in range(number):
        card = page.locator("ol.cards > li").nth(place)
        added.append(card.locator("h3").inner_text())
        card.get_by_role("button", name=words["add"]).click()
        expect(card.get_by_role("button", name=words["remove"])).to_be_visible()
    page.goto(words["tray"])
    return added


@in_finnish
def test_a_press_adds_without_leaving_the_page_and_says_so(visit, language, words):
    page = visit(words["list"], language=language)
    card = page.locator("ol.cards > li").first
    name = card.locator("h3").inner_text()
    address = page.url
    button(card, words["add"], name).press("Enter")
    on = button(card, words["remove"], name)
    expect(on).to_be_focused()
    expect(page.locator(".tools + [role=status]")).to_contain_text(words["added"].format(name, 1))
    expect(tray(page, words["one"])).to_be_visible()
    assert page.url == address
    on.press("Enter")
    expect(card.get_by_role("button", name=words["add"])).to_be_focused()
    expect(tray(page, words["none"])).to_be_visible()


@in_swedish
def test_without_script_the_same_buttons_lead_back_to_the_card(visit, language, words):
    page = visit(words["list"], language=language, script=False)
    card = page.locator("ol.cards > li").nth(3)
    name, key = card.locator("h3").inner_text(), card.get_attribute("id")
    press(page, card.get_by_role("button", name=words["add"]))
    expect(page).to_have_url(re.compile(re.escape(f"{words['list']}#{key}") + "$"))
    expect(tray(page, words["one"])).to_be_visible()
    expect(page.locator(f"#{key}").get_by_role("button", name=words["remove"])).to_be_visible()
    press(page, tray(page, words["one"]))
    assert names(page) == [name]
    press(page, button(page, words["off"], name))
    expect(tray(page, words["none"])).to_be_visible()


@pytest.mark.long
@pytest.mark.parametrize(("language", "script"), [("fi", True), ("sv", False)])
def test_things_are_put_in_order_emptied_and_brought_back(visit, language, words, script):
    page = visit(words["list"], language=language, script=script)
    a, b, c = fill(page, words, 3)
    button(page, words["up"], c).press("Enter")
    expect(page.locator("ol.cards h3")).to_have_text([a, c, b])
    button(page, words["down"], a).press("Enter")
    expect(page.locator("ol.cards h3")).to_have_text([c, a, b])
    page.get_by_role("button", name=words["empty"]).click()
    expect(page.get_by_text(words["emptied"])).to_be_visible()
    assert page.context.cookies() == []
    page.get_by_role("button", name=words["undo"]).click()
    expect(page.locator("ol.cards h3")).to_have_text([c, a, b])
    expect(tray(page, words["named"].format(3))).to_be_visible()


@in_swedish
def test_the_page_of_a_service_puts_it_aside_too_and_back_shows_it_in_the_list(visit, language, words):
    page = visit(words["list"], language=language)
    press(page, page.locator("ol.cards h3 a").nth(1))
    name = page.get_by_role("heading", level=1).inner_text()
    button(page, words["add"], name).click()
    expect(tray(page, words["one"])).to_be_visible()
    page.go_back()
    expect(tray(page, words["one"])).to_be_visible()
    expect(button(page, words["remove"], name)).to_be_visible()


@in_finnish
def test_a_button_that_live_results_brought_works_and_leads_back_to_them(visit, language, words):
    page = visit(f"{words['list']}&q=qqqqqq", language=language)
    expect(page.locator("#tray")).to_have_count(0)
    page.locator("input[name=q]").fill("")
    page.locator("input[name=q]").press("Enter")
    card = page.locator("ol.cards > li").first
    card.get_by_role("button", name=words["add"]).click()
    expect(tray(page, words["one"])).to_be_visible()
    expect(page.locator("#tray [name=next]")).to_have_value(words["list"])


@in_finnish
def test_a_refusal_is_shown_as_a_page(visit, language, words):
    page = visit(words["list"], language=language)
    pressed = page.locator("ol.cards button[name=key]").first
    pressed.evaluate("node => { node.value = 's999999'; }")
    page.watch.paused = True  # the refusal is asked for
    pressed.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile("Mitään ei muutettu|Inget ändrades"))


@in_finnish
def test_the_link_is_copied_and_the_client_takes_the_whole_list(visit, browser, stack, language, words):
    page = visit(words["list"], language=language, permissions=["clipboard-read", "clipboard-write"])
    things = fill(page, words, 2)
    page.get_by_role("button", name=words["copy"]).click()
    expect(page.get_by_text(words["copied"])).to_be_visible()
    link = page.evaluate("navigator.clipboard.readText()")
    client = visit(link, language=language, script=False)
    assert names(client) == things
    press(client, client.get_by_role("button", name=words["all"]))
    expect(client).to_have_url(re.compile(words["tray"] + "$"))
    assert names(client) == things


@in_swedish
def test_the_language_link_of_a_shared_list_shows_the_same_list(visit, language, words):
    page = visit(words["list"], language=language)
    fill(page, words, 2)
    page.goto(page.locator("#shared-link").input_value())
    places = [
        re.search(r"/(\d+)/", link.get_attribute("href")).group(1) for link in page.locator("h3 a").all()
    ]
    press(page, page.get_by_role("link", name=words["other"]))
    expect(page).to_have_url(re.compile("jaettu" if language == "sv" else "delad"))
    found = [
        re.search(r"/(\d+)/", link.get_attribute("href")).group(1) for link in page.locator("h3 a").all()
    ]
    assert found == places and len(found) == 2


@in_swedish
def test_the_municipality_is_remembered(visit, language, words):
    page = visit(words["tray"], language=language, script=False)
    page.get_by_label(words["town"]).select_option("285")
    press(page, page.get_by_role("button", name=words["save"]))
    page.goto(words["tray"])
    expect(page.get_by_label(words["town"])).to_have_value("285")


@each_look
def test_axe_finds_nothing_on_the_pages_of_the_tray(visit, words, language, dark):
    page = visit(words["tray"], language=language, dark=dark)
    assert axe(page) == [] and small_targets(page) == []
    fill(page, words, 3)
    assert axe(page) == [] and small_targets(page) == []
    page.goto(page.locator("#shared-link").input_value())
    assert axe(page) == [] and small_targets(page) == []
    page.goto(words["list"])
    assert axe(page) == [] and small_targets(page) == []
    page.goto(words["embed"])
    assert axe(page) == [] and small_targets(page) == []


@in_swedish
def test_a_phone_of_320_px_shows_the_tray_without_scrolling_sideways(visit, language, words):
    page = visit(words["list"], language=language, width=320, height=640)
    fill(page, words, 3)
    link = page.locator("#shared-link").input_value()
    for address in (words["tray"], link, words["list"], words["embed"]):
        page.goto(address)
        assert overflow(page) == [], address
        assert small_targets(page) == [], address


@in_finnish
def test_the_paper_holds_the_list_and_nothing_to_press(visit, language, words):
    page = visit(words["list"], language=language)
    things = fill(page, words, 3)
    page.emulate_media(media="print")
    for name in things:
        expect(page.get_by_role("heading", name=name)).to_be_visible()
    expect(page.locator("svg.qr")).to_be_visible()
    expect(page.locator(".hand").get_by_text(page.locator("#shared-link").input_value())).to_be_visible()
    assert not [one for one in page.locator("button, input, select, nav, footer").all() if one.is_visible()]


# ------------------------------------------------------------ inside the page of another website
@pytest.fixture(scope="module")
def parents():
    """Two other websites on this machine that show whatever address stands behind their own."""

    class Page(BaseHTTPRequestHandler):
        def do_GET(self):
            frame = f'<iframe title="x" width="600" height="600" src="{self.path[1:]}"></iframe>'
            text = f'<!DOCTYPE html><html lang="fi"><title>x</title>{frame}'
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write(text.encode())

        def log_message(self, *arguments):
            """Nothing on the terminal."""

    servers = [ThreadingHTTPServer(("127.0.0.1", 0), Page) for _ in range(2)]
    for server in servers:
        Thread(target=server.serve_forever, daemon=True).start()
    yield [f"http://127.0.0.1:{server.server_port}" for server in servers]
    for server in servers:
        server.shutdown()
        server.server_close()


@pytest.fixture(scope="module")
def shown_elsewhere(template, tmp_path_factory, parents):
    """A portal that the first of them may show."""
    folder = tmp_path_factory.getbasetemp() / "shown-elsewhere"
    portal = Stack(template, folder, HYTE_EMBED_PARENTS=parents[0])
    yield portal
    portal.stop()


@pytest.fixture
def outside(browser):
    """A page without the usual watch: what is refused here is refused on purpose."""
    context = browser.new_context(locale="fi-FI")
    context.set_default_timeout(PATIENCE)
    yield context.new_page()
    context.close()


@in_swedish
def test_an_allowed_website_shows_the_list_and_its_links_take_the_whole_window(
    outside, shown_elsewhere, parents, language, words
):
    outside.goto(f"{parents[0]}/{shown_elsewhere.url}{words['embed']}")
    inside = outside.frame_locator("iframe")
    name = inside.locator("h3 a").first.inner_text()
    assert outside.context.cookies() == []
    inside.locator("h3 a").first.click()
    outside.wait_for_url(f"{shown_elsewhere.url}/**")
    expect(outside.get_by_role("heading", level=1)).to_have_text(name)
    assert outside.context.cookies() == []


@pytest.mark.parametrize("language", ["fi"])
@pytest.mark.parametrize(("parent", "path"), [(1, "embed"), (0, "list"), (0, "tray")])
def test_no_other_website_and_no_other_page_is_shown(outside, shown_elsewhere, parents, words, parent, path):
    outside.goto(f"{parents[parent]}/{shown_elsewhere.url}{words[path]}")
    [frame] = outside.main_frame.child_frames
    frame.wait_for_url(re.compile("^chrome-error:"))  # what Chromium shows where it was told to show nothing
