"""A walk over every address in every language: what each page owes its reader, its browser and its machine."""

import json
import re

import pytest
from django.contrib.staticfiles import finders
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import get_resolver, reverse
from django.urls.resolvers import URLPattern
from django.utils.translation import override

from organisations.models import Organisation
from pathways.assessments.instruments import instruments
from tests import factories as make
from tests import pages
from tests.kept import fresh, kept
from tests.pathways import making
from tests.security import referral_rules

LANGUAGES = ["fi", "sv"]
pytestmark = pytest.mark.once  # pages; what databases answer differently is tested where it is asked


def build():
    """Six municipalities, a unit under an association, and one service of each kind."""
    make.municipalities()
    theme = make.theme("sleep")
    home = make.organisation(
        name_fi="Haminan Seura", name_sv="Fredrikshamns Förening", municipality=make.municipality()
    )
    unit = make.organisation(kind="unit", parent=home, municipality=make.municipality("285"))
    full = make.full_service(provider=unit, themes=[theme])
    bare = make.service(
        name_fi="Vain suomeksi", name_sv="", summary_fi="Ei ruotsiksi.", summary_sv="", themes=[theme]
    )
    pathway = making.full(themes=[theme])
    return {
        "organisation": home,
        "unit": unit,
        "service": full,
        "bare": bare,
        "test": instruments()["movement"],
        "pathway": pathway,
        "pathway_professional": making.ForProfessionals(pathway),
    }


made = kept(build)


@pytest.fixture
def world(made, db):
    return fresh(made)


# Each name of the URLconf with its examples: the rows of the world whose addresses are walked.
EXAMPLES = {
    "home": [None],
    "services": [None],
    "service_map": [None],
    "assessments": [None],
    "assessment": ["test"],
    "hand_over": [None],
    "about": [None],
    "privacy": [None],
    "accessibility": [None],
    "service": ["service", "bare"],
    "organisation": ["organisation", "unit"],
    "pathways": [None],
    "pathway_overview": [None],
    "pathway": ["pathway"],
    "pathway_professional": ["pathway_professional"],
    "together": [None],
}
# Addresses that are no pages for readers: (address, type of content).
OTHERS = {
    "map_data": ("/fi/palvelut/kartta/paikat.json", "application/json"),
    "map_cards": ("/fi/palvelut/kartta/m075/", "text/html"),
    "suggestions": ("/fi/palvelut/ehdotukset/?q=pal", "application/json"),
    "service_places": ("/fi/palvelut/{service.pk}/paikat.json", "application/json"),
    "live": ("/health/live", "text/plain"),
    "ready": ("/health/ready", "text/plain"),
    "robots": ("/robots.txt", "text/plain"),
    "speculation_rules": ("/speculation-rules.json", "application/speculationrules+json"),
    "sitemap": ("/sitemap.xml", "application/xml"),
    "sitemap_section": ("/sitemap-services.xml", "application/xml"),
}
# Addresses for forms alone, of one visitor, or for the pages of others: tested where they live.
ELSEWHERE = {
    "tests/tray": [
        "tray", "tray_add", "tray_remove", "tray_move", "tray_clear", "tray_restore", "tray_municipality",
        "tray_here", "tray_shared", "tray_copy",
    ],
    "tests/people": [
        "workspace", "people", "invite", "person", "person_invite", "person_close", "person_open", "membership_add",
        "membership_change", "membership_end", "usage_log", "usage_log_report",
    ],
    "tests/signin": [
        "account", "account_login", "account_logout", "account_reauthenticate", "account_change_password",
        "account_reset_password", "account_reset_password_done", "account_reset_password_from_key",
        "account_reset_password_from_key_done", "invitation", "practice_sign_in", "practice_confirm",
        "mfa_index", "mfa_authenticate", "mfa_reauthenticate", "mfa_activate_totp", "mfa_deactivate_totp",
        "mfa_view_recovery_codes", "mfa_generate_recovery_codes", "usersessions_list", "end_session",
        "new_address", "new_address_confirm",
    ],
    "tests/outbox": ["messages_stuck", "job_runs", "practice_inbox"],
    "tests/referrals": [*referral_rules.PAGES, *referral_rules.POSTED, *referral_rules.OWN],
    "tests/embed": ["embed_services", "embed_list", "embed_theme", "embed_pathway"],
}  # fmt: skip
WALK = [(name, row) for name, rows in EXAMPLES.items() for row in rows]


