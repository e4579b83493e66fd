"""The work of one request: one transaction behind sign-in, undone whole, with refusals written down afterwards."""

import pytest
from django.db import connection

from audit.models import Entry
from organisations.models import Organisation, Role
from tests import factories


@pytest.fixture
def site(client, settings, db):
    settings.ROOT_URLCONF = "tests.security.site"
    client.raise_request_exception = False
    return client


@pytest.fixture
def signed_in(site):
    city = factories.organisation(kind="municipality", municipality=factories.municipality("285"))
    site.user = factories.user(Role.ADVISER, city, name="Eeva Esimerkki")
    site.force_login(site.user)
    Entry.objects.count()
    return site


def made():
    return Organisation.objects.filter(name_fi="Tehty").count()


def lines():
    return [
        (line.action, line.denied) for line in Entry.objects.order_by("pk") if line.subject_kind == "person"
    ]


def open_page(client, name):
    path = name if name.startswith("/") else f"/try/{name}/"
    return client.get(path, REMOTE_ADDR="192.0.2.77")


def test_a_page_and_its_line_of_the_log_are_kept_together(signed_in):
    answer = open_page(signed_in, "works")
    assert answer.status_code == 200
    assert made() == 1
    line = Entry.objects.get(subject_kind="person")
    assert (line.actor_id, line.actor_label, line.role) == (signed_in.user.pk, "Eeva Esimerkki", "adviser")
    assert line.network == "192.0.2.0/24"


@pytest.mark.parametrize(
    ("name", "status"),
    [
        ("fails", 500),
        ("missing", 404),
        ("forbidden", 403),
        ("answers_500", 500),
        ("late", 500),
        ("streams", 500),
    ],
)
def test_a_page_that_fails_leaves_nothing(signed_in, name, status):
    answer = open_page(signed_in, name)
    assert answer.status_code == status
    assert "Eeva Esimerkki" not in answer.content.decode()
    assert made() == 0
    assert ("read", False) not in lines()


@pytest.mark.parametrize("name", ["fails", "missing", "forbidden", "answers_500"])
def test_a_refusal_is_written_after_the_page_was_undone(signed_in, name):
    open_page(signed_in, name)
    assert lines() == [("read", True)]
    line = Entry.objects.get(denied=True, subject_kind="person")
    assert (line.actor_id, line.network) == (signed_in.user.pk, "192.0.2.0/24")


def test_a_refusal_without_an_exception_is_written_too(signed_in):
    assert open_page(signed_in, "answers_403").status_code == 403
    assert made() == 1
    assert lines() == [("read", False), ("read", True)]
    assert Entry.objects.filter(subject_kind="person").values("request_id").distinct().count() == 1


def test_whoever_answers_an_exception_is_asked_after_the_rollback(signed_in):
    """The library of sign-in sends to its confirmation; that answer must survive, the work must not."""
    answer = open_page(signed_in, "step_up")
    assert answer.status_code == 302
    assert made() == 0
    assert lines() == [("read", True)]
    assert open_page(signed_in, "works").status_code == 200  # the session was kept


@pytest.mark.parametrize("name", ["apart", "/fi/tili/try/", "/sv/konto/try/"])
def test_pages_of_sign_in_keep_what_they_counted(signed_in, name):
    depth = open_page(signed_in, "works").content.decode()
    apart = open_page(signed_in, name).content.decode()
    assert int(apart.split()[0]) == int(depth.split()[0]) - 1


@pytest.mark.django_db(transaction=True)
def test_a_page_whose_commit_fails_is_not_shown(site):
    site.force_login(factories.user(Role.ADVISER))
    answer = open_page(site, "spoils")
    assert answer.status_code == 500
    assert "shown" not in answer.content.decode()
    assert made() == 0
    assert not connection.in_atomic_block


def test_nobody_signed_in_is_sent_to_sign_in_and_nothing_is_begun(site):
    answer = open_page(site, "works")
    assert answer.status_code == 302
    assert "/try/works/" in answer["Location"]
    assert made() == 0


def test_a_public_page_asks_neither_session_nor_database(signed_in, django_assert_num_queries):
    with django_assert_num_queries(0):
        answer = open_page(signed_in, "open")
    assert "Cookie" not in answer.get("Vary", "")
    assert "no-store" not in answer.get("Cache-Control", "")


@pytest.mark.parametrize(
    "name", ["works", "missing", "fails", "step_up", "/fi/tili/try/", "/fi/tili/kirjaudu/"]
)
def test_nothing_behind_sign_in_is_kept_by_a_browser_or_a_cache(signed_in, name):
    answer = open_page(signed_in, name)
    assert {"no-store", "private"} <= {part.strip() for part in answer["Cache-Control"].split(",")}
    assert answer["X-Robots-Tag"] == "noindex"


@pytest.mark.postgres
def test_the_scope_is_the_persons_and_ends_with_the_request(signed_in):
    assert open_page(signed_in, "scope").content.decode() == repr((str(signed_in.user.pk), "285"))
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('app.user', true)")
        assert not cursor.fetchone()[0]
    coordinator = factories.user(Role.COORDINATOR)
    signed_in.force_login(coordinator)
    assert open_page(signed_in, "scope").content.decode() == repr((str(coordinator.pk), ""))
