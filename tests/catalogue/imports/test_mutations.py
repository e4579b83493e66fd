"""Records made wrong at random never stop an import, never come in by half, and change nothing the second time."""

import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings

from catalogue.models import PlaceType
from organisations.models import Organisation
from tests import factories
from tests.catalogue.imports import ptv
from tests.catalogue.imports.mutating import CHANGES, assert_holds, mutated, registry
from tests.catalogue.imports.test_lipas import SHELTER, site

pytestmark = pytest.mark.once  # how records are read does not hang on the database

BARE = settings(max_examples=8, deadline=None)
FEW = settings(BARE, max_examples=20)
MANY = settings(FEW, max_examples=200)
REGISTRY = registry()
ROUTE = {"type": "LineString", "coordinates": [[26.90, 60.40], [26.95, 60.45], [26.99, 60.49]]}
AREA = {"type": "Polygon", "coordinates": [[[26.9, 60.4], [27.1, 60.4], [27.1, 60.6], [26.9, 60.4]]]}
CONTACTS = {
    "name-localized": {"se": "Skydd", "en": "Shelter"},
    "phone-number": "+358 40 1234567",
    "email": "laavu@kotka.fi",
    "www": "https://www.kotka.fi/laavu",
    "reservations-link": "https://varaa.kotka.fi/",
}
SITES = [site(1, **CONTACTS), site(2, SHELTER, ROUTE), site(3, SHELTER, AREA)]


@pytest.fixture
def sports(lists):
    factories.service_class("P27.2")
    made = PlaceType.objects.create(code=SHELTER, makes_service=True, name_fi="Laavu", name_sv="Vindskydd")
    made.classes.set(["P27.2"])
    Organisation.objects.create(kind="municipality", municipality_id="285", name_fi="Kotkan kaupunki")


def holds(system, records, changes, before=None):
    with tempfile.TemporaryDirectory() as folder:
        assert_holds(system, mutated(records, changes), Path(folder), before)


def test_the_records_are_good_before_they_are_made_wrong(sports, tmp_path):
    (tmp_path / "ptv").mkdir()
    (tmp_path / "lipas").mkdir()
    assert_holds("ptv", REGISTRY, tmp_path / "ptv")
    assert_holds("lipas", SITES, tmp_path / "lipas")


@BARE
@given(changes=CHANGES)
def test_any_wrong_record_of_the_national_registry_is_harmless(lists, changes):
    holds("ptv", REGISTRY, changes)


@pytest.mark.long
@FEW
@given(changes=CHANGES)
def test_a_record_of_the_national_registry_that_turns_wrong_is_harmless(lists, changes):
    holds("ptv", REGISTRY, changes, before=REGISTRY)


@BARE
@given(changes=CHANGES)
def test_any_wrong_sports_place_is_harmless(sports, changes):
    holds("lipas", SITES, changes)


@pytest.mark.long
@FEW
@given(changes=CHANGES)
def test_a_sports_place_that_turns_wrong_is_harmless(sports, changes):
    holds("lipas", SITES, changes, before=SITES)


@pytest.mark.long
@MANY
@given(changes=CHANGES)
def test_hundreds_of_wrong_records_of_the_national_registry_are_harmless(lists, changes):
    holds("ptv", REGISTRY, changes, before=REGISTRY if len(changes) % 2 else None)


@pytest.mark.long
@MANY
@given(changes=CHANGES)
def test_hundreds_of_wrong_sports_places_are_harmless(sports, changes):
    holds("lipas", SITES, changes, before=SITES if len(changes) % 2 else None)


# ---------------------------------------------------------------- what was found this way
def test_a_unit_whose_organisation_is_only_named_stands_under_it_at_once(run, tmp_path):
    above = ptv.organisation()
    unit = ptv.organisation("Yksikkö", "Enhet", parentOrganizationId=above["id"])
    file = ptv.written(tmp_path, unit, ptv.service(above))
    run(file)
    assert Organisation.objects.get(name_fi="Yksikkö").parent.name_fi == "Järjestäjä"
    assert "changed" not in {outcome for by in run(file).counts.values() for outcome in by}


def test_a_sports_place_that_closes_reports_the_same_every_time(sports, tmp_path):
    assert_holds("lipas", [site(1, status="planning")], tmp_path, before=[site(1)])


def test_services_of_an_organisation_that_ended_are_told_of_every_time(lists, tmp_path):
    provider = ptv.organisation()
    made = ptv.service(provider)
    assert_holds("ptv", [provider | {"publishingStatus": "Deleted"}, made], tmp_path, before=[provider, made])


@pytest.mark.parametrize("name", ["Tuolijumppa", "Tuolijumppa "])
def test_a_name_that_is_taken_is_refused_in_the_same_words_dry_and_writing(lists, tmp_path, name):
    provider = ptv.organisation()
    twins = [ptv.service(provider), ptv.service(provider, fi=name, sv="Annan")]
    assert_holds("ptv", [provider, *twins], tmp_path)


def test_a_channel_that_ended_is_told_of_once(lists, tmp_path):
    provider, where = ptv.organisation(), ptv.channel()
    made = ptv.service(provider, where)
    ended = where | {"publishingStatus": "Deleted"}
    assert_holds("ptv", [provider, ended, made], tmp_path, before=[provider, where, made])
