"""Who hears of what, by which way and when: staff by their own choice, clients by theirs, and nobody of whom."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from organisations.models import Membership, Role, User
from outbox import digests
from outbox.models import Message
from referrals import clocks, posting, telling
from referrals.acting import CLOCK, By
from referrals.models import Consent, Meeting
from tests import factories
from tests.referrals.own_page import work
from tests.referrals.scene import agreement, referral, scene

pytestmark = [pytest.mark.django_db, pytest.mark.once]
MOBILE = "+358401234567"


@pytest.fixture
def made(db):
    return scene()


def staff():
    """``{address: (kind, at once or in the digest)}`` of what waits for our own people."""
    rows = Message.objects.waiting().exclude(receiver_id=None)
    return {one.address: (one.kind.removeprefix("referral_"), one.digest or "now") for one in rows}


def clients():
    return Message.objects.filter(channel="task").count()


def adviser(made):
    return By("A", made.adviser)


def sent(made, it):
    """A draft is sent, with its consent."""
    Consent.objects.record(it.referral, made.agreement, "share", how="oral", language="fi", by=made.nurse)
    it.send(by=By("R", made.nurse), version=it.version, team=made.team)
    return it


def accept(made, it):
    it.accept(by=adviser(made), version=it.version)
    return it


# ------------------------------------------------------------ staff
def test_the_team_hears_at_once_of_a_new_referral_and_the_sender_of_none(made):
    sent(made, referral(made, "draft"))
    assert staff() == {made.intake.email: ("waits", "now")} and clients() == 1


def test_the_referrer_hears_in_the_digest_of_what_needs_nothing(made):
    accept(made, referral(made))
    assert staff() == {made.nurse.email: ("news", "daily")}


def test_the_referrer_hears_at_once_of_a_question_and_of_a_return(made):
    it = referral(made)
    it.ask(by=By("I", made.intake), version=it.version, text="Kumpi käsi?")
    assert staff() == {made.nurse.email: ("waits", "now")} and clients() == 0
    other = referral(made)
    other.decline(by=By("I", made.intake), version=other.version, reason="full")
    assert staff() == {made.nurse.email: ("waits", "now")} and clients() == 1


def test_whoever_did_it_is_not_told(made):
    Membership.objects.grant(made.nurse, made.advice, Role.INTAKE)
    sent(made, referral(made, "draft"))
    assert set(staff()) == {made.intake.email}


@pytest.mark.parametrize(
    ("choice", "asked", "accepted"),
    [
        ("act", ("waits", "now"), ("news", "daily")),
        ("all", ("waits", "now"), ("news", "now")),
        ("digest", ("waits", "daily"), ("news", "daily")),
    ],
)
def test_each_person_chooses_when_messages_come(made, choice, asked, accepted):
    made.nurse.hear(choice)
    it = referral(made)
    it.ask(by=By("I", made.intake), version=it.version, text="Milloin?")
    assert staff()[made.nurse.email] == asked
    Message.objects.all().delete()
    accept(made, referral(made))
    assert staff()[made.nurse.email] == accepted


def test_when_the_maker_has_left_the_others_of_the_unit_hear(made):
    stays = factories.user(Role.PROFESSIONAL, made.station)
    User.objects.filter(pk=made.nurse.pk).update(is_active=False)
    it = referral(made)
    it.ask(by=By("I", made.intake), version=it.version, text="Milloin?")
    assert set(staff()) == {stays.email}


def test_what_waited_for_a_move_waits_no_more(made):
    it = sent(made, referral(made, "draft"))
    accept(made, it)
    assert made.intake.email not in staff()


def test_a_digest_counts_a_referral_once_and_says_nothing_of_whom(made):
    made.intake.hear("digest")
    first, second = (referral(made, "draft") for _time in range(2))
    for it in (first, second):
        sent(made, it)
        telling.remind(it, clocks.UNSEEN, timezone.now())
    digests.send(timezone.now())
    letter = next(one for one in work() if one.address == made.intake.email)
    assert "2 lähetettä odottaa sinua" in letter.text and "/fi/lahetteet/" in letter.text
    for word in (first.referral.number, first.referral.client.name, str(first.referral_id), "Liikunta"):
        assert word not in letter.text + letter.subject


def test_a_reminder_waits_for_the_morning_and_goes_to_whom_the_clock_says(made):
    it = referral(made)
    telling.remind(it, clocks.STEPS["sent"][1], timezone.now())
    assert staff() == {made.watcher.email: ("waits", "daily"), made.nurse.email: ("waits", "daily")}


def test_of_a_draft_that_is_about_to_go_its_maker_hears(made):
    telling.remind(referral(made, "draft"), clocks.DRAFT_WARNED, timezone.now())
    assert staff() == {made.nurse.email: ("draft", "daily")}


def test_the_referrer_does_not_hear_how_it_goes_without_that_consent(made):
    it = accept(made, referral(made))
    it.referral.consents.get(scope="feedback").withdraw()
    Message.objects.all().delete()
    it.start(by=adviser(made), version=it.version, goals="Kävely")
    assert staff() == {}


def test_nothing_of_practice_leaves(made):
    it = referral(made, "draft")
    it.referral.practice = True
    it.referral.save()
    made.team.practice = True
    made.team.save()
    sent(made, it)
    telling.remind(it, clocks.UNSEEN, timezone.now())
    assert not Message.objects.exists()


# ------------------------------------------------------------ clients
def messages_to(made, *, state="sent", **client):
    """What a client of that kind gets when their referral is accepted."""
    accept(made, referral(made, state, **client))
    addresses = {client.get("email"), client.get("phone")}
    return [(one.channel, one.address) for one in work() if one.address in addresses]


BOTH = {"email": "e@example.org", "phone": MOBILE}


@pytest.mark.parametrize(
    ("client", "expected"),
    [
        ({"channels": ["email", "sms"], **BOTH}, [("email", "e@example.org")]),
        ({"channels": ["phone", "sms"], **BOTH}, [("sms", MOBILE)]),
        ({"channels": ["phone", "letter"], **BOTH}, []),
        ({"channels": ["sms"], "email": "", "phone": "+358912345"}, []),  # no mobile number
        ({"channels": ["email", "sms"], "non_disclosure": True, **BOTH}, []),
    ],
    ids=["first wish", "text message", "calls and letters only", "landline", "non-disclosure"],
)
def test_clients_are_told_by_the_channel_they_allow(made, client, expected):
    assert messages_to(made, **client) == expected


def test_a_channel_that_the_portal_has_not_is_passed_over(made, settings):
    settings.OUTBOX_CHANNELS = {"email": settings.OUTBOX_CHANNELS["email"]}
    assert messages_to(made, channels=["sms", "email"], **BOTH) == [("email", "e@example.org")]


@pytest.mark.parametrize(
    ("language", "words"), [("fi", "Sinulle on viesti"), ("sv", "Du har ett meddelande")]
)
def test_a_message_says_neither_of_whom_nor_of_what_it_is(made, language, words):
    it = accept(made, referral(made, language=language, channels=["email"]))
    letter = next(one for one in work() if one.address == it.referral.client.email)
    text = f"{letter.subject} {letter.text}".lower()
    assert letter.subject == words
    kinds = "liikun|motion|terveys|hälso|neuvo|rådgiv|lähete[^e]|remiss[^/]|hamina"
    assert not re.search(kinds, re.sub(r"https?://\S+", "", text))
    for secret in (it.referral.client.name, it.referral.number, made.team.name, str(it.referral_id)):
        assert secret.lower() not in text


def test_a_text_message_stays_in_the_plain_alphabet(made):
    it = accept(made, referral(made, channels=["sms"], phone=MOBILE))
    text = next(one for one in work() if one.address == MOBILE).text
    assert not re.search("[”“’–—€š]", text) and it.referral.number not in text


def test_of_two_events_in_a_row_one_message_tells(made):
    it = accept(made, referral(made, channels=["email"]))
    it.hold(
        by=adviser(made), version=it.version, reason="illness",
        resume_on=timezone.localdate() + timedelta(days=10),
    )  # fmt: skip
    assert len([one for one in work() if one.address == it.referral.client.email]) == 1


def test_the_client_hears_of_the_second_try_and_not_of_the_first_or_of_a_talk(made):
    it = accept(made, referral(made, channels=["email"]))
    counts = []
    for result in ("no_answer", "no_answer", "reached"):
        it.attempt(by=adviser(made), version=it.version, channel="phone", result=result)
        counts.append(clients())
    assert counts == [1, 2, 2]


def test_a_message_for_a_state_that_is_over_does_not_leave(made):
    it = accept(made, referral(made, channels=["email"]))
    from outbox.worker import Worker

    assert Worker().step()  # the task: the link stands, its message waits
    it.ask(by=adviser(made), version=it.version, text="Milloin?")
    assert [one for one in work() if one.address == it.referral.client.email] == []


def test_a_meeting_is_reminded_of_by_text_message_with_day_and_time_alone(made):
    at = timezone.now() + timedelta(days=2)
    it = referral(made, "booked", channels=["email", "sms"], phone=MOBILE)
    type(it).objects.filter(pk=it.pk).update(booked_at=at)
    it.refresh_from_db()
    Meeting.objects.create(assignment=it, at=at, place="Kirkkokatu 1", state="booked")
    telling.remind(it, clocks.MEETING, timezone.now())
    (text,) = work()
    assert text.address == MOBILE and "Muistutus" in text.text and "Kirkkokatu" not in text.text


def test_a_time_that_was_changed_is_not_reminded_of(made):
    it = referral(made, "booked", channels=["email"])
    it.booked_at = timezone.now() + timedelta(days=2)
    it.save()
    telling.remind(it, clocks.MEETING, timezone.now())
    type(it).objects.filter(pk=it.pk).update(booked_at=timezone.now() + timedelta(days=5))
    assert work() == []


def test_the_follow_up_comes_with_a_link_of_its_own(made):
    it = referral(made, "completed", channels=["email"], now=timezone.now() - timedelta(days=95))
    it.follow_up(by=CLOCK, month=3)
    assert len(work()) == 1 and it.referral.links.get().purpose == "follow_up"


def test_in_a_self_referral_the_client_is_reminded_of_the_question(made):
    agreement(made.town, made.town, made.kind)
    it = referral(made, self_made=True, channels=["email"])
    it.ask(by=By("I", made.intake), version=it.version, text="Milloin?")
    work()
    telling.remind(it, clocks.STEPS["info"][0], timezone.now())
    assert len([one for one in work() if one.address == it.referral.client.email]) == 2


def test_a_web_process_puts_no_clients_address_into_the_outbox(made):
    it = accept(made, referral(made, channels=["email"]))
    row = Message.objects.get(kind=posting.NEWS)
    assert (row.address, row.channel) == ("", "task") and it.referral.client.email not in row.words
