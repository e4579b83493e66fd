"""What an anonymous visitor, a client at the wrong moment and a queue that stood still must not be able to do."""

import json
import threading
import time
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.core.handlers.wsgi import WSGIRequest
from django.db import connections
from django.test import RequestFactory
from django.urls import reverse
from django.utils import timezone

from audit.models import Entry
from hyteportal import content_type
from outbox.models import Message
from referrals import codes, erasing, posting, self_making, tracing
from referrals.acting import CLIENT, By
from referrals.limits import LIMITS
from referrals.models import Client, FollowUp, Link, Referral
from tests import pages, signing
from tests.referrals import scene as scenes
from tests.referrals.new.filled import CLIENT as PERSON
from tests.referrals.new.filled import NEED
from tests.referrals.own_page import FRONT, browser, link_in, seated, sent_to
from tests.referrals.scene import referral
from tests.referrals.whole import whole

pytestmark = pytest.mark.django_db
MOBILE = "+358401234567"
OWN = {"HTTP_SEC_FETCH_SITE": "same-origin"}
CODE = "123456"


@pytest.fixture
def made(db, settings, tmp_path, monkeypatch):
    cache.clear()
    settings.HYTE_ERASURES = tmp_path / "erasures"
    monkeypatch.setattr(codes, "new", lambda: CODE)
    made = scenes.scene()
    made.own = scenes.agreement(made.town, made.town, made.kind)
    return made


def waiting():
    return sorted(one.key.split(":")[0] for one in Message.objects.waiting())


# ------------------------------------------------------------ before any page
@pytest.mark.parametrize("charset", ["rot13", "unicode_escape", "punycode"])
def test_a_charset_that_a_request_claims_is_not_believed(charset):
    body = b'--XX\r\nContent-Disposition: form-data; name="%s"\r\n\r\n%s\r\n'
    body = body % (b"do", b"letter") + body % (b"letter-code", rb"\ud800") + b"--XX--\r\n"
    environ = RequestFactory().generic("POST", f"{FRONT}?x=%5cud800", body).environ
    environ["CONTENT_TYPE"] = f'multipart/form-data; boundary="XX"; charset = {charset}'
    asked = content_type.plain(lambda environ, start_response: WSGIRequest(environ))(environ, None)
    assert (asked.GET["x"], asked.POST["letter-code"]) == (r"\ud800", r"\ud800")


# ------------------------------------------------------------ a resident's own referral
@pytest.fixture
def press(client, made):
    """``press(page, step="client", …)``: the form of that page, sent with these values."""
    address = reverse("own_new_kind", args=[made.kind.pk])

    def sent(before, **values):
        return client.post(address, {"state": state(before), **values}, **OWN)

    sent.begin = lambda: client.get(address)
    return sent


def state(page):
    return pages.soup(page.content).select_one("[name=state]")["value"]


def step(page):
    return pages.soup(page.content).select_one("[name=step]")["value"]


def through(press, made, **over):
    page = press(press.begin(), step="client", **PERSON | {"email": "eeva@example.org"} | over)
    page = press(page, step="need", **NEED)
    return press(page, step="send", team=made.team.pk, agree="on", code_by="email")


