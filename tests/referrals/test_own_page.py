"""The resident's own page: what it says in each state, what can be done there, and what is written of it."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.utils import timezone

from audit.models import Entry
from outbox.models import Message
from referrals import lifecycle
from referrals.acting import By
from referrals.models import Event, FollowUp, Meeting, Outcome, Plan, State
from tests.referrals.own_page import PAGE, seated
from tests.referrals.scene import agreement, referral, scene, team, unit

pytestmark = [pytest.mark.django_db, pytest.mark.once]
OWN = "/fi/oma-lahete/"


@pytest.fixture
def made(db):
    cache.clear()
    return scene()


def acted(it, where, **data):
    """What a form of the page does; the case as it is afterwards."""
    answer = seated(it).post(f"{OWN}{where}/", {"version": it.version, **data}, follow=True)
    it.refresh_from_db()
    return answer


def last(it):
    return Event.objects.newest(it)


# ------------------------------------------------------------ what it says
SAID = {
    "sent": ["Lähetteesi on perillä.", "Se luetaan viimeistään", "Vastaanottaja:"],
    "info": ["Lähetteen tekijältä on kysytty lisää.", "Sinun ei tarvitse tehdä mitään."],
    "accepted": ["Liikuntaneuvoja ottaa sinuun yhteyttä viimeistään", "otettu vastaan"],
    "contacting": ["Olemme sinuun yhteydessä."],
    "advising": ["Ohjaus on alkanut.", "Seuraavaksi: Kävelyryhmä"],
    "hold": ["Ohjaus on tauolla.", "Liikuntaneuvoja ottaa yhteyttä"],
    "completed": ["Ohjaus on päättynyt."],
    "declined": ["Tämä palvelu ei voi auttaa nyt.", "Lähetteen tekijä etsii kanssasi", "Terveysasema"],
    "redirected": ["siirretty luvallasi"],
    "withdrawn": ["Peruit lähetteen"],
    "cancelled": ["Lähetteen tekijä perui"],
    "unreachable": ["Emme tavoittaneet sinua.", "Voit avata lähetteen uudelleen"],
    "lapsed": ["Lähetettäsi ei käsitelty ajoissa.", "Vika on palvelussa, ei sinussa.", "Sinua auttaa:"],
    "error": ["Lähete tehtiin vahingossa.", "Sinulla ei ole avointa lähetettä."],
}


@pytest.mark.parametrize("state", SAID)
def test_each_state_is_said_in_plain_words(made, state):
    it = referral(made, state)
    Plan.objects.create(assignment=it, next_step="Kävelyryhmä")
    type(it).objects.filter(pk=it.pk).update(resume_on=timezone.localdate())
    page = seated(it).get(PAGE).text
    assert [one for one in SAID[state] if one not in page] == []


def test_every_state_but_the_draft_has_its_words():
    assert {*SAID, "draft", "booked"} == set(State.values) == set(lifecycle.STATES)


def test_a_booked_time_is_said_with_its_place_and_who_meets(made):
    it = referral(made, "booked")
    at = timezone.now() + timedelta(days=3)
    type(it).objects.filter(pk=it.pk).update(booked_at=at)
    Meeting.objects.create(assignment=it, at=at, place="Kirkkokatu 1", state="booked")
    page = seated(it).get(PAGE).text
    assert "Sinulle on sovittu aika" in page and "Paikka: Kirkkokatu 1." in page
    assert f"Vastassa on {made.adviser.name}." in page


def test_the_page_is_swedish_in_swedish(made):
    page = seated(referral(made, "accepted")).get("/sv/min-remiss/nu/").text
    assert "Motionsrådgivaren kontaktar dig senast" in page and "Soita minulle suomeksi" not in page


def test_what_is_late_is_the_services_fault(made):
    it = referral(made, "sent")
    type(it).objects.filter(pk=it.pk).update(due_on=timezone.localdate() - timedelta(days=1))
    assert "Tämä on myöhässä. Vika on palvelussa, ei sinussa." in seated(it).get(PAGE).text


def test_a_draft_and_what_was_erased_have_no_page(made):
    assert seated(referral(made, "draft")).get(PAGE).status_code == 410
    gone = referral(made)
    type(gone.referral).objects.filter(pk=gone.referral_id).update(erased_at=timezone.now())
    assert seated(gone).get(PAGE).status_code == 410


def test_colleagues_words_are_not_on_the_page_and_those_for_the_client_are(made):
    it = referral(made)
    it.note(by=By("I", made.intake), version=it.version, text="Vain tiimille.")
    it.decline(
        by=By("I", made.intake),
        version=it.version,
        reason="full",
        text="Ei näy.",
        for_client="Tilaa on syksyllä.",
    )
    other = referral(made)
    other.accept(by=By("A", made.adviser), version=other.version, text="Kollegalle.")
    assert "Kollegalle." not in seated(other).get(PAGE).text
    page = seated(it).get(PAGE).text
    assert "Tilaa on syksyllä." in page and "Vain tiimille." not in page and "Ei näy." not in page


def test_the_page_asks_the_same_number_of_queries_for_one_event_and_for_many(
    made, django_assert_max_num_queries
):
    it = referral(made, "accepted")
    visitor = seated(it)
    visitor.get(PAGE)
    with django_assert_max_num_queries(60) as few:
        visitor.get(PAGE)
    for _time in range(10):
        it.wish("call", text="Soita minulle.")
    with django_assert_max_num_queries(len(few)):
        visitor.get(PAGE)


# ------------------------------------------------------------ what can be done
def test_a_change_of_mind_needs_no_reason(made):
    it = referral(made, "accepted")
    page = acted(it, "peru")
    assert it.state == "withdrawn" and (last(it).letter, last(it).reason) == ("C", "")
    assert "Lähete on peruttu." in page.text


def test_withdrawing_the_consent_to_the_receiver_ends_the_referral(made):
    it = referral(made, "accepted")
    share = it.referral.consents.get(scope="share")
    acted(it, "suostumus", consent=str(share.pk))
    share.refresh_from_db()
    assert it.state == "withdrawn" and share.withdrawn_at
    assert it.referral.consents.get(scope="feedback").withdrawn_at is None


def test_withdrawing_the_consent_to_feedback_hides_the_outcome_and_ends_nothing(made):
    it = referral(made, "completed")
    Outcome.objects.create(assignment=it, code="started", fed_back=True)
    acted(it, "suostumus", consent=str(it.referral.consents.get(scope="feedback").pk))
    assert it.state == "completed" and not it.outcome.fed_back


def test_the_consent_of_another_referral_cannot_be_named(made):
    it, other = referral(made, "accepted"), referral(made, "accepted")
    foreign = other.referral.consents.first()
    acted(it, "suostumus", consent=str(foreign.pk))
    foreign.refresh_from_db()
    assert foreign.withdrawn_at is None


def test_a_wrong_number_is_corrected_and_the_old_one_stays_with_the_events(made):
    it = referral(made, "accepted")
    acted(it, "numero", phone="040 123 4567", email="")
    it.referral.client.refresh_from_db()
    assert (it.referral.client.phone, it.referral.client.email) == ("+358401234567", "")
    assert "+358500000001" in last(it).text.words


@pytest.mark.parametrize(("phone", "email"), [("", ""), ("hei", ""), ("", "hei")])
def test_a_contact_that_leads_nowhere_is_not_taken(made, phone, email):
    it = referral(made, "accepted")
    page = acted(it, "numero", phone=phone, email=email)
    assert "Virhe:" in page.text and last(it) is None


def test_ring_mig_pa_svenska_changes_the_language_and_tells_the_team(made):
    it = referral(made, "accepted", language="fi")
    assert 'lang="sv"' in seated(it).get(PAGE).text
    acted(it, "kieli", text="")
    it.referral.client.refresh_from_db()
    assert it.referral.client.language == "sv"
    assert (last(it).move, last(it).reason, last(it).for_referrer) == ("wish", "language", False)
    assert Message.objects.filter(receiver_id=made.adviser.pk, kind="referral_waits", digest="").exists()


@pytest.mark.parametrize(("where", "what"), [("soitto", "call"), ("aika", "time")])
def test_a_wish_is_an_event_that_the_team_reads_and_the_referrer_does_not(made, where, what):
    it = referral(made, "accepted")
    acted(it, where, text="Iltapäivällä.")
    assert (last(it).reason, last(it).text.words, last(it).for_referrer) == (what, "Iltapäivällä.", False)
    assert it.state == "accepted" and "Iltapäivällä." in seated(it).get(PAGE).text


def test_an_offered_time_is_booked_and_one_that_is_past_is_not_offered(made):
    it = referral(made, "accepted")
    past = Meeting.objects.create(assignment=it, at=timezone.now() - timedelta(hours=1), state="offered")
    coming = Meeting.objects.create(assignment=it, at=timezone.now() + timedelta(days=2), state="offered")
    assert str(past.pk) not in seated(it).get(f"{OWN}varaa/").text
    acted(it, "varaa", meeting=str(past.pk))
    assert it.state == "accepted"
    acted(it, "varaa", meeting=str(coming.pk))
    assert (it.state, it.booked_at) == ("booked", coming.at)


def test_not_reached_is_opened_again_within_thirty_days_and_not_after(made):
    it = referral(made, "unreachable")
    acted(it, "avaa", text="Nyt onnistuu.")
    assert it.state == "accepted"
    late = referral(made, "unreachable")
    type(late).objects.filter(pk=late.pk).update(ended_at=timezone.now() - timedelta(days=32))
    assert acted(late, "avaa", text="").status_code == 409
    assert late.state == "unreachable"


def test_in_a_self_referral_the_client_answers(made):
    agreement(made.town, made.town, made.kind)
    it = referral(made, self_made=True)
    it.ask(by=By("I", made.intake), version=it.version, text="Mihin aikaan?")
    assert "Mihin aikaan?" in seated(it).get(PAGE).text
    acted(it, "vastaa", text="Aamulla.")
    assert it.state == "sent" and last(it).text.words == "Aamulla."


def test_in_a_self_referral_the_client_sends_on_with_a_consent_of_their_own(made):
    agreement(made.town, made.town, made.kind)
    other = team(unit(made.town, "Toinen neuvonta"), made.kind)
    it = referral(made, self_made=True)
    it.decline(by=By("I", made.intake), version=it.version, reason="full")
    without = acted(it, "toinen-palvelu", team=str(other.pk))
    assert "Virhe:" in without.text and it.referral.assignments.count() == 1
    acted(it, "toinen-palvelu", team=str(other.pk), agree="on")
    new = it.referral.assignments.newest_last().last()
    assert (new.team, new.state) == (other, "sent")


def test_the_follow_up_compares_with_what_the_referral_brought(made):
    it = referral(made, "completed")
    asked = it.referral.asked
    asked.who5, asked.activity = "40", '{"brisk": 30, "vigorous": 10}'
    asked.save()
    row = FollowUp.objects.create(assignment=it, month=3)
    five = dict.fromkeys(("cheerful", "calm", "active", "rested", "interested"), "3")
    page = seated(it).get(f"{OWN}kuulumiset/").text
    names = [one for one in five if f'name="{one}"' in page]
    from pathways.assessments.instruments import instruments

    five = {one.id: "3" for one in instruments()["who-5"].questions}
    assert len(names) <= len(five) == 5
    acted(it, "kuulumiset", **five, brisk="90", vigorous="", text="Hyvin menee.")
    row.refresh_from_db()
    assert (row.who5_change, row.minutes_change, row.words) == (20, 40, "Hyvin menee.")
    assert acted(it, "kuulumiset", **five).status_code == 409
    assert Entry.objects.filter(action="follow_up_answered").count() == 1


def test_every_question_of_the_follow_up_may_be_passed_over(made):
    it = referral(made, "completed")
    row = FollowUp.objects.create(assignment=it, month=6)
    acted(it, "kuulumiset")
    row.refresh_from_db()
    assert row.answered_at and (row.who5, row.who5_change, row.minutes_change) == ("", None, None)


@pytest.mark.parametrize("where", ["peru", "soitto", "aika", "numero", "kieli", "varaa", "vastaa", "avaa"])
def test_nothing_is_done_that_the_state_does_not_offer(made, where):
    it = referral(made, "completed")
    assert acted(it, where, text="x", phone="040 123 4567").status_code == 409
    assert it.version == 1 and not Event.objects.exists()


def test_who_was_looked_at_an_old_page_changes_nothing_and_keeps_the_words(made):
    it = referral(made)
    visitor, old = seated(it), it.version
    it.accept(by=By("A", made.adviser), version=it.version)
    late = visitor.post(f"{OWN}soitto/", {"version": old, "text": "Soita illalla."})
    assert late.status_code == 409 and "Soita illalla." in late.text
    assert last(it).move == "accept"
