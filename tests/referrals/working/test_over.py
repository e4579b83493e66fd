"""A team whose part ended before advice began keeps its record, and sees the client's data no more than it needs."""

from datetime import timedelta

import pytest
from django.utils import timezone

from audit.models import Entry
from referrals.models import Assignment, Consent
from tests.referrals.scene import referral
from tests.referrals.working.conftest import case_of

pytestmark = [pytest.mark.django_db, pytest.mark.once]
CONTACT, NEED, TOLD = "050 0000001", "Jaksan kävellä kauppaan.", "Tiimisi osuus on päättynyt."


def ended(made, state, days=0, started=False):
    one = referral(made, state)
    then = timezone.localtime() - timedelta(days=days)  # days of the calendar: one of them had 25 hours
    Assignment.objects.filter(pk=one.pk).update(ended_at=then, started_at=then if started else None)
    return one


def page(browser, one):
    return browser.get(case_of(one)).content.decode().replace("\xa0", " ")


@pytest.mark.parametrize("state", ["redirected", "cancelled"])
def test_what_can_never_be_opened_again_shows_neither_contact_nor_need(as_, made, state):
    one = ended(made, state)
    said = page(as_("intake"), one)
    assert TOLD in said
    assert one.referral.client.name in said
    assert not [text for text in (CONTACT, NEED, "tel:+358500000001", "3.4.1961") if text in said]
    assert Entry.objects.doing("read").last().fields == ["name", "events", "consents"]


@pytest.mark.parametrize("state", ["declined", "withdrawn", "unreachable", "lapsed"])
@pytest.mark.parametrize(("days", "shown"), [(0, True), (89, True), (91, False)])
def test_what_can_be_opened_again_shows_them_as_long_as_it_can(as_, made, state, days, shown):
    said = page(as_("intake"), ended(made, state, days))
    assert [text in said for text in (CONTACT, NEED, TOLD)] == [shown, shown, not shown]


def test_advice_that_began_stays_the_teams_own_record(as_, made):
    said = page(as_("adviser"), ended(made, "completed", 400, started=True))
    assert (CONTACT in said, NEED in said) == (True, True)


def test_the_unit_that_made_it_sees_on(as_, made):
    said = page(as_("nurse"), ended(made, "redirected"))
    assert (CONTACT in said, TOLD in said) == (True, False)


def test_whom_the_client_agreed_to_later_is_not_told_to_the_old_team(as_, made):
    one = ended(made, "redirected")
    values = {"text_version": "1", "text_hash": "0" * 64, "language": "fi", "how": "oral"}
    Consent.objects.create(referral=one.referral, scope="share", receiver=made.county, **values)
    rows = as_("intake").get(case_of(one)).context["shown"].consents
    assert {row.receiver for row in rows} == {made.town}
