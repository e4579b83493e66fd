"""Pathways in a real browser: where am I, what comes next, the picture, the professional's page, the admin."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.checks import (
    axe,
    each_look,
    each_size,
    each_size_of_many,
    in_finnish,
    in_swedish,
    overflow,
    press,
    small_targets,
    with_script,
    without_script,
)

OTHERS = ["elintavat", "kulttuuri", "luonto"]
PATHS = ["liikunta", *(pytest.param(name, marks=pytest.mark.long) for name in OTHERS)]
COORDINATOR = "koordinaattori@esimerkki.invalid"
WORDS = {
    "fi": {
        "list": "/fi/polut/", "whole": "/fi/polut/kokonaisuus/", "one": "/fi/polut/liikunta/",
        "menu": "Polut", "name": "Liikuntapolku", "mine": "Olen tässä", "here": "Olet tässä vaiheessa",
        "gone": "Poista merkintä", "town": "Kunta", "choose": "Valitse kunta", "in_town": "Kotkassa",
        "staff": "Ammattilaisille", "ask": "Kysy näin", "easy": "Selkokielellä", "tray": "Tarjotin",
        "add": "Lisää tarjottimelle",
    },
    "sv": {
        "list": "/sv/vagar/", "whole": "/sv/vagar/helheten/", "one": "/sv/vagar/motion/",
        "menu": "Vägar", "name": "Motionsvägen", "mine": "Jag är här", "here": "Du är på det här steget",
        "gone": "Ta bort markeringen", "town": "Kommun", "choose": "Välj kommun", "in_town": "i Kotka",
        "staff": "För yrkesutbildade", "ask": "Frågor att ställa", "easy": "På lätt språk", "tray": "Min lista",
        "add": "Lägg till i min lista",
    },
}  # fmt: skip


@pytest.fixture
def words(language):
    return WORDS[language]


def stage(page, number):
    return page.locator(".stage").nth(number - 1)


@with_script
def test_a_resident_finds_a_pathway_and_says_where_they_are(visit, words, language, script):
    page = visit(f"/{language}/", language=language, script=script)
    press(page, page.get_by_role("navigation").get_by_role("link", name=words["menu"], exact=True))
    press(page, page.locator(".river").get_by_role("link", name=words["name"]))
    expect(page.get_by_role("heading", level=1)).to_have_text(words["name"])
    expect(page.get_by_role("heading", name=words["easy"])).to_be_visible()
    title = stage(page, 3).locator("h3").inner_text()
    stage(page, 3).get_by_role("button", name=words["mine"]).click()
    expect(stage(page, 3)).to_contain_text(words["here"])
    expect(page.locator(".sl-now")).to_have_attribute("aria-label", re.compile(re.escape(title)))
    expect(page).to_have_url(re.compile(r"#[a-z-]+$"))
    stage(page, 3).get_by_role("button", name=words["gone"]).click()
    expect(page.locator(".stage.now")).to_have_count(0)


@without_script
def test_the_municipality_brings_services_near(visit, words, language, script):
    page = visit(words["one"], language=language, script=script)
    before = page.locator("ol.cards h3").all_inner_texts()
    page.get_by_label(words["town"], exact=True).select_option("285")
    press(page, page.get_by_role("button", name=words["choose"]))
    expect(page.locator("#h-services")).to_contain_text(words["in_town"])
    assert page.locator("ol.cards h3").all_inner_texts() != before
    link = page.locator(".stage-links a.act", has_text=words["in_town"]).first
    number = re.match(r"\d+", link.inner_text()).group()
    press(page, link)
    expect(page.locator("#tulokset")).to_contain_text(number)


@with_script
def test_a_stage_goes_on_the_tray(visit, words, language, script):
    page = visit(words["one"], language=language, script=script)
    title = stage(page, 2).locator("h3").inner_text()
    stage(page, 2).get_by_role("button", name=words["add"]).click()
    expect(stage(page, 2).locator(".on-tray")).to_be_visible()
    press(page, page.get_by_role("link", name=re.compile(f"^{words['tray']}")))
    expect(page.get_by_role("main")).to_contain_text(title)


@in_swedish
def test_a_professional_reads_how_to_bring_it_up(visit, words, language):
    page = visit(words["one"], language=language)
    press(page, page.get_by_role("main").get_by_role("link", name=words["staff"]))
    expect(page.get_by_role("heading", name=words["ask"])).to_be_visible()
    expect(page.locator(".asks li")).to_have_count(3)


@in_finnish
def test_the_picture_leads_by_keyboard_to_each_stage_in_their_order(visit, words, language):
    page = visit(words["one"], language=language)
    page.locator(".swim a").first.focus()
    seen = []
    for _ in range(page.locator(".swim a").count()):
        seen.append(page.evaluate("document.activeElement.getAttribute('href')"))
        page.keyboard.press("Tab")
    assert seen == [f"#{node.get_attribute('id')}" for node in page.locator(".stage").all()]
    page.locator(".swim a").nth(4).press("Enter")
    expect(page).to_have_url(re.compile(f"{re.escape(seen[4])}$"))
    expect(page.locator(seen[4])).to_be_in_viewport()


@each_size
def test_pages_are_whole_at_every_width_and_look(visit, language, width, dark):
    words, found = WORDS[language], []
    page = visit("/robots.txt", language=language, width=width, dark=dark)
    for path in (words["list"], words["whole"], words["one"]):
        page.goto(path)
        found += [f"{path}: {fault}" for fault in [*overflow(page), *small_targets(page), *axe(page)]]
    press(page, page.get_by_role("main").get_by_role("link", name=words["staff"]))
    found += [*overflow(page), *small_targets(page), *axe(page)]
    assert found == []


@each_look
def test_a_marked_stage_is_whole_too(visit, language, dark):
    page = visit(WORDS[language]["one"], language=language, dark=dark)
    press(page, stage(page, 2).get_by_role("button", name=WORDS[language]["mine"]))
    expect(page.locator(".stage.now")).to_have_count(1)
    assert [*overflow(page), *axe(page)] == []


def test_the_picture_is_for_wide_windows_and_paper_and_the_list_for_all(visit):
    page = visit("/fi/polut/liikunta/", width=959)
    expect(page.locator(".swim-pic")).to_be_hidden()
    expect(page.locator(".stages")).to_be_visible()
    page.emulate_media(media="print")
    expect(page.locator(".swim-pic")).to_be_visible()
    page.emulate_media(media="screen")
    page.set_viewport_size({"width": 1280, "height": 900})
    expect(page.locator(".swim-pic")).to_be_visible()


@pytest.mark.parametrize("path", PATHS)
def test_words_stay_inside_their_boxes(visit, path):
    """As the browser measures them, not as the server guessed."""
    page = visit(f"/fi/polut/{path}/")
    outside = page.evaluate("""() => [...document.querySelectorAll('.sl-stage')].filter(node => {
        const box = node.querySelector('.sl-box').getBoundingClientRect();
        return [...node.querySelectorAll('.sl-text tspan')].some(line => {
          const words = line.getBoundingClientRect();
          return words.left < box.left || words.right > box.right || words.top < box.top || words.bottom > box.bottom;
        });
      }).map(node => node.getAttribute('aria-label'))""")
    assert outside == []


@pytest.mark.long
@each_size_of_many
def test_the_admin_of_pathways_is_whole(signed_in, language, width, dark):
    page = signed_in(COORDINATOR, language=language, width=width, dark=dark)
    found = []
    for kind in ("pathway", "savedsearch"):
        page.goto(f"/admin/pathways/{kind}/")
        found += [f"{kind}: {fault}" for fault in [*overflow(page), *small_targets(page), *axe(page)]]
        press(page, page.locator("#result_list tbody th a").first)
        found += [f"one {kind}: {fault}" for fault in [*overflow(page), *small_targets(page), *axe(page)]]
    assert found == []
