"""Loading kinds, teams and agreements: again and again without harm, and what people changed stays."""

import copy

import pytest
from django.core.management import CommandError, call_command
from django.test import override_settings

from organisations.models import Organisation
from referrals import content, practising
from referrals.models import Agreement, Assignment, Choice, Consent, Kind, Question, Referral, Team
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.once]
DOCUMENTS = content.documents()


@pytest.fixture
def bodies():
    """The county's organisation and the four municipalities of the example."""
    factories.municipalities()
    kinds = Organisation.Kind
    factories.organisation(kind=kinds.COUNTY, name_fi="Hyvinvointialue", name_sv="Välfärdsområdet")
    for code in ("075", "285", "286", "624"):
        if not Organisation.objects.filter(kind=kinds.MUNICIPALITY, municipality=code).exists():
            factories.organisation(
                kind=kinds.MUNICIPALITY,
                municipality_id=code,
                name_fi=f"Kunta {code}",
                name_sv=f"Kommun {code}",
            )


def load(documents=DOCUMENTS):
    loader = content.Loader().facts(documents).example(documents)
    assert loader.errors == []
    return {group: dict(report) for group, report in loader.report.items()}


def by_hand(record, **over):
    """Changed by somebody in the admin."""
    for name, value in over.items():
        setattr(record, name, value)
    record._history_user = factories.user("coordinator", factories.organisation())
    record.save()


def test_everything_of_the_files_comes_in_and_loading_again_changes_nothing(bodies):
    assert load()["kinds"] == {"new": 3}
    assert (Choice.objects.count(), Question.objects.count(), Team.objects.count()) == (44, 6, 8)
    again = load()
    assert all(set(report) == {"unchanged"} for report in again.values()), again


def test_every_kind_has_something_to_choose_in_every_group(bodies):
    load()
    for kind in Kind.objects.all():
        groups = Choice.objects.offered(kind).in_groups()
        for group in Choice.Group:
            assert len(groups[group]) > 2, (kind.pk, group)


def test_every_example_team_has_an_agreement_with_the_county_and_one_with_itself(bodies):
    load()
    station = Organisation.objects.get(name_fi="Kotkan terveysasema")
    for team in Team.objects.all():
        for kind in team.kinds.all():
            assert Agreement.objects.between(station, team.organisation, kind)
            assert Agreement.objects.between(None, team.organisation, kind)


def test_agreements_say_in_both_languages_that_they_are_examples(bodies):
    load()
    for agreement in Agreement.objects.all():
        assert "esimerkki" in agreement.notice_version
        assert "esimerkkiteksti" in agreement.notice_fi
        assert "exempeltext" in agreement.notice_sv


def test_what_people_changed_or_deleted_stays_so(bodies):
    load()
    by_hand(Kind.objects.get(pk="exercise"), name_fi="Oma nimi")
    choice = Choice.objects.get(code="movement")
    choice._history_user = factories.user("coordinator", factories.organisation())
    choice.delete()
    report = load()
    assert report["kinds"] == {"edited here": 1, "unchanged": 2}
    assert report["choices"]["deleted here"] == 1
    assert Kind.objects.get(pk="exercise").name_fi == "Oma nimi"
    assert not Choice.objects.filter(code="movement").exists()


def test_a_changed_file_changes_what_nobody_touched(bodies):
    load()
    newer = copy.deepcopy(DOCUMENTS)
    newer["kinds"][0]["name"]["sv"] = "Nytt namn"
    assert load(newer)["kinds"] == {"changed": 1, "unchanged": 2}
    assert Kind.objects.get(pk="exercise").name_sv == "Nytt namn"


def test_a_mistake_in_a_file_is_named_and_nothing_is_written(bodies, monkeypatch):
    broken = copy.deepcopy(DOCUMENTS)
    broken["choices"][0]["group"] = "nothing"
    monkeypatch.setattr(content, "documents", lambda: broken)
    with pytest.raises(CommandError, match="movement"):
        call_command("load_referrals", commit=True)
    assert not Kind.objects.exists()


def test_in_production_only_kinds_and_choices_come_in(bodies):
    with override_settings(HYTE_ENV="production"):
        call_command("load_referrals", commit=True)
    assert Kind.objects.count() == 3
    assert not Team.objects.exists()
    assert not Agreement.objects.exists()


def test_without_commit_nothing_is_written(bodies):
    call_command("load_referrals")
    assert not Kind.objects.exists()


def test_a_demonstration_has_synthetic_referrals_in_every_open_state(bodies, settings):
    settings.HYTE_ENV = "demo"
    load()
    call_command("practice_accounts", commit=True)
    practising.YEAR, year = 70, practising.YEAR
    try:
        call_command("practice_referrals", commit=True)
    finally:
        practising.YEAR = year
    states = set(Assignment.objects.values_list("state", flat=True))
    assert states >= {"sent", "info", "accepted", "contacting", "booked", "advising", "hold", "completed"}
    assert Consent.objects.filter(scope="share").count() == Referral.objects.count()
    numbers = Referral.objects.count()
    call_command("practice_referrals", commit=True)
    assert Referral.objects.count() == numbers


def test_synthetic_referrals_are_made_only_in_a_demonstration(bodies):
    with pytest.raises(CommandError, match="only when HYTE_ENV is demo"):
        call_command("practice_referrals", commit=True)
