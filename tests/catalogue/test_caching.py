"""What browsers may keep of a public page: its ETag, Cache-Control, and what is fetched before a link is pressed."""

from datetime import timedelta

import pytest
from django.db import connection
from django.http import HttpResponse
from django.middleware.csrf import get_token
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from catalogue import caching
from tests import factories as make

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.once,
]  # index, state and documents are tested on both engines
FI, SV = "/fi/palvelut/", "/sv/tjanster/"


def tag(client, path=FI, **headers):
    return client.get(path, headers=headers).get("ETag")


def test_a_page_that_the_browser_has_is_not_made_again_and_costs_one_query(client):
    made = make.service()
    for path in ("/fi/", FI, "/fi/palvelut/kartta/", "/fi/tietoa/", made.get_absolute_url("fi")):
        known = tag(client, path)
        assert known.startswith('W/"'), path
        with CaptureQueriesContext(connection) as captured:
            answer = client.get(path, headers={"if-none-match": known})
        assert (answer.status_code, answer.content, answer["ETag"], len(captured)) == (304, b"", known, 1)


def test_the_organisations_page_is_kept_too(client):
    path = make.organisation().get_absolute_url("sv")
    assert client.get(path, headers={"if-none-match": tag(client, path)}).status_code == 304


def test_a_change_of_the_catalogue_makes_another_page(client):
    made = make.service()
    before = tag(client)
    assert tag(client) == before
    made.refresh()
    assert tag(client) != before
    assert client.get(FI, headers={"if-none-match": before}).status_code == 200


def test_another_day_cookie_language_address_or_release_makes_another_page(client, monkeypatch):
    make.service()
    tags = [tag(client), tag(client, SV), tag(client, FI + "?price=free"), tag(client, cookie="a=1")]
    tags.append(tag(client, cookie="a=2"))
    tomorrow = timezone.localdate() + timedelta(days=1)
    with monkeypatch.context() as patch:
        patch.setattr(timezone, "localdate", lambda *_: tomorrow)
        tags.append(tag(client))
    monkeypatch.setattr(caching, "stamp", lambda: "another release")
    tags.append(tag(client))
    assert len(set(tags)) == len(tags)


def test_the_stamp_of_a_release_follows_its_settings(settings):
    before = caching.stamp.__wrapped__()
    assert caching.stamp.__wrapped__() == before
    settings.HYTE_FEEDBACK_EMAIL = "toinen@example.org"
    assert caching.stamp.__wrapped__() != before


def test_shared_caches_keep_only_what_was_asked_for_without_a_cookie(client):
    open_page = client.get(FI)
    assert open_page["Cache-Control"] == "public, max-age=60, stale-while-revalidate=300"
    own = client.get(FI, headers={"cookie": "kori=1"})
    assert set(own["Cache-Control"].split(", ")) == {"private", "no-cache"}
    kept = client.get(FI, headers={"if-none-match": open_page["ETag"]})
    assert kept["Cache-Control"] == open_page["Cache-Control"]
    assert open_page["Vary"] == own["Vary"] == kept["Vary"] == "Cookie"


@pytest.mark.parametrize(
    "path", ["/fi/olematon/", "/fi/palvelut/999/x/", "/fi/palvelut/?page=99", "/health/live"]
)
def test_errors_and_machines_pages_are_not_kept(client, path):
    answer = client.get(path)
    assert "ETag" not in answer and "public" not in answer.get("Cache-Control", "")


def test_what_is_gone_or_moved_is_not_kept(client):
    made = make.service()
    assert "ETag" not in client.get(f"{FI}{made.pk}/vanha/")
    made.archive(by=make.user())
    assert "ETag" not in client.get(made.get_absolute_url("fi"))


def test_a_page_with_a_form_of_the_visitors_own_is_not_kept():
    def view(request):
        return HttpResponse(get_token(request))

    answer = caching.public(view)(RequestFactory().get("/fi/"))
    assert "ETag" not in answer and "Cache-Control" not in answer


def test_pages_being_developed_are_never_kept(client, settings):
    settings.DEBUG = True
    assert "ETag" not in client.get(FI)


# ------------------------------------------------------------ fetched before the link is pressed
def test_public_pages_name_the_rules_and_the_rules_leave_out_the_admin_and_searches(client):
    made = make.service()
    for path in ("/fi/", SV, made.get_absolute_url("sv")):
        assert client.get(path)["Speculation-Rules"] == '"/speculation-rules.json"'
    answer = client.get("/speculation-rules.json")
    assert answer["Content-Type"] == "application/speculationrules+json"
    [rule] = answer.json()["prefetch"]
    assert (rule["source"], rule["eagerness"]) == ("document", "moderate")
    [left_out] = [part["not"]["href_matches"] for part in rule["where"]["and"] if "not" in part]
    assert {"/admin/*", "/health/*", "/static/*", "/*\\?*q=*"} <= set(left_out)


def test_results_of_words_fetch_nothing_beforehand(client):
    make.service()
    assert "Speculation-Rules" not in client.get(FI + "?q=palvelu")
    assert "Speculation-Rules" not in client.get("/admin/login/")


def test_words_and_places_of_one_visitor_are_not_kept_between(client):
    make.service()
    for query in ("q=uni", "where=Kotka", "near=60.57,27.20"):
        kept = client.get(f"{FI}?{query}")["Cache-Control"]
        assert "private" in kept and "public" not in kept, query


def test_whoever_takes_any_answer_is_still_told_that_a_page_is_not_there(client):
    assert client.get(FI + "?page=999", headers={"if-none-match": "*"}).status_code == 404
