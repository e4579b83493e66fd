"""The team's inbox: what waits, in which order, for whom, and finding a client without a name in an address."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from audit.models import Entry
from organisations.models import Role
from referrals import tracing
from referrals.models import Assignment, Referral, State
from tests import factories, pages
from tests.referrals.scene import referral, team, unit
from tests.signing import enter

pytestmark = pytest.mark.django_db


@pytest.fixture
def inbox():
    return reverse("referral_inbox")


def names(response):
    return [one.get_text() for one in pages.soup(response.content).select("tbody th a")]


def lists(response):
    """``{list: number}`` of the work lists."""
    return {name: number for name, _words, number, _link in response.context["lists"]}


def due(assignment, days, **more):
    Assignment.objects.filter(pk=assignment.pk).update(
        due_on=timezone.localdate() + timedelta(days=days), **more
    )
    return assignment


def test_the_oldest_promise_comes_first_and_each_row_says_what_is_next(as_, made, inbox):
    for name, days in (("Toinen", 0), ("Kolmas", 4), ("Ensimmäinen", -2)):
        due(referral(made, name=name), days)
    response = as_("adviser").get(inbox)
    assert names(response) == ["Ensimmäinen", "Toinen", "Kolmas"]
    text = pages.soup(response.content).tbody.get_text(" ")
    assert "2 päivää myöhässä" in text
    assert "Tänään" in text
    assert text.count("Ota vastaan tai palauta") == 3
    assert names(as_("adviser").get(inbox, {"sort": "-due"})) == ["Kolmas", "Toinen", "Ensimmäinen"]
    assert names(as_("adviser").get(inbox, {"sort": "arrived"})) == ["Toinen", "Kolmas", "Ensimmäinen"]


def test_every_open_referral_waits_in_one_list_and_closed_ones_in_none(as_, made, inbox):
    for state in State.values:
        referral(made, state)
    seen = referral(made)
    Assignment.objects.filter(pk=seen.pk).update(seen_at=timezone.now())
    response = as_("intake").get(inbox)
    assert lists(response) == {
        "all": 8, "new": 1, "decide": 1, "contact": 2, "booked": 1, "follow": 1, "waiting": 1, "hold": 1,
    }  # fmt: skip
    for name in ("new", "decide", "contact", "booked", "follow", "waiting", "hold"):
        shown = as_("intake").get(inbox, {"list": name})
        assert len(names(shown)) == lists(shown)[name]


def test_ones_own_and_those_without_an_adviser_are_told_apart(as_, made, inbox):
    referral(made, "accepted", name="Omani")
    referral(made, name="Uusi")
    assert names(as_("adviser").get(inbox, {"whose": "mine"})) == ["Omani"]
    assert names(as_("colleague").get(inbox, {"whose": "mine"})) == []
    assert names(as_("colleague").get(inbox, {"whose": "nobody"})) == ["Uusi"]


@pytest.mark.once
def test_what_no_page_of_ours_sends_shows_the_whole_list(as_, made, inbox):
    referral(made)
    for query in ({"list": "'; --"}, {"whose": "x"}, {"sort": "name"}, {"page": "0"}, {"page": "x" * 300}):
        assert len(names(as_("adviser").get(inbox, query))) == 1


def test_what_another_organisation_has_and_what_is_restricted_is_not_in_the_list(as_, made, inbox):
    other = unit(factories.organisation(name_fi="Muu"), "Muu neuvonta")
    team(other, made.kind)
    foreign = referral(made)
    Assignment.objects.filter(pk=foreign.pk).update(receiver=other, team=other.team)
    limited = referral(made)
    Referral.objects.filter(pk=limited.referral_id).update(restricted_at=timezone.now())
    response = as_("adviser").get(inbox)
    assert names(response) == []
    assert lists(response)["all"] == 0


def test_the_list_is_one_line_of_the_log_with_what_it_showed(as_, made, inbox):
    shown = [str(referral(made).referral_id) for _ in range(2)]
    as_("adviser").get(inbox)
    line = Entry.objects.doing("listed").newest().first()
    assert (line.subject_kind, line.subject_id, sorted(line.shown)) == ("referral", "", sorted(shown))


def test_fifty_rows_ask_the_database_as_often_as_one(as_, made, inbox):
    browser = as_("adviser")

    def asked():
        with CaptureQueriesContext(connection) as captured:
            assert browser.get(inbox).status_code == 200
        return len(captured)

    referral(made, "contacting")
    asked()
    few = asked()
    for _ in range(24):
        referral(made, "contacting")
        referral(made)
    assert asked() == few


# ------------------------------------------------------------ finding
def marked(made, **client):
    one = referral(made, **client)
    tracing.mark(one.referral, one.receiver)
    return one


@pytest.mark.parametrize(
    "typed",
    ["Virtanen", "virtanen ", "Eeva VIRTANEN", "Korhonen", "Virtanen-Korhonen", "3.4.1961", "1961-04-03"],
)
def test_a_client_is_found_by_surname_and_birth_date(as_, made, inbox, typed):
    one = marked(made, name="Eeva Virtanen-Korhonen")
    marked(made, name="Toinen Esimerkki", birth_date="1970-01-01")
    response = as_("intake").post(inbox, {"q": typed})
    assert names(response) == ["Eeva Virtanen-Korhonen"]
    assert response.request["QUERY_STRING"] == ""
    line = Entry.objects.doing("searched").newest().first()
    assert line.shown == [str(one.referral_id)]
    assert "irtanen" not in str(vars(line)).lower()


def test_a_client_is_found_by_the_number_however_it_is_written_and_when_it_is_closed(as_, made, inbox):
    one = referral(made, "completed")
    number = one.referral.number
    for typed in (number, number.lower(), number.replace("-", ""), number.replace("-", " ")):
        assert len(names(as_("adviser").post(inbox, {"q": typed}))) == 1


def test_clients_of_others_are_not_found(as_, made, inbox):
    one = marked(made, name="Eeva Virtanen")
    other = unit(factories.organisation(name_fi="Muu"), "Muu neuvonta")
    team(other, made.kind)
    stranger = factories.user(Role.ADVISER, other)
    client = as_("adviser")
    enter(client, stranger)
    for typed in ("Virtanen", "3.4.1961", one.referral.number):
        response = client.post(inbox, {"q": typed})
        assert names(response) == []
        assert "Virtanen</a>" not in response.content.decode()


@pytest.mark.once
def test_an_empty_search_says_what_to_write(as_, made, inbox):
    response = as_("adviser").post(inbox, {"q": " "})
    assert "Kirjoita numero, syntymäaika tai sukunimi." in response.content.decode()
    assert not Entry.objects.doing("searched").exists()
