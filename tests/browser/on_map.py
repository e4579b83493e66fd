"""The words of the map in both languages, how it is opened, and its marks."""

import re

from playwright.sync_api import expect

WORDS = {
    "fi": {
        "list": "/fi/palvelut/", "map": "/fi/palvelut/kartta/", "show": "Näytä kartta", "hide": "Piilota kartta",
        "close": "Sulje", "in": "Suurenna", "out": "Pienennä", "cluster": r"^\d+ paikkaa?, suurenna$",
        "place": r", \d+ palvelua?$", "region": "Palvelujen kartta", "jump": "Kartalla",
        "failed": "Kartan hakeminen ei onnistunut.", "whole": "Samat paikat luettelona", "free": "Maksuton",
    },
    "sv": {
        "list": "/sv/tjanster/", "map": "/sv/tjanster/karta/", "show": "Visa karta", "hide": "Dölj karta",
        "close": "Stäng", "in": "Zooma in", "out": "Zooma ut", "cluster": r"^\d+ plats(er)?, zooma in$",
        "place": r", \d+ tjänst(er)?$", "region": "Karta över tjänsterna", "jump": "På kartan",
        "failed": "Kartan kunde inte hämtas.", "whole": "Samma platser som lista", "free": "Gratis",
    },
}  # fmt: skip


def open_map(visit, language, at=None, **options):
    """The results, or another page, with the map open."""
    page = visit(at or WORDS[language]["list"], language=language, **options)
    page.get_by_role("button", name=WORDS[language]["show"]).click()
    expect(marks(page).first).to_be_visible()
    return page


def marks(page, name=None):
    return (
        page.locator(".map-view")
        .get_by_role("button", name=name and re.compile(name))
        .and_(page.locator(".map-mark"))
    )