def address(name, row, world, language):
    with override(language):
        return world[row].get_absolute_url(language) if row else reverse(name)


def names(patterns, namespace=""):
    """The names of every address of ours; the admin's are walked by its own tests."""
    for pattern in patterns:
        if isinstance(pattern, URLPattern):
            yield pattern.name
        elif pattern.namespace != "admin":
            yield from names(pattern.url_patterns)


def test_every_address_has_an_example():
    assert set(names(get_resolver().url_patterns)) == set(EXAMPLES).union(OTHERS, *ELSEWHERE.values())


@pytest.mark.parametrize(("name", "row"), WALK)
def test_page_is_whole(client, world, language, name, row):
    response = client.get(address(name, row, world, language))
    assert response.status_code == 200
    assert pages.faults_of(response.content.decode(), language) == []
    assert pages.faults_of_headers(response.headers) == []
    assert response["Content-Language"] == language
    assert not response.cookies


@pytest.mark.parametrize(
    "query", ["?q=zzz", "?q=ryhm%C3%A4&price=free", "?price=nonsense", "?page=2&sort=name", "?" + "q=a" * 400]
)
@pytest.mark.parametrize("name", ["services", "service_map"])
def test_results_are_whole_whatever_is_asked(client, world, language, name, query):
    response = client.get(address(name, None, world, language) + query)
    assert response.status_code in (200, 404)
    assert pages.faults_of(response.content.decode(), language) == []


@pytest.mark.parametrize("path", ["nothing-here/", "palvelut/999999/x/", "tjanster/999999/x/"])
def test_error_page_is_whole(client, world, language, path):
    response = client.get(f"/{language}/{path}")
    assert response.status_code == 404
    assert pages.faults_of(response.content.decode(), language) == []


def test_a_service_that_is_gone_answers_so_with_alternatives(client, world, language):
    world["service"].archive(by=make.user())
    response = client.get(world["service"].get_absolute_url(language))
    assert response.status_code == 410
    assert pages.faults_of(response.content.decode(), language) == []
    assert world["bare"].get_absolute_url(language) in response.content.decode()


@pytest.mark.parametrize(("name", "where"), OTHERS.items())
def test_machines_address_answers(client, world, name, where):
    path, kind = where
    response = client.get(path.format(**world))
    assert response.status_code == 200
    assert response["Content-Type"].startswith(kind)
    assert not response.cookies


def test_titles_tell_pages_apart(client, world, language):
    paths = [address(name, row, world, language) for name, row in WALK]
    titles = [pages.title(pages.soup(client.get(path).content)) for path in paths]
    assert len(set(titles)) == len(titles), titles


def test_every_link_leads_somewhere(client, world, language):
    """Ours only; an anchor must exist on the page it leads to, and a file among the static files."""
    dead, known = [], {}

    def page_at(path):
        if path not in known:
            response = client.get(path, follow=True)  # for professionals: by way of the sign-in
            known[path] = response.status_code, pages.soup(response.content)
        return known[path]

    for name, row in WALK:
        here = address(name, row, world, language)
        for link in sorted(pages.links(page_at(here)[1])):
            target, _, anchor = link.partition("#")
            if link.startswith("/static/"):
                alive = finders.find(target.removeprefix("/static/"))
            elif link.startswith(("http://", "https://", "mailto:", "tel:")):
                alive = not link.startswith("http://testserver")
            else:
                path = target if target.startswith("/") else here.partition("?")[0] + target
                status, page = page_at(path)
                alive = status == 200 and (not anchor or page.find(id=anchor))
            if not alive:
                dead.append(f"{here} → {link}")
    assert dead == []


