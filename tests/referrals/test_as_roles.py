"""A referral's life and the worker's part of it, done by the database roles that do them in an installation.

Nothing is let through here but what the policies and the grants give (tests/walls.py ``nothing``).
"""

from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from audit.models import Entry
from organisations.database_roles import APP, JOBS, OWNER
from outbox import digests
from outbox.models import Message
from referrals import clock, counting, erasing, practising
from referrals.models import Client, Event, Figure, Meeting, Referral
from tests import walls
from tests.referrals.new.filled import sent
from tests.referrals.own_page import FRONT, PAGE, browser, code_in, link_in, work
from tests.referrals.scene import referral, scene
from tests.referrals.test_content import bodies  # noqa: F401
from tests.referrals.whole import whole
from tests.referrals.working.conftest import case_of, send
from tests.security.conftest import become  # noqa: F401
from tests.signing import enter

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]
MOBILE = "+358401234567"
ADDRESS = "eeva@example.org"


@pytest.fixture
def made(db, settings, tmp_path):
    cache.clear()
    settings.HYTE_ERASURES = tmp_path / "erasures"
    return scene()


@pytest.fixture
def as_jobs(become):  # noqa: F811
    @contextmanager
    def jobs():
        with walls.nothing(), become(JOBS):
            yield

    return jobs


@pytest.fixture
def mail(as_jobs):
    """``mail(address)``: the worker does what is due; what has come to the address so far, the newest last."""

    def worked(address=ADDRESS):
        with as_jobs():
            rows = work()
        assert not Message.objects.filter(channel="task").exclude(state="sent").exists()
        return [one for one in rows if one.address == address]

    return worked


@pytest.fixture
def signed(made, client):
    """``signed("adviser")``: that person's browser."""

    def person(name):
        visitor = type(client)()
        enter(visitor, getattr(made, name))
        return visitor

    return person


def day(days=0):
    return (timezone.localdate() + timedelta(days=days)).strftime("%d.%m.%Y")


def born(made, visitor, **over):
    """The nurse's three screens."""
    found = sent(visitor, made, email=ADDRESS, channels=["email"], **over)
    it = found.assignments.get()
    assert it.state == "sent"
    return it


def moved(it, visitor, action, state, **typed):
    answer = send(visitor, it, action, **typed)
    it.refresh_from_db()
    assert (answer.status_code, it.state) == (302, state), answer.content.decode()[-3000:]


# ------------------------------------------------------------ the application
def test_a_referral_goes_from_the_nurse_to_its_outcome(made, signed, become, mail):  # noqa: F811
    nurse, intake, adviser = signed("nurse"), signed("intake"), signed("adviser")
    with become(APP):
        it = born(made, nurse)
        for visitor in (nurse, intake, adviser):
            assert visitor.get(case_of(it)).status_code == 200
            assert visitor.get(reverse("referral_front")).status_code == 200
        accept = {"adviser": made.adviser.pk, "contact_by": day(), "text": "Sovittu."}
        moved(it, intake, "accept", "accepted", **accept)
        attempt = {"outcome": "no_answer", "channel": "phone", "day": day(0), "clock": "0.00"}
        moved(it, adviser, "attempt", "contacting", **attempt)
        moved(it, adviser, "book", "booked", day=day(3), clock="9.30", place="Liikuntahalli")
        moved(it, adviser, "start", "advising", goals="Kävely", next_step="Maanantaina", text="")
        done = {"code": "started", "goal_met": "yes", "minutes_before": "30", "minutes_after": "150"}
        moved(it, adviser, "complete", "completed", next_step="Jatkaa itse", **done)
        assert "Aloitti jotain pysyvää" in nurse.get(case_of(it)).content.decode()
        assert adviser.get(case_of(it)).status_code == 200
    moves = list(Event.objects.of(it.referral).in_order().values_list("move", flat=True))
    assert moves == ["send", "accept", "attempt", "book", "start", "complete"]
    assert it.outcome.minutes_change == 120
    assert len(mail()) >= 1


def test_the_client_withdraws_by_the_own_page(made, signed, become, mail):  # noqa: F811
    nurse = signed("nurse")
    with become(APP):
        it = born(made, nurse)
    link = link_in(mail()[-1])
    visitor = browser()
    with become(APP):
        assert visitor.get(link).status_code == 200
        visitor.post(link, {"do": "send"})
    code = code_in(mail()[-1])
    with become(APP):
        assert visitor.post(link, {"do": "open", "code": "000000"}).status_code == 200  # counted, refused
        page = visitor.post(link, {"do": "open", "code": code}, follow=True)
        assert page.redirect_chain == [(PAGE, 302)] and it.referral.number in page.text
        for part in ("loki", "tiedot"):
            assert visitor.get(f"{FRONT}{part}/").status_code == 200
        done = visitor.post(f"{FRONT}peru/", {"version": it.version}, follow=True)
        assert "Lähete on peruttu." in done.text
        it.refresh_from_db()
        assert it.state == "withdrawn"
        assert nurse.get(case_of(it)).status_code == 200
    assert Event.objects.newest(it).letter == "C"
    seen = set(Entry.objects.about("referral", it.referral_id).values_list("action", flat=True))
    assert {"link_made", "code_sent", "link_opened", "own_page_opened"} <= seen


# ------------------------------------------------------------ the worker and the jobs
def test_who_asks_for_a_link_gets_it_from_the_worker(made, become, mail):  # noqa: F811
    it = referral(made, "accepted", channels=["phone"], email=ADDRESS)
    for contact in (ADDRESS, "toinen@example.org"):
        with become(APP):
            answer = browser().post(
                FRONT, {"do": "way", "way-number": it.referral.number, "way-contact": contact}
            )
            assert answer.status_code == 200
    (message,) = mail()
    with become(APP):
        assert browser().get(link_in(message)).status_code == 200


