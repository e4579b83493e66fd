"""One screen per case: what each side sees of it, what they may do, and what the log has of the reading."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from audit.models import Entry
from organisations.models import Organisation, Role
from referrals import lifecycle
from referrals.acting import By
from referrals.models import Event, EventText, Outcome, Plan, Referral, State
from referrals.shown import Shown
from tests import factories, pages
from tests.referrals.scene import referral
from tests.referrals.working.conftest import case_of, move_of
from tests.signing import enter

pytestmark = [pytest.mark.django_db, pytest.mark.seldom]
SHOWN = [state for state in State.values if state != "draft"]


def text_of(response):
    return pages.soup(response.content).main.get_text(" ").replace("\xa0", " ")


@pytest.mark.parametrize("who", ["adviser", "nurse"])
def test_the_case_opens_in_every_state_for_both_sides(as_, made, who):
    browser = as_(who)
    for state in SHOWN:
        one = referral(made, state)
        response = browser.get(case_of(one))
        assert response.status_code == 200
        assert pages.faults_of(response.content.decode(), "fi") == []
        assert one.referral.client.name in text_of(response)
    assert browser.get(case_of(referral(made, "draft"))).status_code == 404


def test_a_foreign_case_is_not_there_and_the_attempt_is_noted(as_, made):
    one = referral(made)
    stranger = factories.user(Role.INTAKE, factories.organisation(kind=Organisation.Kind.NGO))
    client = as_("adviser")
    enter(client, stranger)
    assert client.get(case_of(one)).status_code == 404
    assert client.get(move_of(one, "accept")).status_code == 404
    assert Entry.objects.refused().about("referral", one.referral_id).count() == 2


def test_the_first_opening_by_the_team_is_the_moment_it_was_seen(as_, made):
    one = referral(made)
    as_("nurse").get(case_of(one))
    one.refresh_from_db()
    assert one.seen_at is None
    as_("intake").get(case_of(one))
    one.refresh_from_db()
    first = one.seen_at
    assert first is not None
    as_("adviser").get(case_of(one))
    one.refresh_from_db()
    assert one.seen_at == first


def test_reading_stands_in_the_log_in_the_role_and_says_when_the_client_is_protected(as_, made):
    one = referral(made, non_disclosure=True)
    page = text_of(as_("adviser").get(case_of(one)))
    assert "Turvakielto" in page
    assert "Hamina " not in page.split("Yhteys")[1].split("Tapahtumat")[0]
    line = Entry.objects.doing("read").newest().first()
    assert (line.subject_id, line.role) == (str(one.referral_id), "adviser")
    assert {"contact", "asked", "non_disclosure"} <= set(line.fields)


def test_words_of_the_team_and_its_plan_are_not_shown_to_the_referrer(as_, made):
    one = referral(made, "advising")
    one.note(by=By("A", made.adviser), text="Vain tiimille.")
    Plan.objects.update_or_create(
        assignment=one, defaults={"goals": "Tavoite tiimissä", "next_step": "Askel"}
    )
    team, unit = (text_of(as_(who).get(case_of(one))) for who in ("adviser", "nurse"))
    for words in ("Vain tiimille.", "Tavoite tiimissä"):
        assert words in team
        assert words not in unit


@pytest.mark.parametrize("fed_back", [True, False])
def test_the_referrer_hears_what_came_of_it_only_when_the_client_agreed(as_, made, fed_back):
    one = referral(made, "completed")
    Outcome.objects.create(
        assignment=one, code="started", goal_met="partly", next_step="Jatkaa", fed_back=fed_back
    )
    assert "osittain" in text_of(as_("adviser").get(case_of(one))).lower()
    assert ("osittain" in text_of(as_("nurse").get(case_of(one))).lower()) is fed_back


def test_what_was_asked_is_told_in_words(as_, made):
    one = referral(made, interpreter="viro", contact_note="iltaisin")
    asked = one.referral.asked
    asked.safe, asked.limits, asked.activity, asked.readiness = "limits", "polvi", '{"brisk": 60}', "7"
    asked.save()
    page = text_of(as_("adviser").get(case_of(one)))
    for words in (
        "Liikkuu vähän",
        "Kyllä, näillä rajoituksilla: polvi",
        "60 min reipasta",
        "Jaksan kävellä",
        "7 / 10",
    ):
        assert words in page
    for words in ("050 0000001", "3.4.1961", "viro", "iltaisin", "suullisesti"):
        assert words in page


def test_the_page_offers_what_the_table_allows_and_says_why_not_yet(made):
    for state in SHOWN:
        one = referral(made, state)
        for who, letters in (("intake", "I"), ("adviser", "A"), ("nurse", "R")):
            shown = Shown(one.referral, one, getattr(made, who))
            if who == "adviser" and one.adviser_id not in (None, made.adviser.pk):
                continue
            named = {name for name, *_rest in shown.others} | {shown.first} - {""}
            allowed = set(lifecycle.moves_from(state, letters))
            assert named <= allowed
            assert len(named) + len(shown.not_yet) == len(
                allowed - {"discard", "send", "arrive", "follow_up"}
            )


def test_who_is_neither_intake_nor_the_adviser_reads_and_moves_nothing(as_, made):
    one = referral(made, "advising")
    response = as_("colleague").get(case_of(one))
    assert response.context["form"] is None
    assert as_("colleague").post(move_of(one, "note"), {"version": 1, "text": "x"}).status_code == 409
    assert not Event.objects.of(one.referral).exists()


def test_a_restricted_case_shows_nothing_but_that(as_, made):
    one = referral(made)
    Referral.objects.filter(pk=one.referral_id).update(restricted_at=timezone.now())
    page = text_of(as_("adviser").get(case_of(one)))
    assert "rajoitettu" in page
    assert "Eeva" not in page
    assert as_("adviser").get(move_of(one, "accept")).status_code == 302


def test_a_long_history_asks_the_database_no_more_often(as_, made):
    one, browser = referral(made, "contacting"), as_("adviser")

    def asked():
        with CaptureQueriesContext(connection) as captured:
            assert browser.get(case_of(one)).status_code == 200
        return len(captured)

    def add(number):
        for count in range(number):
            version = Event.objects.of(one.referral).count() + 2
            event = Event.objects.create(
                assignment=one, referral=one.referral, letter="A", move="note", from_state="contacting",
                to_state="contacting", version=version, actor_label=f"Neuvoja {count}",
            )  # fmt: skip
            EventText.objects.create(event=event, referral=one.referral, words="Merkintä")

    add(1)
    asked()
    few = asked()
    add(30)
    assert asked() == few


@pytest.mark.once
def test_a_form_of_the_swedish_page_is_whole(as_, made):
    one = referral(made)
    response = as_("intake").get(f"/sv/remisser/{one.referral_id}/atersand/")
    assert pages.faults_of(response.content.decode(), "sv") == []
