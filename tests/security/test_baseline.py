"""What holds for every address: headers, cookies, forms from elsewhere, sizes, ways out, nothing personal in it."""

import re
from itertools import product
from urllib.parse import urlsplit

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from organisations.models import Role
from tests import factories, pages, signing
from tests.security.walk import addresses
from tests.test_settings import PRODUCTION, setting

pytestmark = pytest.mark.django_db
LOOSER = {"embed_services", "embed_list", "embed_theme", "embed_pathway"}  # shown in pages of chosen others
WITHOUT_CHARSET = ("application/json", "application/xml", "application/speculationrules+json")
PERSONAL = re.compile(r"mail|phone|puhelin|name|nimi|hetu|identity|birth|password|code", re.IGNORECASE)


@pytest.fixture
def everything(client):
    """Somebody with every role at once: what can be opened at all is opened."""
    client.raise_request_exception = False
    city = factories.organisation(kind="municipality", municipality=factories.municipality())
    user = factories.user()
    for role in Role.values:
        user.memberships.create(organisation=city, role=role, valid_from="2020-01-01")
    client.force_login(user)
    return signing.confirmed(client)


def faults_of(address, answer):
    """What is wrong with an answer, whatever it says."""
    found = [] if address.name in LOOSER else pages.faults_of_headers(answer.headers)
    if answer.status_code >= 500:
        found.append(answer.status_code)
    kind = answer.get("Content-Type", "")
    if answer.content and "charset" not in kind and not kind.startswith(WITHOUT_CHARSET):
        found.append(kind)
    if not address.public and "no-store" not in answer.get("Cache-Control", ""):
        found.append("kept")
    return found + [f"sends {field} in the address" for field in personal(address, answer)]


def personal(address, answer):
    """Fields of forms that send by address: searches, whose fields are words of a search and choices."""
    if "text/html" not in answer.get("Content-Type", "") or address.name.startswith("admin:"):
        return
    for form in pages.soup(answer.content).find_all("form"):
        if form.get("method", "get").lower() == "get":
            for node in form.find_all(["input", "select", "textarea"]):
                if PERSONAL.search(node.get("name", "")):
                    yield node["name"]


def faults(client, language="fi", query="", admin=True):
    walked = [one for one in addresses(language) if admin or not one.name.startswith("admin:")]
    answers = {address: client.get(address.path + query) for address in walked}
    wrong = {address.path: faults_of(address, answer) for address, answer in answers.items()}
    return {path: found for path, found in wrong.items() if found}


@pytest.mark.once
def test_every_answer_to_nobody_is_guarded(client):
    assert faults(client) == {}


@pytest.mark.once
def test_every_answer_to_somebody_who_may_everything_is_guarded(everything, language):
    assert faults(everything, language, admin=language == "fi") == {}  # its addresses have no language


def test_no_query_makes_an_address_fail(everything):
    assert (
        faults(
            everything, query=f"?q=%00{'x' * 3000}&pk=%00&%ED%A0%80=%FF&page={'9' * 20}&e=%0D%0A", admin=False
        )
        == {}
    )


@pytest.mark.once
def test_nothing_behind_sign_in_is_fetched_ahead(client):
    rules = client.get(reverse("speculation_rules")).json()["prefetch"][0]["where"]["and"][1]["not"][
        "href_matches"
    ]
    beginnings = [rule.removesuffix("*") for rule in rules]
    hidden = [one.path for language in ("fi", "sv") for one in addresses(language) if not one.public]
    assert len(hidden) > 50
    assert [path for path in hidden if not path.startswith(tuple(beginnings))] == []


# ------------------------------------------------------------ forms from elsewhere, and nothing done by a link
@pytest.mark.once
def test_a_form_from_elsewhere_is_refused_at_every_address(everything):
    """Those without Django's token either ask where the form came from, or do nothing that could be forged."""
    strict = Client(enforce_csrf_checks=True, raise_request_exception=False)
    strict.cookies = everything.cookies
    open_ones = {}
    for address in addresses():
        headers = {"origin": "https://evil.example", "sec-fetch-site": "cross-site"}
        answer = strict.post(address.path, {"next": "/"}, headers=headers)
        if answer.status_code not in {403, 404, 405} and not (
            answer.status_code == 302 and "tarjotin" in answer.url
        ):
            open_ones[address.name] = answer.status_code
    assert open_ones == {"together": 200, "hand_over": 200}


@pytest.mark.once
def test_opening_every_address_changes_nothing(everything):
    """But for lines of the log, counters, the session and the lists that remember when they were read."""
    apart = ("audit_", "counters_", "django_session", "usersessions_", "hyte_cache", "sqlite_sequence")

    def dump():
        with connection.cursor() as cursor:
            tables = [
                name for name in connection.introspection.table_names(cursor) if not name.startswith(apart)
            ]
            return {
                name: sorted(map(repr, cursor.execute(f'SELECT * FROM "{name}"').fetchall()))
                for name in tables
            }

    factories.full_service()
    before = dump()
    for address in addresses():
        everything.get(address.path)
    after = dump()
    assert {name for name in before if before[name] != after[name]} == set()


