"""What hostile or careless staff send to the pages of referrals: nothing leaks, nothing breaks, nothing is unnoted."""

import uuid
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from audit.models import Entry
from organisations.models import Membership, Role
from referrals.making import Making
from referrals.models import Assignment, Link, Referral
from referrals.models.moving import NotNow
from tests import factories
from tests.kept import fresh, kept
from tests.referrals.lifecycle.situations import brings, by, go, ready, stage
from tests.referrals.scene import referral
from tests.referrals.working.conftest import move_of
from tests.signing import confirmed, enter

pytestmark = [pytest.mark.django_db, pytest.mark.once]
kept_stage = kept(stage)


@pytest.fixture
def made(kept_stage, db):
    return fresh(kept_stage)


def signed_in(client, user):
    enter(client, user)
    return confirmed(client)


def address(name, row):
    return reverse(name, args=[row.referral_id])


# ---------------------------------------------------------------- who may what
@pytest.mark.parametrize("page", ["referral_sent", "referral_copy", "referral_letter"])
def test_an_adviser_who_makes_referrals_elsewhere_prints_no_code_of_this_client(made, client, page):
    row, both = referral(made, "advising"), factories.user(Role.ADVISER, made.advice)
    Membership.objects.create(user=both, role=Role.PROFESSIONAL, organisation=made.harbour)
    signed_in(client, both)
    for answer in (client.get(address(page, row)), client.post(address(page, row))):
        assert answer.status_code in (404, 405)
    assert not Link.objects.exists() and Entry.objects.refused().exists()


def elsewhere(made):
    """Returned by Hamina, sent on to Kotka: Hamina's part."""
    row = ready(made, "sent")
    go(made, row, "decline", "I")
    row.refresh_from_db()
    go(made, row, "send_on", "R")
    return row


@pytest.mark.parametrize("deed", ["restrict", "erase"])
def test_a_team_that_returned_a_referral_changes_nothing_of_it(made, client, deed):
    row = elsewhere(made)
    signed_in(client, made.intake)
    page = client.post(address("referral_data", row), {"deed": deed}, follow=True)
    assert "Lähete on nyt toisella tiimillä" in page.content.decode()
    typed = {"version": row.version, "name": "Muutettu Nimi", "birth_date": "3.4.1961", "language": "fi"}
    client.post(address("referral_correct", row), typed)
    known = Referral.objects.select_related("client").get(pk=row.referral_id)
    assert known.restricted_at is None and known.erasure_asked_at is None
    assert known.client.name != "Muutettu Nimi"
    assert Entry.objects.refused().filter(action="changed").count() == 2


def test_a_team_that_returned_a_referral_does_not_read_where_it_went(made, client):
    row = elsewhere(made)
    Assignment.objects.filter(pk=row.pk).update(ended_at=timezone.now() - timedelta(days=1))
    signed_in(client, made.intake)
    assert "Kotka" not in client.get(address("referral_case", row)).content.decode()
    copy = client.post(address("referral_copy_of_data", row), {"form": "all"})
    assert copy.status_code == 200 and "Kotka" not in copy.content.decode()


def test_who_was_first_is_not_told_to_the_unit_when_it_is_the_teams_own_matter(made, client):
    row = ready(made, "accepted")
    go(made, row, "note", "I")
    signed_in(client, made.nurse)
    answer = client.post(move_of(row, "cancel"), {"version": 1, "reason": "moved", "text": "Muutti pois."})
    text = answer.content.decode()
    assert answer.status_code == 409 and "Muutti pois." in text
    assert 'class="promise"' not in text, text[text.index('class="promise"') :][:600]


# ---------------------------------------------------------------- what the log has
def test_whoever_begins_or_changes_a_draft_stands_in_the_log(made, client):
    signed_in(client, made.nurse)
    json, typed = {"headers": {"accept": "application/json"}}, {"name": "Eeva Esimerkki", "key": uuid.uuid4()}
    client.post(reverse("referral_new_kind", args=[made.kind.pk]), typed, **json)
    row = Assignment.objects.get(referral__key=typed["key"])
    lines = Entry.objects.allowed().doing("changed").filter(subject_id=str(row.referral_id))
    assert lines.count() == 1
    client.post(address("referral_draft_client", row), typed, **json)
    assert lines.count() == 1  # a pause in the maker's own typing
    client.post(address("referral_draft_client", row), typed)
    assert lines.count() == 2
    signed_in(client, factories.user(Role.PROFESSIONAL, made.station))
    client.post(address("referral_draft_client", row), typed, **json)
    assert lines.count() == 3


# ---------------------------------------------------------------- days
@pytest.mark.parametrize("day", ["31.12.9999", "1.1.0001"])
def test_a_day_at_the_end_of_the_calendar_is_no_fault_of_the_auditors_report(made, client, day):
    signed_in(client, factories.user(Role.AUDITOR, made.county))
    assert client.get(reverse("referral_unusual"), {"day": day}).status_code == 200


@pytest.mark.parametrize(
    ("move", "over"),
    [("attempt", {"at": -timedelta(days=40)}), ("book", {"at": timedelta(days=400)})],
)
def test_no_try_before_the_referral_came_and_no_time_that_no_clock_waits_for(made, move, over):
    now = timezone.now()
    row = ready(made, "accepted", now=now)
    typed = brings(made, move, row, "A", now) | {"at": now + over["at"]}
    with pytest.raises(NotNow):
        getattr(row, move)(by=by(made, "A"), version=row.version, now=now, **typed)
    row.refresh_from_db()
    assert row.state == "accepted" and row.first_contact_at is None


# ---------------------------------------------------------------- broken forms
def test_an_id_of_a_service_that_no_database_holds_is_no_service(made):
    for one in ("9" * 24, "9" * 4000):
        assert Making(made.kind, made.station, {"services": [one]}).services == []


def test_a_body_that_is_no_form_empties_no_draft(made, client):
    signed_in(client, made.nurse)
    row = referral(made, "draft")
    client.post(address("referral_draft_need", row), {"goal": "Jaksan kävellä."})
    client.post(address("referral_draft_need", row), "{}", content_type="application/json")
    assert "Jaksan kävellä." in client.get(address("referral_draft_need", row)).content.decode()
