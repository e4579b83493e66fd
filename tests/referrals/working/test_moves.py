"""Moves by their forms: the whole loop, what a form asks, who was first, and the same form sent twice."""

from datetime import timedelta

import pytest
from django.utils import timezone

from audit.models import Entry
from referrals import lifecycle
from referrals.addresses.working import SLUGS
from referrals.forms.actions import ACTIONS
from referrals.models import Assignment, Attempt, Consent, Event, Meeting, State
from tests import factories, pages
from tests.referrals import scene
from tests.referrals.scene import referral
from tests.referrals.working.conftest import case_of, move_of, send

pytestmark = [pytest.mark.django_db, pytest.mark.seldom]
CODES = set(SLUGS)


def day(days=0):
    return (timezone.localdate() + timedelta(days=days)).strftime("%d.%m.%Y")


def state_of(assignment):
    assignment.refresh_from_db()
    return assignment.state


@pytest.mark.once
def test_every_move_of_people_has_its_form_and_its_address(db):
    elsewhere = {"discard", "send", "arrive", "follow_up"}
    people = {one.name for one in lifecycle.MOVES if set(one.who) & set("RIAK")} - elsewhere
    assert {form.move for form in ACTIONS.values()} == people
    assert set(ACTIONS) == CODES
    assert all(form.move in people for form in ACTIONS.values())


@pytest.mark.once
def test_an_address_says_the_move_in_the_language_of_the_page(made):
    from django.utils.translation import override

    one = referral(made)
    for language, words in (("fi", "/ota-vastaan/"), ("sv", "/ta-emot/")):
        with override(language):
            assert move_of(one, "accept").endswith(words)


def test_the_whole_loop_goes_from_sent_to_what_came_of_it(as_, made):
    one, intake, adviser, nurse = referral(made), as_("intake"), as_("adviser"), as_("nurse")
    send(intake, one, "ask", text="Mikä polvessa on?")
    assert state_of(one) == "info"
    assert "Mikä polvessa on?" in nurse.get(case_of(one)).content.decode()
    send(nurse, one, "answer", text="Kuluma.")
    send(intake, one, "accept", adviser=made.adviser.pk, contact_by=day(), text="")
    assert (state_of(one), one.adviser) == ("accepted", made.adviser)
    said = {"outcome": "no_answer", "channel": "phone", "day": day(0), "clock": "0.00"}
    send(adviser, one, "attempt", **said)
    answer = send(adviser, one, "attempt", **said | {"outcome": "agreed"})
    assert answer.url == move_of(one, "book")
    assert sorted(row.result for row in one.attempts.all()) == ["no_answer", "reached"]
    send(adviser, one, "book", day=day(3), clock="9.30", place="Liikuntahalli")
    assert (state_of(one), one.meetings.booked().get().place) == ("booked", "Liikuntahalli")
    service = factories.service(name_fi="Vesijumppa")
    made.kind.themes.set([theme := factories.theme()])
    service.themes.add(theme)
    send(adviser, one, "start", goals="Kävely", service_1=service.pk, next_step="Maanantaina")
    assert (state_of(one), one.plan.goal_lines, one.plan.service_ids) == (
        "advising",
        ["Kävely"],
        [service.pk],
    )
    send(adviser, one, "note", text="Hyvin menee.")
    send(adviser, one, "plan", goals="Kävely\nUinti", next_step="Keskiviikkona")
    send(adviser, one, "hold", reason="illness", resume_on=day(14), text="")
    assert state_of(one) == "hold"
    send(adviser, one, "resume")
    answer = send(
        adviser, one, "complete", code="started", goal_met="yes", service_1=service.pk, minutes_before="30",
        minutes_after="150", next_step="Jatkaa itse",
    )  # fmt: skip
    assert answer.url == case_of(one)
    assert state_of(one) == "completed"
    assert (one.outcome.minutes_change, one.outcome.services_started) == (120, [service.pk])
    assert "Aloitti jotain pysyvää" in nurse.get(case_of(one)).content.decode()
    moves = list(Event.objects.of(one.referral).in_order().values_list("move", flat=True))
    assert moves == [
        "ask", "answer", "accept", "attempt", "attempt", "book", "start", "note", "note", "hold", "resume", "complete",
    ]  # fmt: skip


def test_times_are_offered_and_taken_for_the_client(as_, made):
    one, adviser = referral(made, "accepted"), as_("adviser")
    send(adviser, one, "offer", day_1=day(2), clock_1="9.00", day_2=day(3), clock_2="13.15", place="Halli")
    offered = list(one.meetings.offered())
    assert len(offered) == 2
    send(adviser, one, "book", meeting=offered[1].pk)
    assert one.meetings.booked().get().at == offered[1].at
    assert state_of(one) == "booked"
    half = send(adviser, one, "offer", day_1=day(-2), clock_1="9.00", day_2=day(3), place="Halli")
    assert {"day_1", "clock_2"} == half.context["form"].errors.keys()


