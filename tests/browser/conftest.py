"""Chromium on the real stack: one browser and one server for a worker, a fresh context for each page.

``visit`` opens a page and watches it to its end: a report of the Content-Security-Policy, an error in the
console or a failed request fails the test that caused it.
"""

import os
import re
from pathlib import Path

import pytest
from playwright.sync_api import expect, sync_playwright

from tests.browser.checks import Watch, press
from tests.browser.stack import Stack, built
from tests.run import chromium

HERE = Path(__file__).parent
# What does not come at all fails a test; how long it takes on a machine that has much else to do does not.
PATIENCE = 90_000  # ms
expect.set_options(timeout=PATIENCE)


def pytest_collection_modifyitems(items):
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def template(tmp_path_factory):
    """The folder that every running portal is a copy of; the test run may have begun to make it."""
    if begun := os.environ.get("TEST_PORTAL"):
        return built(Path(begun))
    own = tmp_path_factory.getbasetemp()
    shared = own.parent if os.environ.get("PYTEST_XDIST_WORKER") else own
    folder = shared / "template"
    folder.mkdir(exist_ok=True)
    return built(folder)


@pytest.fixture(scope="session")
def stack(template, tmp_path_factory):
    """The running portal: ``stack.url``, ``stack.manage(…)``."""
    portal = Stack(template, tmp_path_factory.getbasetemp() / "portal")
    yield portal
    portal.stop()


@pytest.fixture(scope="session")
def browser():
    path = chromium()
    if path is None:
        pytest.skip("Chromium is missing")
    with sync_playwright() as playwright:
        # no process in reserve: the next page has a context of its own and takes none over, so it is made in vain
        arguments = ["--renderer-process-limit=1", *(["--no-sandbox"] if os.geteuid() == 0 else [])]
        opened = playwright.chromium.launch(executable_path=path, args=arguments)
        yield opened
        opened.close()


@pytest.fixture
def visit(browser, stack):
    """``visit("/fi/")`` opens a page: ``width=320``, ``dark=True``, ``script=False``, ``language="sv"``."""
    contexts, watches = [], []

    def open_page(
        address="/", *, language="fi", person="", width=1280, height=900, dark=False, script=True, **options
    ):
        context = browser.new_context(
            base_url=stack.url,
            locale=f"{language}-FI",
            viewport={"width": width, "height": height},
            color_scheme="dark" if dark else "light",
            reduced_motion="reduce",
            java_script_enabled=script,
            **options,
        )
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        if person:
            sign_in(context, person, language)
        page = context.new_page()
        page.watch = Watch(page)
        watches.append(page.watch)
        page.goto(address)
        return page

    yield open_page
    for watch in watches:
        watch.over = True
    for context in contexts:
        context.close()
    assert [fault for watch in watches for fault in watch.faults] == []


@pytest.fixture
def fi(visit):
    return visit("/fi/")


@pytest.fixture
def sv(visit):
    return visit("/sv/", language="sv")


# How journeys call the practice accounts, beside their addresses (``auditor@harjoitus.invalid``).
CALLED = {"koordinaattori@esimerkki.invalid": "coordinator", "editori@esimerkki.invalid": "editor"}
DOORS = {"fi": "/fi/tili/kirjaudu/", "sv": "/sv/konto/logga-in/"}


def sign_in(context, email, language):
    """What the button of a practice account sends, without drawing the page it stands on."""
    asked = {"headers": {"Accept-Language": f"{language}-FI"}, "max_retries": 3, "timeout": PATIENCE}
    door = context.request.get(DOORS[language], **asked).text()
    form = {"email": email, "csrfmiddlewaretoken": re.search(r'csrfmiddlewaretoken" value="(\w+)"', door)[1]}
    address = re.search(r'action="([^"]*/(?:harjoittelu|ovning)/)"', door)[1]
    answer = context.request.post(address, form=form, max_redirects=0, **asked)
    assert answer.status == 302, answer.status_text


@pytest.fixture
def signed_in(visit):
    """``signed_in("coordinator@harjoitus.invalid", "/admin/")``: the page as that practice account sees it.

    ``by_hand``: by the button of the page of sign-in.
    """

    def enter(email, address="/admin/", *, language="fi", by_hand=False, **options):
        known = f"{CALLED[email]}@harjoitus.invalid" if email in CALLED else email
        if not by_hand:
            page = visit(address, language=language, person=known, **options)
        else:
            page = visit(f"{DOORS[language]}?next={address}", language=language, **options)
            press(page, f".practice button[value='{known}']")
        assert page.url.endswith(address)
        return page

    return enter