# ------------------------------------------------------------ ways out
ELSEWHERE = [
    "https://evil.example/",
    "//evil.example",
    "/\\evil.example",
    "https:evil.example",
    "\t//evil.example",
    "/fi/\r\nLocation: https://evil.example",
    "\\\\evil.example",
    "https:///evil.example",
    "http:/\\evil.example",
    "/%09/evil.example",
    "javascript:alert(1)",
    "//testserver@evil.example",
    "https://testserver.evil.example",
    "///evil.example",
]


ENDING = {"account_logout"}  # by form it ends the session of the walk
ADMINS_DOORS = {"admin:login", "admin:language", "admin:index"}


def leaves(answer):
    """Whether a browser would follow the answer to another site."""
    place = answer.headers.get("Location", "")
    if "\r" in place or "\n" in place or "\t" in place or "\\" in place:
        return True
    target = urlsplit(place)
    return bool(target.scheme or target.netloc) and target.netloc != "testserver" or place.startswith("//")


@pytest.mark.once
def test_no_address_leads_to_another_site(everything):
    """As a reader who is signed in, and as one who is not; by link and by form."""
    nobody = Client(raise_request_exception=False)
    own = {"origin": "http://testserver", "sec-fetch-site": "same-origin"}

    def by_link(browser, address, target):
        return browser.get(address.path, {"next": target}, headers={"referer": target})

    def by_form(browser, address, target):
        return browser.post(address.path, {"next": target, "language": "sv"}, headers=own)

    ways = [
        (way, browser, address)
        for address in addresses()
        if not address.name.startswith("admin:") or address.name in ADMINS_DOORS
        for way, browser in product((by_link, by_form), (nobody, everything))
        if browser is everything
        or address.public
        or address.name == "workspace"  # the others are sent to sign-in alike
        if not (way is by_form and browser is everything and address.name in ENDING)
    ]
    leading = [way for way in ways if "Location" in way[0](*way[1:], "/fi/").headers]
    assert {"admin:login", "admin:language", "tray_add"} <= {address.name for *_, address in leading}
    out = [
        (address.path, target)
        for (way, browser, address), target in product(leading, ELSEWHERE[:6])
        if leaves(way(browser, address, target))
    ]
    assert out == []


@pytest.mark.once
def test_a_way_out_is_seen():
    from django.http import HttpResponse

    for place in ("https://evil.example/", "//evil.example", "/\\evil.example"):
        assert leaves(HttpResponse(headers={"Location": place}))
    assert not leaves(HttpResponse(headers={"Location": "/fi/?next=https://evil.example"}))


@pytest.mark.once
def test_signing_in_leads_to_our_own_site_alone(client):
    user = factories.user(Role.EDITOR)
    for target in ELSEWHERE:
        answer = client.post(
            reverse("account_login"), {"login": user.email, "password": "salasana", "next": target}
        )
        assert not leaves(answer), target


# ------------------------------------------------------------ addresses
NAMES = {
    "pk",
    "number",
    "slug",
    "key",
    "keys",
    "section",
    "token",
    "object_id",
    "app_label",
    "uidb36",
    "action",
    "kind",
}


@pytest.mark.once
def test_addresses_hold_numbers_and_names_of_things_and_never_of_people():
    odd = {(one.name, place) for one in addresses() for place in one.places if place not in NAMES}
    assert odd == set()


# ------------------------------------------------------------ cookies, transport
@pytest.mark.once
def test_cookies_of_production_are_bound_to_the_host_and_out_of_reach_of_scripts():
    names = ["SECURE", "HTTPONLY", "SAMESITE", "PATH", "DOMAIN", "NAME"]
    for kind, expected in (
        ("SESSION", [True, True, "Lax", "/", None, "__Host-session"]),
        ("CSRF", [True, True, "Strict", "/", None, "__Host-csrf"]),
    ):
        asked = ", ".join(f"settings.{kind}_COOKIE_{name}" for name in names)
        assert setting(f"[{asked}]", **PRODUCTION) == expected


@pytest.mark.once
def test_browsers_come_back_over_https_alone():
    asked = "[settings.SECURE_HSTS_SECONDS, settings.SECURE_HSTS_INCLUDE_SUBDOMAINS, settings.SECURE_SSL_REDIRECT]"
    seconds, subdomains, redirected = setting(asked, **PRODUCTION)
    assert seconds >= 365 * 24 * 3600 and subdomains and redirected


# ------------------------------------------------------------ sizes
@pytest.mark.parametrize("address", ["/fi/palvelut/", "/fi/tili/kirjaudu/", "/fi/olematon/"])
@pytest.mark.parametrize(
    "content_type", ["application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "x/y"]
)
@pytest.mark.once
def test_a_body_larger_than_any_form_is_refused_unread(client, address, content_type):
    class Unread:
        def read(self, *args):
            raise AssertionError("the body was read")

        readline = read

    answer = client.generic(
        "POST", address, b"", content_type, CONTENT_LENGTH="1000001", **{"wsgi.input": Unread()}
    )
    assert answer.status_code == 413
    assert "Mitään ei tallennettu." in answer.content.decode()


@pytest.mark.parametrize("length", ["-1", "1e3", "x", "9" * 40])
@pytest.mark.once
def test_a_length_that_is_none_is_refused(client, length):
    assert client.get("/fi/", CONTENT_LENGTH=length).status_code == 413