def test_a_missed_meeting_goes_back_to_contacting(as_, made):
    one = referral(made, "booked")
    Meeting.objects.create(
        assignment=one, at=timezone.now() - timedelta(hours=1), place="Halli", state="booked"
    )
    Assignment.objects.filter(pk=one.pk).update(booked_at=timezone.now() - timedelta(hours=1))
    send(as_("adviser"), one, "no_show", text="Ei tullut.")
    assert state_of(one) == "contacting"


@pytest.mark.parametrize(
    ("state", "who", "action", "typed", "wrong"),
    [
        ("sent", "intake", "accept", {"adviser": "", "contact_by": "huomenna"}, {"adviser", "contact_by"}),
        ("sent", "intake", "accept", {"adviser": "999999999999999999999", "contact_by": ""}, {"adviser", "contact_by"}),
        ("sent", "intake", "ask", {"text": "  "}, {"text"}),
        ("accepted", "adviser", "attempt", {"outcome": "x", "channel": "fax", "day": "", "clock": "25.00"},
         {"outcome", "channel", "day", "clock"}),
        ("accepted", "adviser", "book", {"day": "32.13.2026", "clock": "9"}, {"day", "clock"}),
        ("accepted", "adviser", "book", {"place": "Halli"}, {"__all__"}),
        ("accepted", "adviser", "start", {}, {"__all__"}),
        ("advising", "adviser", "complete", {"code": "started"}, {"__all__"}),
        ("advising", "adviser", "complete", {"minutes_after": "paljon"}, {"code", "minutes_after"}),
        ("advising", "adviser", "hold", {"reason": "full", "resume_on": day(200)}, {"reason"}),
        ("advising", "adviser", "hold", {"reason": "illness", "resume_on": day(200)}, {"__all__"}),
        ("sent", "intake", "decline", {"reason": "not_eligible"}, {"detail"}),
        ("sent", "intake", "redirect", {}, {"team"}),
        ("contacting", "adviser", "note", {"text": ""}, {"text"}),
        ("declined", "nurse", "send_on", {"team": "x"}, {"team"}),
        ("sent", "nurse", "cancel", {}, {"reason"}),
        ("sent", "nurse", "enter_in_error", {}, {"text"}),
        ("withdrawn", "intake", "reopen", {"text": ""}, {"text"}),
    ],
)  # fmt: skip
def test_an_unfinished_form_says_what_is_missing_and_moves_nothing(
    as_, made, state, who, action, typed, wrong
):
    one = referral(made, state)
    response = send(as_(who), one, action, **typed)
    assert response.status_code == 200
    assert response.context["form"].errors.keys() == wrong
    assert pages.faults_of(response.content.decode(), "fi") == []
    assert state_of(one) == state
    assert not Event.objects.of(one.referral).exists()


def test_the_client_reads_a_reason_in_their_own_language(as_, made):
    one = referral(made, language="sv")
    shown = as_("intake").get(move_of(one, "decline")).content.decode()
    assert "”Tjänsten är full just nu.”" in shown
    send(
        as_("intake"), one, "decline", reason="not_eligible", detail="pensionärer", text="Kokeilkaa Kouvolaa."
    )
    event = Event.objects.newest(one)
    assert event.text.for_client == "Tjänsten är avsedd för en annan grupp: pensionärer."
    assert event.text.words == "Kokeilkaa Kouvolaa."
    assert "Kokeilkaa Kouvolaa." in as_("nurse").get(case_of(one)).content.decode()


@pytest.fixture
def elsewhere(made):
    """Another town whose team takes the kind, with an agreement."""
    town = factories.organisation(
        kind="municipality", municipality=factories.municipality("285"), name_fi="Kouvola", name_sv="Kouvola"
    )
    team = scene.team(scene.unit(town, "Kouvolan neuvonta"), made.kind)
    scene.agreement(made.county, town, made.kind)
    return team


@pytest.mark.parametrize(
    ("state", "who", "action"), [("sent", "intake", "redirect"), ("declined", "nurse", "send_on")]
)
def test_a_referral_goes_to_another_team_only_with_the_clients_consent(
    as_, made, elsewhere, state, who, action
):
    one = referral(made, state)
    without = send(as_(who), one, action, team=elsewhere.pk)
    assert "__all__" in without.context["form"].errors
    assert state_of(one) == state
    response = send(as_(who), one, action, team=elsewhere.pk, how="oral")
    assert response.status_code == 302
    new = Assignment.objects.of(one.referral).newest_last().last()
    assert (new.team, new.state) == (elsewhere, "sent")
    given = Consent.objects.to(elsewhere.organisation).get(referral=one.referral)
    assert (given.how, given.recorded_by) == ("oral", getattr(made, who))
    assert Entry.objects.doing("consent_recorded").count() == 1


def test_a_consent_is_not_recorded_when_the_move_cannot_be_made(as_, made, elsewhere):
    one = referral(made)
    again = Assignment.objects.filter(pk=one.pk)
    again.update(version=9)
    response = as_("intake").post(
        move_of(one, "redirect"), {"version": 1, "team": elsewhere.pk, "how": "oral"}
    )
    assert response.status_code == 409
    assert not Consent.objects.to(elsewhere.organisation).exists()
    assert not Entry.objects.doing("consent_recorded").exists()


