"""Records made wrong at random never stop an import, never come in by half, and change nothing the second time."""

import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from catalogue.models import PlaceType
from organisations.models import Organisation
from tests import factories
from tests.catalogue.imports.mutating import CHANGES, assert_holds, mutated, registry
from tests.catalogue.imports.test_lipas import SHELTER, site

REGISTRY = registry()
MODERATE = settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@pytest.fixture
def sports(lists):
    factories.service_class("P27.2")
    made = PlaceType.objects.create(code=SHELTER, makes_service=True, name_fi="Laavu", name_sv="Vindskydd")
    made.classes.set(["P27.2"])
    Organisation.objects.create(kind="municipality", municipality_id="285", name_fi="Kotkan kaupunki")


def test_the_records_are_good_before_they_are_made_wrong(lists, tmp_path):
    assert_holds("ptv", REGISTRY, tmp_path)


@MODERATE
@given(changes=CHANGES)
def test_any_wrong_record_of_the_national_registry_is_harmless(lists, changes):
    with tempfile.TemporaryDirectory() as folder:
        assert_holds("ptv", mutated(REGISTRY, changes), Path(folder))


SITES = [
    site(1, **{"name-localized": {"se": "Skydd", "en": "Shelter"}, "phone-number": "+358 40 1234567",
        "email": "laavu@kotka.fi", "www": "https://www.kotka.fi/laavu", "reservations-link": "https://varaa.kotka.fi/"}),
    site(2, SHELTER, {"type": "LineString", "coordinates": [[26.90, 60.40], [26.95, 60.45], [26.99, 60.49]]}),
    site(3, SHELTER, {"type": "Polygon", "coordinates": [[[26.9, 60.4], [27.1, 60.4], [27.1, 60.6], [26.9, 60.4]]]}),
]  # fmt: skip


@MODERATE
@given(changes=CHANGES)
def test_any_wrong_sports_place_is_harmless(sports, changes):
    with tempfile.TemporaryDirectory() as folder:
        assert_holds("lipas", mutated(SITES, changes), Path(folder))
