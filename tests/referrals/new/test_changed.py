"""What a draft was begun with is gone, or the draft is another one than was looked at: nothing is sent unseen."""

import pytest
from django.test import Client as Browser
from django.urls import reverse

from audit.models import Entry
from referrals.guards import GUARDS
from referrals.models import Agreement, Asked, Assignment, Choice, Client, Consent, Kind, Referral
from referrals.models.assignment import AssignmentQuerySet
from tests import factories, pages
from tests.referrals import scene as scenes
from tests.referrals.new.filled import CLIENT, JSON, NEED, ready, send, text
from tests.signing import enter

pytestmark = [pytest.mark.django_db, pytest.mark.once]


def place(referral, screen="send"):
    return reverse(f"referral_draft_{screen}", args=[referral.pk])


def still_a_draft():
    return Assignment.objects.get().state == "draft" and not Consent.objects.exists()


# ------------------------------------------------------------ out of use
@pytest.fixture
def wellbeing(made):
    kind = scenes.kind("wellbeing", name_fi="Hyvinvointilähete", name_sv="Remiss till länkperson")
    made.team.kinds.add(kind)
    scenes.agreement(made.county, made.town, kind)
    return kind


def test_a_kind_out_of_use_is_not_sent_and_the_page_leads_to_changing_it(nurse, made, wellbeing):
    referral = ready(nurse, made)
    Kind.objects.filter(pk=made.kind.pk).update(active=False)
    for screen in ("client", "need", "send"):
        page = nurse.get(place(referral, screen))
        assert "ei ole enää käytössä" in text(page), screen
        assert pages.soup(page.content).select(f'a[href="{place(referral, "kind")}"]')
    answer = send(nurse, made, referral)
    assert answer.status_code == 200 and still_a_draft()
    soup = pages.soup(answer.content)
    assert "Vaihda laji" in soup.select_one(".err").get_text()
    assert soup.select_one("[name=team][checked]") and "Jaksan kävellä kauppaan." in soup.get_text()


def test_the_changed_kind_keeps_what_was_typed_and_asks_for_consent_anew(nurse, made, wellbeing):
    referral = ready(nurse, made)
    Kind.objects.filter(pk=made.kind.pk).update(active=False)
    values = [
        one["value"] for one in pages.soup(nurse.get(place(referral, "kind")).content).select("[name=kind]")
    ]
    assert values == ["wellbeing"]
    assert nurse.post(place(referral, "kind"), {"kind": made.kind.pk}).status_code == 200
    assert nurse.post(place(referral, "kind"), {"kind": "wellbeing"}).url == place(referral, "client")
    page = pages.soup(nurse.get(place(referral, "client")).content)
    assert page.select_one("[name=name]")["value"] == CLIENT["name"]
    assert not page.select("[name=consent][checked]")
    assert nurse.get(place(referral)).url.startswith(place(referral, "client"))  # the consent first
    nurse.post(place(referral, "client"), CLIENT)
    page = nurse.get(nurse.get(place(referral)).url)
    assert "Jokin valinta ei ole enää käytössä" in text(page)  # the reasons are the other kind's
    assert NEED["goal"] in text(page)
    nurse.post(place(referral, "need"), NEED | {"reasons": ["wellbeing_reason"], "wished": []})
    assert send(nurse, made, referral).status_code == 302
    assert Referral.objects.get().kind == wellbeing
    assert (
        Entry.objects.filter(action="changed", subject_id=str(referral.pk)).count() == 5
    )  # 4 screens, the kind


def test_a_changed_kind_forgets_the_identity_code_and_a_stranger_changes_none(client, nurse, made, wellbeing):
    Agreement.objects.filter(kind=made.kind).update(needs_identity_code=True)
    referral = ready(nurse, made, identity_code="010190-999P", born="")
    stranger = Browser()
    enter(stranger, factories.user("professional", made.advice))
    assert stranger.post(place(referral, "kind"), {"kind": "wellbeing"}).status_code == 404
    nurse.post(place(referral, "kind"), {"kind": "wellbeing"})
    assert "010190" not in Asked.objects.get().typed
    nurse.post(place(referral, "client"), CLIENT)
    assert Client.objects.get().identity_code == ""


def test_a_choice_out_of_use_is_asked_again(nurse, made):
    referral = ready(nurse, made)
    Choice.objects.filter(code="exercise_reason").update(active=False)
    scenes.Choice.objects.create(group="reason", code="other", name_fi="Muu", name_sv="Annat").kinds.add(
        made.kind
    )
    answer = send(nurse, made, referral)
    assert answer.url == place(referral, "need") + "?check" and still_a_draft()
    page = nurse.get(answer.url)
    assert "Jokin valinta ei ole enää käytössä" in text(page) and NEED["goal"] in text(page)