def test_only_teams_with_an_agreement_that_take_the_kind_are_offered(as_, made, elsewhere):
    scene.team(scene.unit(factories.organisation(name_fi="Ilman sopimusta"), "Muu"), made.kind)
    scene.team(scene.unit(made.town, "Kulttuuri"), scene.kind("culture"))
    form = as_("intake").get(move_of(referral(made), "redirect")).context["form"]
    assert list(form.fields["team"].queryset) == [elsewhere]


# ------------------------------------------------------------ somebody else was first
def test_who_comes_second_sees_who_did_what_and_finds_what_was_typed(as_, made):
    one, second = referral(made), as_("intake")
    version = one.version
    send(as_("adviser"), one, "accept", adviser=made.adviser.pk, contact_by=day())
    typed = {"version": version, "reason": "full", "text": "Kokeilkaa Kouvolaa."}
    response = second.post(move_of(one, "decline"), typed)
    assert response.status_code == 409
    page = pages.soup(response.content).main.get_text(" ")
    for words in ("Joku muu ehti ensin", "Otettu vastaan", made.adviser.name, "Kokeilkaa Kouvolaa."):
        assert words in page
    assert state_of(one) == "accepted"


def test_what_can_still_be_done_is_sent_again_from_the_page_that_says_so(as_, made):
    one, nurse = referral(made), as_("nurse")
    version = one.version
    send(as_("adviser"), one, "accept", adviser=made.adviser.pk, contact_by=day())
    response = nurse.post(move_of(one, "cancel"), {"version": version, "reason": "moved", "text": "Muutti."})
    assert response.status_code == 409
    form = pages.soup(response.content).select_one("form.work")
    again = {field["name"]: field.get("value", "") for field in form.select("input[type=hidden]")}
    assert form.textarea.get_text().strip() == "Muutti."
    assert form.select_one("input[value=moved]").has_attr("checked")
    nurse.post(form["action"], again | {"reason": "moved", "text": "Muutti."})
    assert state_of(one) == "cancelled"


def test_the_same_form_sent_twice_is_done_once(as_, made):
    one, browser = referral(made, "advising"), as_("adviser")
    typed = {"version": one.version, "text": "Kävi ryhmässä.\r\nHyvin meni."}
    for _ in range(2):
        assert browser.post(move_of(one, "note"), typed).url == case_of(one)
    assert Event.objects.of(one.referral).count() == 1
    other = browser.post(move_of(one, "note"), typed | {"text": "Aivan muuta."})
    assert other.status_code == 409
    assert "Aivan muuta." in other.content.decode()


def test_a_move_that_is_never_theirs_is_refused_and_noted(as_, made):
    one = referral(made)
    assert as_("nurse").post(move_of(one, "accept"), {"version": 1}).status_code == 403
    assert as_("intake").post(move_of(one, "cancel"), {"version": 1}).status_code == 403
    assert Entry.objects.refused().doing("referral_accept").count() == 1
    assert state_of(one) == "sent"


@pytest.mark.once
def test_the_address_of_a_move_that_cannot_be_made_now_leads_to_the_case(as_, made):
    one = referral(made, "advising")
    assert as_("adviser").get(move_of(one, "accept")).url == case_of(one)


@pytest.mark.once
@pytest.mark.long
def test_every_form_opens_where_its_move_can_be_made(as_, made):
    opened = set()
    for state in [one for one in State.values if one != "draft"]:
        one = referral(made, state)
        for who in ("intake", "adviser", "nurse"):
            shown = as_(who).get(case_of(one)).context
            names = [name for name, *_ in shown["shown"].others] + [name for name, _ in shown["beside"]]
            for action in {*names, shown["shown"].first} - opened - {""}:
                page = as_(who).get(move_of(one, action))
                assert page.status_code == 200
                assert pages.faults_of(page.content.decode(), "fi") == []
                opened.add(action)
    assert opened == CODES - {"give_up", "lapse"}  # which need a past or the coordinator


def test_a_dead_client_is_told_nothing_and_no_reason_need_be_given(as_, made):
    one = referral(made, "accepted")
    send(as_("adviser"), one, "withdraw", reason="deceased")
    assert state_of(one) == "withdrawn"
    assert not Event.objects.newest(one).for_client
    two = referral(made, "accepted")
    send(as_("adviser"), two, "withdraw", reason="")
    assert state_of(two) == "withdrawn"


def test_an_attempt_that_ends_it_leads_to_the_form_that_says_so(as_, made):
    one = referral(made, "accepted")
    said = {"outcome": "stops", "channel": "phone", "day": day(0), "clock": "0.00"}
    assert send(as_("adviser"), one, "attempt", **said).url == move_of(one, "withdraw")
    assert Attempt.objects.get().result == "reached"
