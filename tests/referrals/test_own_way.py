"""The way to the resident's own page: link, one-time code, sitting, a letter's code, a link asked for."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.utils import timezone

from audit.models import Entry
from outbox.models import Message, PracticeMessage
from referrals import codes, telling
from referrals.acting import By
from referrals.limits import LIMITS
from referrals.models import Link
from tests.referrals.own_page import FRONT, PAGE, browser, code_in, link_in, seated, sent_to, work
from tests.referrals.scene import referral, scene

pytestmark = [pytest.mark.django_db, pytest.mark.once]
MOBILE = "+358401234567"


@pytest.fixture
def made(db):
    cache.clear()
    return scene()


def accepted(made, **client):
    """A referral whose client has just got a message."""
    it = referral(made, **client)
    it.accept(by=By("A", made.adviser), version=it.version)
    return it


def asked(number, contact, **more):
    return browser().post(
        FRONT, {"do": "way", "way-number": number, "way-contact": contact, **more}, follow=True
    )


def test_a_link_and_a_code_from_the_other_channel_open_the_page(made):
    it = accepted(made, channels=["email", "sms"], phone=MOBILE)
    client = it.referral.client
    link = link_in(sent_to(client.email)[-1])
    visitor = browser()
    assert "Lähetä minulle koodi" in visitor.get(link).text
    visitor.post(link, {"do": "send"})
    code = code_in(sent_to(MOBILE)[-1])
    opened = visitor.post(link, {"do": "open", "code": f"{code[:3]} {code[3:]}"}, follow=True)
    assert opened.redirect_chain == [(PAGE, 302)]
    assert it.referral.number in opened.text and "otettu vastaan" in opened.text
    assert opened["Cache-Control"] == "no-store, private" and "noindex" in opened["X-Robots-Tag"]
    actions = list(Entry.objects.about("referral", it.referral_id).values_list("action", flat=True))
    assert {"link_made", "code_sent", "link_opened", "own_page_opened"} <= set(actions)


def test_who_has_one_channel_gets_the_code_by_the_same(made):
    it = accepted(made, channels=["email"], phone="")
    link = link_in(sent_to(it.referral.client.email)[-1])
    browser().post(link, {"do": "send"})
    assert code_in(sent_to(it.referral.client.email)[-1])


def test_looking_at_a_link_uses_nothing_up_and_sends_no_code(made):
    it = accepted(made)
    link = link_in(sent_to(it.referral.client.email)[-1])
    before = len(work())
    for _look in range(3):
        assert browser().get(link).status_code == 200
    assert len(work()) == before


def test_a_link_works_once(made):
    it = accepted(made)
    link = link_in(sent_to(it.referral.client.email)[-1])
    visitor = browser()
    visitor.post(link, {"do": "send"})
    visitor.post(link, {"do": "open", "code": code_in(work()[-1])})
    again = browser().get(link)
    assert again.status_code == 410 and "vanhentunut tai jo käytetty" in again.text


@pytest.mark.parametrize(
    "kills",
    [
        lambda it, link: Link.objects.update(expires_at=timezone.now()),
        lambda it, link: it.attempt(
            by=By("A", it.adviser), version=it.version, channel="phone", result="no_answer"
        ),
        lambda it, link: it.referral.correct(it, by=By("C"), values={"phone": "+358500000009"}),
    ],
    ids=["its 72 hours", "a change of state", "a correction of the contact"],
)
def test_a_link_ends_with(made, kills):
    it = accepted(made)
    link = link_in(sent_to(it.referral.client.email)[-1])
    kills(it, link)
    assert browser().get(link).status_code == 410


def test_five_wrong_codes_end_the_code_and_the_right_one_no_longer_opens(made):
    it = accepted(made)
    link = link_in(sent_to(it.referral.client.email)[-1])
    visitor = browser()
    visitor.post(link, {"do": "send"})
    code = code_in(work()[-1])
    wrong = "000000" if code != "000000" else "111111"
    for _try in range(codes.TRIES):
        assert "Tarkista koodi" in visitor.post(link, {"do": "open", "code": wrong}).text
    assert visitor.post(link, {"do": "open", "code": code}).status_code == 200
    assert visitor.get(PAGE).status_code == 410
    assert Entry.objects.filter(action="code_refused").count() == codes.TRIES + 1


def test_a_code_works_ten_minutes(made, monkeypatch):
    it = accepted(made)
    link = link_in(sent_to(it.referral.client.email)[-1])
    visitor = browser()
    visitor.post(link, {"do": "send"})
    code = code_in(work()[-1])
    Link.objects.update(code_expires_at=timezone.now())
    assert "Tarkista koodi" in visitor.post(link, {"do": "open", "code": code}).text


def test_a_link_sends_three_codes_and_no_more(made):
    it = accepted(made)
    link = link_in(sent_to(it.referral.client.email)[-1])
    visitor = browser()
    answers = [visitor.post(link, {"do": "send"}).status_code for _time in range(4)]
    assert answers == [200, 200, 200, 429]
    before = PracticeMessage.objects.count()
    assert len(work()) - before == 3


def test_only_digests_of_link_code_and_cookie_are_kept(made):
    it = accepted(made)
    link = link_in(sent_to(it.referral.client.email)[-1])
    visitor = browser()
    visitor.post(link, {"do": "send"})
    code = code_in(work()[-1])
    row = Link.objects.get()
    assert link.rstrip("/").rpartition("/")[2] not in str(vars(row)) and code not in str(vars(row))
    visitor.post(link, {"do": "open", "code": code})
    cookie = visitor.cookies["own"]
    assert cookie.value not in str(vars(Link.objects.get()))
    assert (cookie["httponly"], cookie["samesite"]) == (True, "Strict")
    waiting = Message.objects.exclude(state="waiting")
    assert {(one.address, one.words) for one in waiting} == {("", "{}")}


# ------------------------------------------------------------ the sitting
def test_a_sitting_ends_twenty_minutes_after_the_last_step(made):
    visitor = seated(referral(made, "accepted"))
    assert visitor.get(PAGE).status_code == 200
    Link.objects.update(sitting_until=timezone.now())
    over = visitor.get(PAGE)
    assert over.status_code == 410 and over.cookies["own"]["max-age"] == 0


def test_a_sitting_ends_after_two_hours_whatever_is_done(made):
    visitor = seated(referral(made, "accepted"))
    Link.objects.update(used_at=timezone.now() - timedelta(hours=2))
    assert visitor.get(PAGE).status_code == 410


def test_closing_the_page_ends_the_sitting_for_every_holder_of_the_cookie(made):
    visitor = seated(referral(made, "accepted"))
    stolen = browser()
    stolen.cookies["own"] = visitor.cookies["own"].value
    assert visitor.post("/fi/oma-lahete/sulje/").status_code == 200
    assert stolen.get(PAGE).status_code == 410


@pytest.mark.parametrize("cookie", ["", "x", "gAAAAA"])
def test_a_cookie_that_is_not_ours_opens_nothing(made, cookie):
    visitor = browser()
    visitor.cookies["own"] = cookie
    assert visitor.get(PAGE).status_code == 410


def test_a_form_of_another_site_does_nothing(made):
    it = referral(made, "accepted")
    visitor = seated(it)
    forged = visitor.post(
        "/fi/oma-lahete/peru/", {"version": it.version}, headers={"sec-fetch-site": "cross-site"}
    )
    it.refresh_from_db()
    assert (forged.status_code, it.state) == (403, "accepted")


def test_after_the_clients_death_every_way_in_is_closed_and_nothing_is_sent(made):
    it = referral(made, "accepted")
    visitor = seated(it)
    letter = Link.objects.letter(it.referral)
    it.withdraw(by=By("A", made.adviser), version=it.version, reason="deceased")
    assert visitor.get(PAGE).status_code == 410
    assert seated(it).get(PAGE).status_code == 410  # whatever else might have opened it
    assert "Tarkista koodi" in browser().post(FRONT, {"do": "letter", "letter-code": letter}).text
    asked(it.referral.number, it.referral.client.email)
    assert sent_to(it.referral.client.email) == []


# ------------------------------------------------------------ a letter
def test_a_letters_code_opens_the_page_until_the_referral_ends(made):
    it = referral(made)
    code = Link.objects.letter(it.referral)
    typed = {"do": "letter", "letter-code": code.lower().replace("-", " ")}
    assert browser().post(FRONT, typed, follow=True).redirect_chain
    it.accept(by=By("A", made.adviser), version=it.version)
    assert browser().post(FRONT, typed, follow=True).redirect_chain
    it.cancel(by=By("R", made.nurse), version=it.version, reason="mistake")
    refused = browser().post(FRONT, typed)
    assert refused.status_code == 200 and "Tarkista koodi" in refused.text


def test_a_new_letter_ends_the_one_before(made):
    it = referral(made)
    first = Link.objects.letter(it.referral)
    Link.objects.letter(it.referral)
    assert "Tarkista koodi" in browser().post(FRONT, {"do": "letter", "letter-code": first}).text


def test_letters_codes_cannot_be_tried_without_end(made):
    typed = {"do": "letter", "letter-code": "2345-6789-FHJK-LMPR"}
    answers = [browser().post(FRONT, typed).status_code for _try in range(LIMITS["own_letter"][0] + 1)]
    assert set(answers[:-1]) == {200} and answers[-1] == 429


# ------------------------------------------------------------ a link asked for
def test_number_and_contact_bring_a_link_however_they_are_typed(made):
    it = referral(made, "accepted")
    typed = it.referral.number.replace("-", " ").lower()
    asked(typed, it.referral.client.email.upper())
    assert link_in(sent_to(it.referral.client.email)[-1])


def test_a_mobile_number_brings_the_link_as_a_text_message(made):
    it = referral(made, "accepted", phone=MOBILE, email="")
    asked(it.referral.number, "040 123 4567")
    assert [one.channel for one in sent_to(MOBILE)] == ["sms"]


@pytest.mark.parametrize("what", ["number", "contact", "turvakielto", "practice", "draft"])
def test_a_wrong_request_gets_the_same_answer_and_no_message(made, what):
    it = referral(made, "draft" if what == "draft" else "accepted", non_disclosure=what == "turvakielto")
    number, contact = it.referral.number, it.referral.client.email
    right = asked(number, contact).text if what not in ("turvakielto", "practice", "draft") else None
    Message.objects.all().delete()
    if what == "practice":
        type(it.referral).objects.update(practice=True)
    answer = asked(
        "2222-2222" if what == "number" else number, "x@example.org" if what == "contact" else contact
    )
    assert answer.status_code == 200 and (right is None or answer.text == right)
    assert work() == []


def test_the_request_writes_no_more_than_one_encrypted_row_and_compares_nothing(made):
    it = referral(made, "accepted")
    asked(it.referral.number, it.referral.client.email)
    row = Message.objects.get()
    assert (row.channel, row.kind, row.address) == ("task", "referral_link_asked", "")
    stored = Message.objects.filter(pk=row.pk).extra(select={"raw": "words"}).values_list("raw", flat=True)
    assert it.referral.client.email not in str(list(stored)) and not Link.objects.exists()


def test_a_referral_gives_three_links_a_day_by_request(made):
    it = referral(made, "accepted")
    for _time in range(5):
        asked(it.referral.number, it.referral.client.email)
    assert len(sent_to(it.referral.client.email)) == 3


def test_a_network_asks_twenty_times_an_hour_and_sees_no_difference(made):
    most = LIMITS["own_link"][0]
    answers = {asked("2222-2222", "x@example.org").text for _time in range(most + 2)}
    assert len(answers) == 1 and Message.objects.count() == most


def test_telling_is_what_the_move_calls():
    assert callable(telling.tell) and callable(telling.remind)