@pytest.mark.parametrize(("name", "row"), WALK)
def test_languages_of_a_page_name_each_other(client, world, settings, language, name, row):
    path = address(name, row, world, language)
    page = pages.soup(client.get(path).content)
    pair = pages.alternates(page)
    assert {code: pair.get(code) for code in LANGUAGES} == {
        code: settings.HYTE_ORIGIN + address(name, row, world, code) for code in LANGUAGES
    }
    assert pages.canonical(page) == settings.HYTE_ORIGIN + path
    other = next(code for code in LANGUAGES if code != language)
    there = client.get(pair[other].removeprefix(settings.HYTE_ORIGIN))
    assert pages.alternates(pages.soup(there.content)) == pair
    switch = page.find("a", hreflang=other) or page.find("a", lang=other)
    assert switch["href"] == address(name, row, world, other)


def test_the_switch_of_language_keeps_the_search(client, world, language):
    other = next(code for code in LANGUAGES if code != language)
    query = "?q=ryhm%C3%A4&municipality=075&page=1"
    page = pages.soup(client.get(address("services", None, world, language) + query).content)
    switch = page.find("a", hreflang=other) or page.find("a", lang=other)
    assert switch["href"] == address("services", None, world, other) + query


def test_a_text_that_is_not_in_the_language_of_the_page_says_so(client, world):
    page = pages.soup(client.get(world["bare"].get_absolute_url("sv")).content)
    assert page.h1.find(lang="fi").get_text() == "Vain suomeksi"
    listed = pages.soup(client.get(address("services", None, world, "sv")).content)
    assert [node.get_text() for node in listed.select("h3 [lang=fi]")] == ["Vain suomeksi"]


def test_text_of_the_catalogue_is_never_markup(client, world, language):
    evil = '</script><script>alert("x")</script><b onclick=x>&'
    texts = {
        f"{field}_{code}": evil for field in ("name", "summary", "description", "price") for code in LANGUAGES
    }
    shown = make.full_service(**texts)
    lists = [address(name, None, world, language) for name in ("services", "service_map")]
    for path in (shown.get_absolute_url(language), *lists):
        html = client.get(path).content.decode()
        page = pages.soup(html)
        assert pages.inline(page) == []
        assert not page.find("b", onclick=True)
        assert evil in page.get_text()
        for block in page.find_all("script", type="application/ld+json"):
            json.loads(block.string)


# ------------------------------------------------------------ queries
def queries(client, path):
    with CaptureQueriesContext(connection) as captured:
        response = client.get(path)
    assert response.status_code == 200
    return [query["sql"] for query in captured.captured_queries]


@pytest.mark.parametrize("language", ["fi", pytest.param("sv", marks=pytest.mark.long)])
@pytest.mark.parametrize(
    "name", ["home", "services", "service_map", "service", "organisation", "pathways", "pathway"]
)
def test_pages_ask_the_database_as_often_for_fifty_rows_as_for_one(client, world, language, name):
    path = address(name, name if name in world else None, world, language)
    make.copies(world["service"], 1)
    client.get(path)  # what is read once in the life of a process
    few = queries(client, path)
    make.copies(world["service"], 49)
    for _ in range(3):
        make.add_rows(world["service"])
    client.get(path)  # the picture of the catalogue follows what was changed, once
    many = queries(client, path)
    assert len(few) == len(many), [sql[:60] + sql[sql.find(" FROM ") :][:80] for sql in many]


def test_sitemap_names_every_public_page_in_every_language(client, world, settings):
    listed = ""
    for section in re.findall(r"<loc>([^<]+)</loc>", client.get("/sitemap.xml").content.decode()):
        listed += client.get("/" + section.split("/", 3)[3]).content.decode()
    for language in LANGUAGES:
        for name, row in WALK:
            assert address(name, row, world, language) + "<" in listed


def test_organisations_exist_for_the_walk(world):
    assert Organisation.objects.filter(pk=world["unit"].pk, parent=world["organisation"]).exists()
