"""Chromium on the real stack: one browser and one server for a worker, a fresh context for each page.

``visit`` opens a page and watches it to its end: a report of the Content-Security-Policy, an error in the
console or a failed request fails the test that caused it.
"""

import os
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright

from tests.browser.checks import Watch
from tests.browser.stack import Stack, built
from tests.run import chromium

HERE = Path(__file__).parent


def pytest_collection_modifyitems(items):
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def stack(tmp_path_factory):
    """The running portal: ``stack.url``, ``stack.accounts``, ``stack.manage(…)``."""
    own = tmp_path_factory.getbasetemp()
    shared = own.parent if os.environ.get("PYTEST_XDIST_WORKER") else own
    template = shared / "template"
    template.mkdir(exist_ok=True)
    portal = Stack(built(template), own / "portal")
    yield portal
    portal.stop()


@pytest.fixture(scope="session")
def browser():
    path = chromium()
    if path is None:
        pytest.skip("Chromium is missing")
    with sync_playwright() as playwright:
        arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
        opened = playwright.chromium.launch(executable_path=path, args=arguments)
        yield opened
        opened.close()


@pytest.fixture
def visit(browser, stack):
    """``visit("/fi/")`` opens a page: ``width=320``, ``dark=True``, ``script=False``, ``language="sv"``."""
    contexts, watches = [], []

    def open_page(address="/", *, language="fi", width=1280, height=900, dark=False, script=True, **options):
        context = browser.new_context(
            base_url=stack.url,
            locale=f"{language}-FI",
            viewport={"width": width, "height": height},
            color_scheme="dark" if dark else "light",
            reduced_motion="reduce",
            java_script_enabled=script,
            **options,
        )
        context.set_default_timeout(10_000)
        contexts.append(context)
        page = context.new_page()
        page.watch = Watch(page)
        watches.append(page.watch)
        page.goto(address)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert [fault for watch in watches for fault in watch.faults] == []


@pytest.fixture
def fi(visit):
    return visit("/fi/")


@pytest.fixture
def sv(visit):
    return visit("/sv/", language="sv")


@pytest.fixture
def signed_in(visit, stack):
    """``signed_in("koordinaattori@esimerkki.invalid")``: a page of the admin as that practice account."""

    def enter(email, address="/admin/", **options):
        page = visit(f"/admin/login/?next={address}", **options)
        page.locator("input[name=username]").fill(email)
        page.locator("input[name=password]").fill(stack.accounts[email])
        page.locator("form [type=submit]").last.click()
        page.wait_for_url(f"**{address}")
        return page

    return enter
