"""The words of the search in both languages, its fields, and how suggestions are called up."""

from playwright.sync_api import expect

WORDS = {
    "fi": {"list": "/fi/palvelut/", "ask": "/fi/palvelut/ehdotukset/", "part": "liik", "town": "Kotka"},
    "sv": {"list": "/sv/tjanster/", "ask": "/sv/tjanster/forslag/", "part": "moti", "town": "Kotka"},
}


def field(page):
    return page.locator("#q")


def where(page):
    return page.locator("#where")


def heading(page):
    return page.locator("[data-results-heading]")


def options(page):
    return page.get_by_role("listbox").get_by_role("option")


def suggest(page, words):
    """Write the words at once and wait for the list: of words typed one key after another slow hands see several."""
    field(page).focus()
    page.keyboard.insert_text(words)
    expect(options(page).first).to_be_visible()


def compose(page, words):
    """Write as an input method does, and as the keyboard of a phone: the words are not yet settled."""
    keyboard = page.context.new_cdp_session(page)
    end = len(words)
    keyboard.send("Input.imeSetComposition", {"text": words, "selectionStart": end, "selectionEnd": end})
    return keyboard


def known(page, language, words):
    """What the server suggests for these words."""
    # again when the server closed a connection that was kept from an earlier test
    return page.request.get(WORDS[language]["ask"], params={"q": words}, max_retries=3).json()


def index(answer, *, fill):
    """The place in the list of the first suggestion that is only words (fill), or that is a page."""
    return next(i for i, one in enumerate(answer["suggestions"]) if one["fill"] is fill)
