"""Lists inside the pages of other websites: no frame of ours, no cookie, no button, and only where it is allowed."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from catalogue.tray import cookie, share
from hyteportal.parents import origins
from tests import pages
from tests.factories import copies, full_service, municipalities, service, theme, user
from tests.kept import fresh, kept
from tests.tray.pressing import COOKIE, address, hold, soup

pytestmark = [pytest.mark.django_db, pytest.mark.once]  # nothing here that databases answer differently
PARENT = "https://www.example.org"


def build():
    municipalities()
    return full_service(themes=[theme("exercise")])


made = kept(build)


@pytest.fixture
def one(made, db):
    return fresh(made)


@pytest.fixture
def paths(one, language):
    """The addresses of every kind, of one language."""
    token = share.link([f"s{one.pk}"]).url.rstrip("/").rpartition("/")[2]
    return {
        "services": address("embed_services", language),
        "theme": address("embed_theme", language, "exercise"),
        "list": address("embed_list", language, token),
    }


KINDS = pytest.mark.parametrize("kind", ["services", "theme", "list"])


def policy(answer):
    return dict(part.strip().split(" ", 1) for part in answer["Content-Security-Policy"].split(";"))


@KINDS
def test_it_shows_the_services_without_the_frame_of_the_portal(client, one, paths, language, kind):
    answer = client.get(paths[kind])
    page = soup(answer)
    assert page.select_one(".card h3 a")["href"] == one.get_absolute_url(language)
    assert not page.select("header, footer, nav, button, form, script[src], [data-tray]")
    assert pages.faults_of(answer.content.decode(), language) == []
    assert answer["Content-Language"] == language


@KINDS
def test_every_link_opens_the_portal_in_the_whole_window(client, paths, settings, kind):
    page = soup(client.get(paths[kind]))
    assert page.head.base.attrs == {"target": "_top"}
    assert not page.select("a[target]")
    assert page.select_one(".embed-foot a")["href"].startswith(settings.HYTE_ORIGIN)


@KINDS
def test_no_cookie_is_set_or_read(client, one, paths, kind):
    plain = client.get(paths[kind])
    hold(client, f"s{one.pk}", municipality="285", here={"exercise": "need"})
    client.cookies["csrftoken"] = "a" * 32
    client.cookies["sessionid"] = "b" * 32
    again = client.get(paths[kind])
    for answer in (plain, again):
        assert "Set-Cookie" not in answer.headers and not answer.cookies
        assert answer["Cache-Control"] == "public, max-age=60, stale-while-revalidate=300"
    assert again.content == plain.content and again["ETag"] == plain["ETag"]


@KINDS
def test_without_a_setting_no_website_may_show_it(client, paths, kind):
    answer = client.get(paths[kind])
    assert policy(answer)["frame-ancestors"] == "'none'"
    assert "X-Frame-Options" not in answer


@KINDS
def test_the_websites_of_the_setting_may_show_it(client, paths, settings, kind):
    settings.HYTE_EMBED_PARENTS = [PARENT, "https://intra.example.org"]
    answer = client.get(paths[kind])
    assert policy(answer)["frame-ancestors"] == f"{PARENT} https://intra.example.org"
    assert "X-Frame-Options" not in answer
    rest = {name: value for name, value in policy(answer).items() if name != "frame-ancestors"}
    other = policy(client.get("/fi/"))
    assert rest == {name: value for name, value in other.items() if name != "frame-ancestors"}
    kept = client.get(paths[kind], headers={"if-none-match": answer["ETag"]})
    assert kept.status_code == 304 and "X-Frame-Options" not in kept
    assert policy(kept)["frame-ancestors"] == f"{PARENT} https://intra.example.org"


def test_other_pages_stand_in_no_frame_whatever_is_allowed(client, one, settings, language):
    settings.HYTE_EMBED_PARENTS = [PARENT]
    for path in (f"/{language}/", address("services", language), address("tray", language), "/admin/login/"):
        answer = client.get(path)
        assert pages.faults_of_headers(answer.headers) == [], path


@KINDS
def test_no_search_engine_lists_it_beside_the_page_it_comes_from(client, paths, kind):
    assert client.get(paths[kind])["X-Robots-Tag"] == "noindex"
    assert not re.search("upotus|inbaddning", client.get("/sitemap-pages.xml").content.decode())


def test_the_filters_of_the_address_narrow_the_list(client, one, language):
    other = service(price_kind="free")
    path = address("embed_services", language)
    assert len(soup(client.get(path)).select(".card")) == 2
    for query, shown in (("price=free", other), ("municipality=285&price=paid", one)):
        page = soup(client.get(f"{path}?{query}"))
        assert [link["href"] for link in page.select(".card h3 a")] == [shown.get_absolute_url(language)]
        assert query in page.select_one(".embed-foot a")["href"]


def test_a_theme_may_be_narrowed_and_not_widened(client, one, language):
    service(themes=[theme("culture")], price_kind="free")
    path = address("embed_theme", language, "exercise")
    for query in ("", "?theme=culture", "?price=paid"):
        assert len(soup(client.get(path + query)).select(".card")) == 1
    assert not soup(client.get(path + "?price=free")).select(".card")


@pytest.mark.parametrize(
    "query", ["?price=nonsense", "?q=" + "a" * 2000, "?theme=%00", "?page=99", "?near=x&where=%00"]
)
def test_a_wrong_filter_is_no_fault(client, one, language, query):
    answer = client.get(address("embed_services", language) + query)
    assert answer.status_code == 200
    assert pages.faults_of(answer.content.decode(), language) == []


def test_what_is_not_there_says_so_inside_the_frame(client, one, language, settings, monkeypatch):
    settings.HYTE_EMBED_PARENTS = [PARENT]
    words = {"fi": "Ei enää täällä", "sv": "Finns inte längre här"}
    token = share.link(["s1"]).url.rstrip("/").rpartition("/")[2]
    answers = [
        client.get(address("embed_theme", language, "nonsense")),
        client.get(address("embed_list", language, "forged")),
        client.get(address("embed_list", language, token[:-1])),
    ]
    monkeypatch.setattr(share.Shared, "over", True)
    over = client.get(address("embed_list", language, token))
    assert [answer.status_code for answer in answers] == [404, 404, 404] and over.status_code == 410
    for answer in (*answers, over):
        assert soup(answer).h1.get_text() == words[language]
        assert policy(answer)["frame-ancestors"] == PARENT and not answer.cookies
        assert pages.faults_of(answer.content.decode(), language) == []


def test_what_is_gone_of_a_shared_list_is_shown_so(client, language):
    one = service()
    one.archive(by=user())
    token = share.link([f"s{one.pk}"]).url.rstrip("/").rpartition("/")[2]
    [card] = soup(client.get(address("embed_list", language, token))).select(".card")
    assert getattr(one, f"name_{language}") in card.get_text() and not card.select("a")


@KINDS
def test_fifty_services_cost_as_many_queries_as_one(client, one, paths, language, kind):
    def queries(path):
        client.get(path)
        with CaptureQueriesContext(connection) as captured:
            client.get(path)
        return len(captured)

    few = queries(paths[kind])
    keys = [f"s{one.pk}", *(f"s{row.pk}" for row in copies(one, 49))]
    token = share.link(keys).url.rstrip("/").rpartition("/")[2]
    many = queries(address("embed_list", language, token) if kind == "list" else paths[kind])
    assert few == many == 2


def test_only_reading_is_allowed(client, paths):
    for path in paths.values():
        assert client.post(path).status_code in (403, 405)


@pytest.mark.parametrize(
    "origin",
    [
        "www.example.org",
        "http://www.example.org",
        "https://www.example.org/",
        "https://www.example.org/page",
        "https://*.example.org",
        "https://www.example.org https://evil.example",
        "https://EXAMPLE.org",
        "https://example",
        "*",
        "'self'",
        "https://example.org;script-src",
        "https://a@example.org",
    ],
)
def test_a_parent_that_is_no_origin_stops_the_start(origin):
    with pytest.raises(Exception, match="HYTE_EMBED_PARENTS"):
        origins([PARENT, origin], production=True)
    if origin.startswith("https"):
        with pytest.raises(Exception, match="HYTE_EMBED_PARENTS"):
            origins([origin], production=False)


def test_the_machine_itself_may_show_it_outside_production_only():
    here = ["http://127.0.0.1:8000", "http://localhost:8000"]
    assert origins([*here, PARENT, "https://example.org:8443"], production=False) == [
        *here,
        PARENT,
        "https://example.org:8443",
    ]
    with pytest.raises(Exception, match="HYTE_EMBED_PARENTS"):
        origins(here, production=True)


def test_the_cookie_of_the_tray_is_the_one_these_tests_send():
    assert cookie.name() == COOKIE
