"""What referrals are made with, in the admin: who keeps it, and what of an agreement never changes silently."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from organisations.models import Role
from referrals.models import Agreement, Kind, Team
from tests import factories
from tests.admin_forms import faults, send
from tests.referrals.scene import scene

pytestmark = [pytest.mark.django_db, pytest.mark.seldom]


@pytest.fixture
def made():
    return scene()


@pytest.fixture
def desk(client, made):
    client.force_login(factories.user(Role.COORDINATOR, made.county, language="fi"))
    return client


def page(record):
    name = f"admin:{record._meta.app_label}_{record._meta.model_name}_change"
    return reverse(name, args=[record.pk])


def test_a_coordinator_changes_a_kind_and_adds_a_question(desk, made):
    question = {
        "code": "shoes",
        "words_fi": "Onko kengät?",
        "words_sv": "Finns det skor?",
        "answer": "yes_no",
    }
    added = {f"questions-0-{name}": value for name, value in question.items()}
    assert faults(send(desk, page(made.kind), short_name_fi="Liike", **added)) == []
    kind = Kind.objects.get(pk=made.kind.pk)
    assert kind.short_name_fi == "Liike"
    assert kind.questions.get().words_fi == "Onko kengät?"


def test_a_changed_notice_needs_a_new_version(desk, made):
    refused = send(desk, page(made.agreement), notice_fi="Toinen teksti.")
    assert any("uusi versio" in words for words in faults(refused))
    assert faults(send(desk, page(made.agreement), notice_fi="Toinen teksti.", notice_version="2")) == []
    assert Agreement.objects.get().notice_version == "2"


def test_an_agreement_in_force_is_ended_not_deleted(desk, made):
    path = reverse("admin:referrals_agreement_delete", args=[made.agreement.pk])
    assert desk.post(path, {"post": "yes"}).status_code == 403
    Agreement.objects.update(valid_from=timezone.localdate() + timedelta(days=1))
    assert desk.post(path, {"post": "yes"}).status_code == 302
    assert not Agreement.objects.exists()


def test_the_teams_own_editor_keeps_its_place_but_not_what_it_takes(client, made):
    client.force_login(factories.user(Role.MAIN_USER, made.town, language="fi"))
    answer = send(client, page(made.team), place_fi="Uimahalli", place_sv="Simhallen", practice="on")
    assert faults(answer) == []
    team = Team.objects.get()
    assert (team.place_fi, team.practice) == ("Uimahalli", False)
    assert client.get(page(made.kind)).status_code == 403
    assert client.get(page(made.agreement)).status_code == 403


def test_another_organisations_team_is_not_there(client, made):
    client.force_login(factories.user(Role.MAIN_USER, factories.organisation()))
    assert client.get(page(made.team)).status_code == 404


def test_referrals_themselves_are_not_in_the_admin(desk):
    for model in ("referral", "assignment", "client", "event", "consent", "figure"):
        assert desk.get(f"/admin/referrals/{model}/").status_code == 404
