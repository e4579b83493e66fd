"""Who looks without reason is seen: in the auditor's report, and by a message that names nobody."""

import uuid
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from audit import trail
from audit.models import Entry
from audit.trail import Actor
from outbox.models import Message
from referrals import alarms, deeds, watching
from referrals.models import Client
from tests import factories, pages
from tests.signing import confirmed

pytestmark = pytest.mark.django_db
CURIOUS, BUSY = (
    Actor(7, "Uteliaan Esimerkki", "adviser", 1, "Neuvonta"),
    Actor(8, "Ahkera Esimerkki", "adviser", 1),
)


def read(actor, key, *, action="read", fields=()):
    trail.write(action, actor=actor, subject=("referral", key), fields=fields)


@pytest.fixture
def day(settings):
    """One reads twelve and does nothing; the other reads twelve and moves each."""
    for _number in range(12):
        key = uuid.uuid4()
        read(CURIOUS, key)
        read(BUSY, key)
        deeds.moved("attempt", key, actor=BUSY)
    return timezone.localdate()


def test_many_reads_without_any_action_are_unusual_and_work_is_not(day):
    rows = {one.actor_id: one for one in watching.readers(day)}
    assert (len(rows[7].read), len(rows[7].idle), rows[7].unusual) == (12, 12, True)
    assert (len(rows[8].read), len(rows[8].idle), rows[8].unusual) == (12, 0, False)
    assert [one.actor_id for one in watching.readers(day)] == [7, 8]
    assert watching.readers(day - timedelta(days=1)) == []


def test_an_action_of_somebody_else_excuses_nobody(day):
    key = uuid.uuid4()
    read(CURIOUS, key)
    deeds.moved("accept", key, actor=BUSY)
    assert str(key) in watching.readers(day)[0].idle


def test_one_look_at_a_client_with_non_disclosure_is_enough():
    key = uuid.uuid4()
    deeds.saw(key, client=Client(non_disclosure=True), actor=BUSY)
    one = watching.readers(timezone.localdate())[0]
    assert (one.protected, one.unusual) == ({str(key)}, True)
    deeds.moved("attempt", key, actor=BUSY)
    assert not watching.readers(timezone.localdate())[0].unusual


@pytest.mark.parametrize(("action", "times"), [("identity_code_shown", 20), ("searched", 40)])
def test_many_codes_and_many_searches_are_unusual(action, times):
    for number in range(times):
        assert not any(one.unusual for one in watching.readers(timezone.localdate())) or number == times
        key = "" if action == "searched" else "1"
        trail.write(action, actor=BUSY, subject=("referral", key), shown=[])
    deeds.moved("attempt", "1", actor=BUSY)
    assert watching.readers(timezone.localdate())[0].unusual


def test_knocking_at_what_is_anothers_is_unusual():
    trail.write("read", actor=BUSY, subject=("referral", uuid.uuid4()), denied=True)
    one = watching.readers(timezone.localdate())[0]
    assert (one.refused, one.unusual, one.read) == (1, True, set())


def test_the_report_asks_the_log_two_questions_however_many_lines(day, django_assert_num_queries):
    with django_assert_num_queries(2):
        watching.readers(day)


# ------------------------------------------------------------ telling, showing
def test_the_auditors_are_told_once_a_day_and_nobody_is_named(day):
    auditor, now = factories.user("auditor"), timezone.now() + timedelta(days=1)
    assert alarms.tell(now) == {"unusual": 1, "told": 1}
    alarms.tell(now)
    line = Message.objects.get()
    assert (line.receiver_id, line.digest) == (auditor.pk, "daily")
    assert "Esimerkki" not in line.words and "Neuvonta" not in line.words
    assert alarms.tell(now + timedelta(days=1)) == {"unusual": 0, "told": 0}


def test_the_page_is_the_auditors_and_reading_it_is_in_the_log(day, client, language):
    client.force_login(factories.user("auditor"))
    confirmed(client)
    address = {"fi": "/fi/lahetteet/poikkeava-kaytto/", "sv": "/sv/remisser/avvikande-anvandning/"}[language]
    page = client.get(f"{address}?day={day:%d.%m.%Y}")
    rows = pages.soup(page.content.decode()).main.find_all("tr")
    assert "Uteliaan Esimerkki" in rows[1].get_text() and "12" in rows[1].get_text()
    assert Entry.objects.doing("unusual_reads_listed").get().fields == [f"since: {day}"]


@pytest.mark.parametrize("query", ["day=eilen", "day=", "day=99.99.9999", "x=1"])
def test_a_broken_day_is_said_and_yesterday_is_shown(client, query):
    client.force_login(factories.user("auditor"))
    confirmed(client)
    assert client.get(f"{reverse('referral_unusual')}?{query}").status_code == 200


@pytest.mark.parametrize("role", ["coordinator", "adviser", "administrator", "referral_coordinator"])
def test_nobody_else_reads_it(client, role):
    client.force_login(factories.user(role))
    confirmed(client)
    assert client.get(reverse("referral_unusual")).status_code == 403


def test_without_saying_again_who_one_is_it_is_not_shown(client, day):
    client.force_login(factories.user("auditor"))
    assert client.get(reverse("referral_unusual")).status_code == 302