def test_a_code_confirms_what_it_was_sent_for_and_nobody_else(press, made):
    page = through(press, made)
    swapped = press(page, step="client", **PERSON | {"email": "uhri@example.org", "phone": "040 999 9999"})
    assert step(press(swapped, step="code", code=CODE)) == "code"
    assert not Client.objects.exists()
    same = press(page, step="client", **PERSON | {"email": "eeva@example.org"})
    press(same, step="code", code=CODE)
    assert Client.objects.get().email == "eeva@example.org"
    assert Entry.objects.get(action="referral_send").role == "client"


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_a_code_typed_twice_at_once_makes_one_referral(press, made, monkeypatch):
    page, answers = through(press, made), []
    together = threading.Barrier(2)
    asked = self_making._known
    monkeypatch.setattr(self_making, "_known", lambda key: (asked(key), _wait(together))[0])

    def send():
        address = reverse("own_new_kind", args=[made.kind.pk])
        values = {"state": state(page), "step": "code", "code": CODE}
        answers.append(browser().post(address, values).content.decode())
        connections.close_all()

    threads = [threading.Thread(target=send) for _number in range(2)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    number = Referral.objects.get().number
    assert [number in one for one in answers] == [True, True]


def _wait(barrier):
    """Both, the first time; whoever asks again goes on alone."""
    try:
        barrier.wait(2)
    except threading.BrokenBarrierError:
        return
    barrier.abort()


def test_a_page_that_was_open_too_long_keeps_the_screen_that_was_just_filled_in(client, made):
    address = reverse("own_new_kind", args=[made.kind.pk])
    page = client.post(address, {"state": "too old", "step": "need", **NEED}, **OWN)
    page = client.post(
        address, {"state": state(page), "step": "client", **PERSON, "email": "e@example.org"}, **OWN
    )
    assert step(page) == "need" and NEED["goal"] in page.content.decode()


def test_signs_that_nobody_sees_do_not_keep_a_resident_out(press, made):
    pasted = {
        "email": "eeva@example.org\u200b",
        "phone": "\u202a040 123 4567\u202c",
        "name": "Eeva\u202e Esimerkki",
    }
    page = through(press, made, **pasted)
    press(page, step="code", code="１２３ ٤٥٦")
    one = Client.objects.get()
    assert (one.email, one.phone, one.name) == ("eeva@example.org", MOBILE, "Eeva Esimerkki")
    letter = Link.objects.letter(one.referral)
    typed = letter.lower().replace("-", "\u200b \u2011")
    assert browser().post(FRONT, {"do": "letter", "letter-code": typed}).status_code == 302


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("phone", "0600 123 456"),
        ("email", '"\x01"@example.org'),
        ("email", "a@localhost"),
        ("email", "ä@example.org"),
    ],
)
def test_nobody_is_reached_where_it_costs_extra_or_leads_into_the_house(press, name, value):
    page = press(press.begin(), step="client", **PERSON | {"email": "eeva@example.org"} | {name: value})
    assert step(page) == "client" and pages.soup(page.content).select_one(f"#id_{name}[aria-invalid]")


# ------------------------------------------------------------ another referral of the same client
def test_the_team_learns_of_another_open_referral_whoever_made_it_and_no_other_controller_does(
    press, made, client
):
    press(through(press, made), step="code", code=CODE)
    first = Referral.objects.get()
    one = referral(made, name=PERSON["name"], birth_date="1961-04-03")
    tracing.mark(one.referral, made.advice)
    tracing.mark_sender(one.referral)
    assert tracing.others(one.referral, made.advice) == [first.number]
    assert tracing.others(one.referral, made.station) == []  # the county learns nothing of the resident's own
    signing.enter(client, made.intake)
    page = client.get(reverse("referral_case", args=[one.referral_id])).content.decode()
    assert first.number in page and Entry.objects.filter(action="similar_shown").exists()
    first.assignments.get().withdraw(by=CLIENT)
    assert tracing.others(one.referral, made.advice) == []


# ------------------------------------------------------------ what waits while something happens
def busy(made):
    """A referral about which everything waits: news, link, code, reminder, staff, digest, and one that could not go."""
    one = referral(made, channels=["email"], email="eeva@example.org")
    one.accept(by=By("A", made.adviser), version=one.version)
    visitor = browser()
    visitor.post(link_in(sent_to("eeva@example.org")[-1]), {"do": "send"})
    at = timezone.now() + timedelta(days=2)
    one.book(by=By("A", made.adviser), version=one.version, at=at, place="Kirjasto")
    one.wish("call")
    link, _token = Link.objects.make(one.referral_id, "email")
    on_their_way = [
        f"code:{link.pk}:1",
        f"meeting-sent:{one.pk}:{at}",
        f"meeting:{one.pk}:{at}",
        f"link:{link.pk}",
    ]
    for key in [*on_their_way, "link:of another"]:
        Message.objects.create(key=key, kind="resident_message", address="eeva@example.org", language="fi")
    Message.objects.filter(key=on_their_way[-1]).update(state="dead", ended_at=timezone.now())
    return one


def erased(made, one):
    assert erasing.erase(one.referral, why=erasing.REPLAYED, now=timezone.now())


def mistaken(made, one):
    one.enter_in_error(by=By("R", made.nurse), version=one.version, text="Väärä henkilö")