def test_the_client_hears_of_a_move_from_the_worker(made, signed, become, mail):  # noqa: F811
    it = referral(made, channels=["email"], email=ADDRESS)
    with become(APP):
        accept = {"adviser": made.adviser.pk, "contact_by": day(), "text": ""}
        moved(it, signed("intake"), "accept", "accepted", **accept)
    assert len(mail()) == 1
    with become(APP):
        moved(it, signed("adviser"), "book", "booked", day=day(3), clock="9.30", place="Liikuntahalli")
    assert len(mail()) == 2


def test_the_clock_reminds_of_a_meeting_and_the_worker_sends_it(made, as_jobs, mail):
    now = timezone.now()
    it = referral(made, "booked", channels=["sms"], phone=MOBILE, now=now - timedelta(days=20))
    at = now + timedelta(hours=20)
    type(it).objects.filter(pk=it.pk).update(booked_at=at, due_on=timezone.localdate(at), seen_at=now)
    Meeting.objects.create(assignment=it, at=at, place="Kirkkokatu 1", state="booked")
    with as_jobs():
        assert clock.pass_time(now)["meetings"] == 1
    (text,) = mail(MOBILE)
    assert "Muistutus" in text.text and "Kirkkokatu" not in text.text


def test_the_clock_asks_how_it_went_and_the_worker_sends_the_link(made, as_jobs, become, mail):  # noqa: F811
    now = timezone.now()
    it = referral(made, "completed", channels=["email"], email=ADDRESS, now=now - timedelta(days=100))
    with as_jobs():
        assert clock.pass_time(now)["followed_up"] == 1
    (message,) = mail()
    visitor = browser()
    with become(APP):
        visitor.post(link_in(message), {"do": "send"})
    code = code_in(mail()[-1])
    with become(APP):
        visitor.post(link_in(message), {"do": "open", "code": code})
        it.refresh_from_db()
        visitor.post(f"{FRONT}kuulumiset/", {"version": it.version, "text": "Hyvin menee."})
    assert it.follow_ups.get().words == "Hyvin menee."


def test_the_jobs_write_the_digests_of_staff(made, as_jobs, mail):
    it = referral(made, "sent", now=timezone.now() - timedelta(days=40))
    type(it).objects.filter(pk=it.pk).update(due_on=timezone.localdate() - timedelta(days=20))
    with as_jobs():
        assert clock.pass_time(timezone.now())["reminded"] == 1
        digests.send(timezone.now() + timedelta(days=1))
    assert Message.objects.exclude(receiver_id=None).exists()


def test_the_jobs_count_the_figures(made, as_jobs):
    whole(made)
    referral(made, "accepted", non_disclosure=True)
    for _night in range(2):
        with as_jobs():
            assert counting.count(timezone.now())["numbers"] > 0
    sent_by_place = Figure.objects.filter(measure="sent").values_list("municipality_id", "number")
    assert set(sent_by_place) == {("075", 1), (None, 1)}


def test_the_jobs_erase_what_is_due(made, as_jobs):
    now = timezone.now()
    old = whole(made, now=now - timedelta(days=3000))
    asked = whole(made)
    Referral.objects.filter(pk=asked.referral_id).update(erasure_asked_at=now)
    stays = whole(made)
    with as_jobs():
        assert erasing.run(now) == {"erased": 2}
        assert erasing.run(now) == {"erased": 0}
        assert counting.count(now)["numbers"] > 0
    kept = set(Client.objects.values_list("referral_id", flat=True))
    assert kept == {stays.referral_id} and {old.referral_id, asked.referral_id} & kept == set()


def test_the_owner_of_the_tables_fills_a_demonstration_once(bodies, become, settings, monkeypatch):  # noqa: F811
    settings.HYTE_ENV = "demo"
    monkeypatch.setattr(practising, "YEAR", 50)
    with walls.nothing(), become(OWNER):
        for command in ("load_referrals", "practice_accounts", "practice_referrals"):
            call_command(command, commit=True)
        figures = Figure.objects.count()
        call_command("practice_referrals", commit=True)
    made = Referral.objects.count()
    assert made >= 2 * len(practising.OPEN_NOW) and figures > made
    assert made == Client.objects.count() and Figure.objects.count() == figures


@pytest.mark.parametrize(
    ("table", "column"),
    [
        ("referrals_client", "identity_code"),
        ("referrals_client", "contact_note"),
        ("referrals_client", "interpreter"),
        ("referrals_asked", "goal"),
        ("referrals_asked", "typed"),
        ("referrals_plan", "goals"),
        ("referrals_plan", "next_step"),
        ("referrals_eventtext", "words"),
        ("referrals_eventtext", "for_client"),
    ],
)
def test_the_jobs_read_no_such_word(made, as_jobs, table, column):
    whole(made)
    for statement in (
        f"SELECT {column} FROM {table}",  # noqa: S608
        f"DELETE FROM {table} RETURNING {column}",  # noqa: S608
        f"SELECT count(*) FROM {table} WHERE {column} IS NOT NULL",  # noqa: S608
        f"SELECT t FROM {table} t",  # noqa: S608
    ):
        refused = pytest.raises(DatabaseError, match="permission denied")
        with as_jobs(), connection.cursor() as cursor, refused, transaction.atomic():
            cursor.execute(statement)
