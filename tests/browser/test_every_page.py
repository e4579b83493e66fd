"""Every public page of the example content, over HTTP from the real stack: whole, linked and told apart."""

import re
from concurrent.futures import ThreadPoolExecutor
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest

from tests import pages

PATIENCE = 90  # seconds
SAMPLE = 12  # of the services and providers, every so many-eth; `make test-long` walks all


def fetched(stack, path, **headers):
    """``(status, headers, text)`` of one address; redirects are followed."""
    try:
        with urlopen(Request(stack.url + path, headers=headers), timeout=PATIENCE) as response:  # noqa: S310
            return response.status, response.headers, response.read().decode()
    except HTTPError as error:
        with error:
            return error.code, error.headers, ""


@pytest.fixture(scope="module")
def addresses(stack):
    """Every address of the sitemap, without the origin."""
    found = []
    for section in re.findall(r"<loc>(.*?)</loc>", fetched(stack, "/sitemap.xml")[2]):
        text = fetched(stack, section.removeprefix(stack.url))[2]
        found += [one.removeprefix(stack.url) for one in re.findall(r"<loc>(.*?)</loc>", text)]
    assert len(found) > 150
    return found


def walk(stack, paths):
    """Faults of these pages, of what they link to, and their titles."""
    wanted, titles, faults = set(), {}, []
    with ThreadPoolExecutor(4) as pool:
        for path, (status, headers, html) in zip(
            paths, pool.map(lambda one: fetched(stack, one), paths), strict=True
        ):
            page = pages.soup(html)
            found = [*pages.faults_of(html, path.split("/")[1]), *pages.faults_of_headers(headers)]
            found += [] if status == 200 else [f"status {status}"]
            found += ["a cookie"] if headers.get("Set-Cookie") else []
            found += (
                [] if pages.canonical(page) == stack.url + path else [f"canonical {pages.canonical(page)}"]
            )
            faults += [f"{path}: {fault}" for fault in found]
            titles.setdefault((path.split("/")[1], pages.title(page)), []).append(path)
            wanted |= {link.partition("#")[0] for link in pages.links(page) if link.startswith("/")}
        left = sorted(wanted - set(paths))
        for link, (status, _, _) in zip(left, pool.map(lambda one: fetched(stack, one), left), strict=True):
            faults += [f"dead link {link}: {status}"] if status != 200 else []
    return faults + [f"one title: {same}" for same in titles.values() if len(same) > 1]


def test_a_sample_of_pages_is_whole(stack, addresses):
    few = [path for path in addresses if path.count("/") < 4]
    assert walk(stack, few + [path for path in addresses if path not in few][::SAMPLE]) == []


@pytest.mark.long
def test_every_page_is_whole(stack, addresses):
    assert walk(stack, addresses) == []


def test_files_have_hashed_names_are_compressed_and_kept_for_a_year(stack):
    _, _, html = fetched(stack, "/fi/")
    files = [link for link in pages.links(pages.soup(html)) if link.startswith("/static/")]
    assert files
    for link in files:
        path = link.partition("#")[0]
        status, headers, _ = fetched(stack, path)
        assert status == 200
        assert re.search(r"\.[0-9a-f]{12}\.\w+$", path), path
        assert "immutable" in headers["Cache-Control"]
    with urlopen(Request(stack.url + path, headers={"Accept-Encoding": "br"}), timeout=PATIENCE) as response:  # noqa: S310
        assert response.headers["Content-Encoding"] == "br"


def test_the_root_leads_to_the_readers_language(stack):
    assert 'lang="sv"' in fetched(stack, "/", **{"Accept-Language": "sv-FI,sv"})[2]
    assert 'lang="fi"' in fetched(stack, "/", **{"Accept-Language": "fi"})[2]
