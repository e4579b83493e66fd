"""Real responses of the registers come in whole; skipped where the corpora are absent (``HYTE_CORPUS``)."""

import io
import os

import pytest
from django.core.management import call_command

from catalogue.imports import targets
from catalogue.models import Place, Service, SourceRecord
from tests import sources
from tests.catalogue.imports.mutating import imported

CORPUS = sources.ROOT / os.environ.get("HYTE_CORPUS", "../shared/data")
SPORTS = [
    "sports_sites_v2_derived_kymenlaakso.json",
    "sports_sites_v2_400.json",
]
pytestmark = [
    pytest.mark.once,
    pytest.mark.long,
    pytest.mark.skipif(
        not CORPUS.is_dir(),
        reason="real samples are absent: HYTE_CORPUS (default ../shared/data) is no folder",
    ),
]


@pytest.fixture
def facts(db):
    """All municipalities, classes, groups and types of places, as they ship."""
    for command in ("load_facts", "load_vocabularies"):
        call_command(command, "--commit", stdout=io.StringIO(), stderr=io.StringIO())


@pytest.fixture
def corpus(facts, tmp_path):
    """Import a file or folder of the corpora; gives the counts."""
    numbers = iter(range(10))

    def brought(system, name, *, commit=True):
        counts, _told = imported(system, CORPUS / name, tmp_path / f"read-{next(numbers)}", commit=commit)
        return counts

    return brought


def only_unchanged(counts):
    """Whether nothing came in, changed or went; what was left out or rejected stays so."""
    return {outcome for by in counts.values() for outcome in by} <= {"unchanged", "skipped", "rejected"}


def assert_as_the_register_says():
    for source in SourceRecord.objects.exclude(values={}):
        now = targets.state(source.target)
        assert {name: now[name] for name in source.values} == source.values
        assert source.corrections == {}


def test_the_samples_of_the_national_registry_come_in_whole_and_once(corpus, client):
    dry = corpus("ptv", "ptv/samples", commit=False)
    assert not SourceRecord.objects.exists()
    found = corpus("ptv", "ptv/samples")
    assert found == dry
    assert (found["service"], found["channel"]) == ({"new": 30}, {"new": 42})
    assert SourceRecord.objects.filter(kind="organisation", raw__has_key="organizationNames").count() == 3
    assert "rejected" not in {outcome for by in found.values() for outcome in by}
    assert_as_the_register_says()
    again = corpus("ptv", "ptv/samples")
    assert only_unchanged(again) and again["service"] == {"unchanged": 30}
    for service in Service.objects.all():
        for language in ("fi", "sv"):
            assert client.get(service.get_absolute_url(language)).status_code == 200


@pytest.mark.parametrize("name", SPORTS)
def test_sports_places_come_in_and_once(corpus, name):
    found = corpus("lipas", f"lipas/{name}")
    assert Place.objects.count() == found["place"]["new"] > 5
    assert "rejected" not in found["place"]
    assert_as_the_register_says()
    again = corpus("lipas", f"lipas/{name}")
    assert only_unchanged(again)
    assert again["place"]["unchanged"] == found["place"]["new"]