def died(made, one):
    one.withdraw(by=By("A", made.adviser), version=one.version, reason="deceased")


@pytest.mark.parametrize(
    ("ends", "told"),
    [(erased, []), (mistaken, ["referral_news"]), (died, ["referral_news"])],
)
def test_nothing_that_waited_leaves_any_more(made, ends, told):
    one = busy(made)
    assert {"client", "code", "meeting", "meeting-sent", "referral_news", "referral_waits"} <= set(waiting())
    ends(made, one)
    assert waiting() == sorted(["link", *told])  # another's, and what this very end tells our own people
    assert not Message.objects.dead().exists()


def test_a_reminder_on_its_way_ends_with_its_time(made):
    one = busy(made)
    one.start(by=By("A", made.adviser), version=one.version, goals="Kävely")
    assert "meeting-sent" not in waiting()


def test_a_task_in_the_workers_hands_sends_nothing_to_who_has_died_or_is_erased(made):
    one = referral(made, channels=["email"])
    one.accept(by=By("A", made.adviser), version=one.version)
    event = one.events.get(move="accept")
    one.withdraw(by=By("A", made.adviser), version=one.version, reason="deceased")
    posting.tell({"event": str(event.pk)}, timezone.now())
    assert not Link.objects.exists() and "link" not in waiting()


def test_links_that_moves_sent_do_not_keep_the_client_from_asking_for_one(made):
    one = referral(made, "accepted", channels=["email"])
    for _number in range(5):
        Link.objects.make(one.referral_id, "email")
    address = one.referral.client.email
    for contact in ["x@example.org"] * 5 + [address]:  # nor do others who know the number alone
        browser().post(FRONT, {"do": "way", "way-number": one.referral.number, "way-contact": contact})
    assert link_in(sent_to(address)[-1])


# ------------------------------------------------------------ the client's page
def test_what_a_client_typed_comes_back_when_it_could_not_be_taken(made):
    one = referral(made, "info", self_made=True)
    visitor, late = seated(one), browser()
    typed = {"version": one.version, "text": "Pitkä vastaus <b>"}
    one.decline(by=By("I", made.intake), version=one.version, reason="full")
    for who, status in ((visitor, 409), (late, 410)):
        answer = who.post("/fi/oma-lahete/vastaa/", typed)
        assert answer.status_code == status and "Pitkä vastaus &lt;b&gt;" in answer.text


def test_who_looks_at_the_contact_details_to_correct_them_stands_in_the_log(made):
    one = referral(made, "accepted")
    seated(one).get("/fi/oma-lahete/numero/")
    assert Entry.objects.get(action="own_page_opened").fields == ["contact"]


def test_a_client_cannot_ring_at_the_team_without_end(made):
    one = referral(made, "accepted")
    visitor, most = seated(one), LIMITS["own_act"][0]
    cache.set(f"limit:own_act:{Link.objects.get().pk}:{int(time.time()) // 3600}", most - 1, 7200)
    assert visitor.post("/fi/oma-lahete/soitto/", {"version": one.version}).status_code == 302
    again = visitor.post("/fi/oma-lahete/soitto/", {"version": one.version + 1, "text": "Soittakaa jo"})
    assert again.status_code == 429 and "Soittakaa jo" in again.text


def test_a_client_gets_every_answer_afterwards_and_no_word_of_the_code(made):
    one = whole(made)
    one.follow_ups.all().delete()
    FollowUp.objects.create(
        assignment=one, month=3, answered_at=timezone.now(), words="Oma sana", who5=json.dumps(["3", "", "4", "", ""]),
        activity=json.dumps({"brisk": 40, "strength": 2}),
    )  # fmt: skip
    one.wish("call", text="Soittakaa")
    visitor = seated(one)
    for what in ("all", "given"):
        row = visitor.post("/fi/oma-lahete/lataa/", {"what": what}).json()["follow_ups"][0]
        assert (row["words"], row["brisk"], row["strength"]) == ("Oma sana", 40, 2)
        assert row["who5"] == ["3", "–", "4", "–", "–"]
    wishes = visitor.post("/fi/oma-lahete/lataa/", {"what": "all"}).json()["events"]
    assert [row.get("reason") for row in wishes if row.get("words") == "Soittakaa"] == [None]
