"""Who may receive a new referral, what the page somebody came from fills in, and what is printed afterwards."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from audit.models import Entry
from referrals.models import Agreement, Assignment, SavedText
from tests import factories, pages
from tests.referrals import scene as scenes
from tests.referrals.new.filled import begin, ready, send, sent, text
from tests.signing import enter

pytestmark = [pytest.mark.django_db, pytest.mark.seldom]


# ------------------------------------------------------------ receivers, agreements, duplicates
def test_without_an_agreement_the_kind_is_not_offered_and_the_page_says_why(nurse, made):
    Agreement.objects.update(valid_to="2026-01-02")
    page = nurse.get(reverse("referral_new"))
    assert "sopimusta" in text(page) and not pages.soup(page.content).select(".doors a")
    assert nurse.get(reverse("referral_new_kind", args=[made.kind.pk])).status_code == 302


def test_a_receiver_without_agreement_is_shown_with_the_reason_and_cannot_be_chosen(nurse, made):
    kouvola = factories.municipality("286")
    town = factories.organisation(
        kind="municipality", municipality=kouvola, name_fi="Kouvola", name_sv="Kouvola"
    )
    other = scenes.team(scenes.unit(town, "Liikuntapalvelut"), made.kind)
    referral = ready(nurse, made)
    page = nurse.get(reverse("referral_draft_send", args=[referral.pk]))
    assert "voimassa olevaa sopimusta ei ole" in text(page)
    assert len(pages.soup(page.content).select("[name=team]")) == 1
    assert send(nurse, made, referral, team=str(other.pk)).status_code == 200
    assert Assignment.objects.get().state == "draft"


def test_capacity_is_shown_with_its_day_or_as_not_confirmed(nurse, made):
    referral = ready(nurse, made)
    address = reverse("referral_draft_send", args=[referral.pk])
    assert "Ei vahvistettu" in text(nurse.get(address))
    made.team.tell_capacity("queue", weeks=3)
    assert "Jonoa noin 3 viikkoa Tilanne" in text(nurse.get(address))


def test_a_second_referral_of_the_same_client_is_shown_and_must_be_confirmed(nurse, made):
    first = sent(nurse, made)
    referral = ready(nurse, made, name="  eeva   ESIMERKKI ")
    page = nurse.get(reverse("referral_draft_send", args=[referral.pk]))
    assert first.number in text(page)
    assert send(nurse, made, referral).status_code == 200
    assert Assignment.objects.filter(state="sent").count() == 1
    send(nurse, made, referral, same_confirmed="on")
    assert Assignment.objects.filter(state="sent").count() == 2
    assert Entry.objects.filter(action="similar_shown").exists()


@pytest.mark.parametrize("over", [{"born": "4.4.1961"}, {"name": "Erkki Esimerkki"}])
def test_another_client_is_no_duplicate(nurse, made, over):
    sent(nurse, made)
    referral = ready(nurse, made, **over)
    assert send(nurse, made, referral).status_code == 302


def test_a_town_that_no_team_serves_says_so(nurse, made):
    made.team.municipalities.set([made.hamina])
    factories.municipality("285")
    referral = ready(nurse, made, municipality="285")
    page = nurse.get(reverse("referral_draft_send", args=[referral.pk]))
    assert "Kukaan ei ota vastaan" in text(page)


# ------------------------------------------------------------ the page somebody came from
def test_a_service_of_one_kind_leads_straight_to_its_form_and_fills_in_the_town(nurse, made):
    theme = factories.theme("exercise")
    made.kind.themes.add(theme)
    service = factories.full_service(themes=[theme], municipalities=[made.hamina])
    answer = nurse.get(reverse("referral_new"), {"service": service.pk})
    page = pages.soup(nurse.get(answer.url).content)
    assert page.select_one("#id_municipality option[selected]")["value"] == "075"
    assert service.name_fi in page.get_text()


@pytest.mark.parametrize(
    "query", ["service=999999", "service=x", "pathway=0", "service=99999999999999999999"]
)
def test_a_page_that_is_not_there_fills_in_nothing(nurse, made, query):
    assert nurse.get(f"{reverse('referral_new_kind', args=[made.kind.pk])}?{query}").status_code == 200


# ------------------------------------------------------------ after sending
def test_the_clients_copy_is_in_the_clients_language_and_noted(nurse, made):
    referral = sent(nurse, made, language="sv")
    answer = nurse.get(reverse("referral_copy", args=[referral.pk]))
    assert answer["Content-Language"] == "sv" and "Remissen är gratis" in answer.content.decode()
    assert Entry.objects.filter(action="client_copy_printed", subject_id=str(referral.pk)).count() == 1


def test_a_letter_has_a_code_that_is_made_by_pressing_a_button(nurse, made):
    referral = sent(nurse, made)
    address = reverse("referral_letter", args=[referral.pk])
    assert not pages.soup(nurse.get(address).content).select(".one-time-code")
    assert pages.soup(nurse.post(address).content).select(".one-time-code b")
    assert Entry.objects.filter(action="letter_printed").count() == 1


@pytest.mark.parametrize("name", ["referral_sent", "referral_copy", "referral_letter"])
def test_what_is_printed_is_only_for_the_unit_that_sent_it(client, nurse, made, name):
    referral = sent(nurse, made)
    enter(client, factories.user("professional", made.town))
    assert client.get(reverse(name, args=[referral.pk])).status_code == 404


# ------------------------------------------------------------ saved texts, cost
def test_saved_texts_are_ones_own(client, nurse, made):
    nurse.post(reverse("saved_texts"), {"field": "limits", "title": "Polvi", "words": "Ei hyppyjä"})
    referral, _answer = begin(nurse, made)
    page = pages.soup(nurse.get(reverse("referral_draft_need", args=[referral.pk])).content)
    assert [one["value"] for one in page.select("datalist option")] == ["Ei hyppyjä"]
    text_id = SavedText.objects.get().pk
    enter(client, made.adviser)
    assert "Polvi" not in text(client.get(reverse("saved_texts")))
    assert client.post(reverse("saved_text_delete", args=[text_id])).status_code == 404


def test_the_screens_cost_the_same_with_one_team_and_with_many(nurse, made):
    referral = ready(nurse, made)

    def queries():
        with CaptureQueriesContext(connection) as asked:
            nurse.get(reverse("referral_draft_send", args=[referral.pk]))
        return len(asked)

    queries()
    few = queries()
    for number in range(20):
        scenes.team(scenes.unit(made.town, f"Ryhmä {number}"), made.kind)
    queries()  # the catalogue is read anew: its organisations changed
    assert queries() == few