@pytest.mark.parametrize("gone", ["team", "its kinds", "agreement"])
def test_a_receiver_that_is_none_any_more_is_chosen_anew(nurse, made, gone):
    referral = ready(nurse, made)
    if gone == "team":
        type(made.team).objects.filter(pk=made.team.pk).update(active=False)
    elif gone == "its kinds":
        made.team.kinds.clear()
    else:
        Agreement.objects.update(valid_to="2026-01-02")
    answer = send(nurse, made, referral)
    soup = pages.soup(answer.content)
    assert answer.status_code == 200 and still_a_draft()
    assert "Valitse toinen" in soup.select_one(".err").get_text()
    assert soup.select(f'a[href="{place(referral, "kind")}"]')


def test_a_notice_that_the_client_has_not_heard_is_read_first(nurse, made):
    referral = ready(nurse, made)
    Agreement.objects.update(notice_version="2")
    answer = send(nurse, made, referral)
    assert answer.status_code == 200 and "tietosuojaseloste on muuttunut" in text(answer) and still_a_draft()
    before = Referral.objects.get().typed["consented_at"]
    nurse.post(place(referral, "client"), CLIENT)
    assert Referral.objects.get().typed["consented_at"] > before
    assert send(nurse, made, referral).status_code == 302
    assert set(Consent.objects.values_list("text_version", flat=True)) == {"2"}


def test_what_an_open_page_showed_is_what_was_heard(nurse, made):
    """It saves itself while the agreement is changed: its text is the old one."""
    referral = ready(nurse, made)
    soup = pages.soup(nurse.get(place(referral, "client")).content)
    shown = [one["value"] for one in soup.select("[name=notice]")]
    Agreement.objects.update(notice_version="2")
    nurse.post(place(referral, "client"), CLIENT | {"notice": shown}, **JSON)
    assert "tietosuojaseloste on muuttunut" in text(send(nurse, made, referral)) and still_a_draft()


def test_what_is_refused_leaves_no_consent_behind(nurse, made, monkeypatch):
    referral = ready(nurse, made)
    monkeypatch.setitem(GUARDS, "receiver", lambda case: "Ei nyt.")
    answer = send(nurse, made, referral)
    assert answer.status_code == 200 and "Ei nyt." in text(answer) and still_a_draft()


# ------------------------------------------------------------ another draft than was looked at
@pytest.mark.parametrize("version", ["1", "999", "", "x", "-1", "3 "])
def test_a_version_that_is_not_the_drafts_is_not_sent_already(nurse, made, version):
    referral = ready(nurse, made)
    answer = send(nurse, made, referral, version=version)
    assert answer.status_code == 200 and still_a_draft()
    assert "Luonnos on muuttunut" in text(answer) and "lähetetty" not in text(answer)
    page = pages.soup(answer.content)
    assert page.select_one("[name=team][checked]")
    assert send(nurse, made, referral, version=page.select_one("[name=version]")["value"]).status_code == 302


def test_what_was_typed_in_another_window_is_looked_at_before_it_is_sent(nurse, made):
    referral = ready(nurse, made)
    seen = pages.soup(nurse.get(place(referral)).content).select_one("[name=version]")["value"]
    nurse.post(place(referral, "client"), CLIENT | {"phone": "050 000 0009"}, **JSON)
    answer = send(nurse, made, referral, version=seen)
    assert "Luonnos on muuttunut" in text(answer) and "050 0000009" in text(answer) and still_a_draft()


def test_the_same_words_again_are_no_change(nurse, made):
    referral = ready(nurse, made)
    seen = pages.soup(nurse.get(place(referral)).content).select_one("[name=version]")["value"]
    nurse.post(place(referral, "client"), CLIENT, **JSON)
    nurse.post(place(referral, "need"), NEED)
    assert send(nurse, made, referral, version=seen).status_code == 302


def test_a_draft_that_changes_at_the_very_moment_of_sending_is_looked_at_again(nurse, made, monkeypatch):
    """Between reading and sending somebody else was there: the database says so."""
    referral, update = ready(nurse, made), AssignmentQuerySet.update

    def late(self, **values):
        if values.get("state") == "sent":
            monkeypatch.setattr(AssignmentQuerySet, "update", update)
            Assignment.objects.get().rewritten()
        return update(self, **values)

    monkeypatch.setattr(AssignmentQuerySet, "update", late)
    answer = send(nurse, made, referral)
    assert answer.status_code == 200 and "Luonnos on muuttunut" in text(answer) and still_a_draft()


def test_what_is_typed_while_a_colleague_sends_is_not_written_into_the_sent_one(nurse, made, monkeypatch):
    referral = ready(nurse, made)
    from referrals.views import making as views

    def late(request, pk, action):
        found = views_draft_of(request, pk, action)
        Assignment.objects.filter(referral_id=pk).update(
            state="sent", team=made.team, receiver=made.advice, due_on="2026-12-01"
        )
        return found

    views_draft_of = views.draft_of
    monkeypatch.setattr(views, "draft_of", late)
    answer = nurse.post(place(referral, "client"), CLIENT | {"name": "Toinen Esimerkki"})
    assert answer.url == reverse("referral_case", args=[referral.pk])
    assert Client.objects.get().name == CLIENT["name"]
