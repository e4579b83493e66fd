"""The Open API of the national registry over real HTTP: lists, batches, faults, resuming, what is gone."""

import pytest

from catalogue.imports import running
from catalogue.imports.fetching import Client
from catalogue.models import Service, SourceRecord
from tests.catalogue.imports import ptv
from tests.registry import Registry

pytestmark = pytest.mark.once  # what the database refuses is asked of both in test_ptv_changes

KOTKA = ("Municipality", "285")


@pytest.fixture
def registry(settings):
    with Registry(page_size=3) as made:
        settings.HYTE_IMPORT_TEST_ORIGINS = [made.origin]
        settings.HYTE_PTV_API = made.url("/api/v11")
        yield made


@pytest.fixture
def bring(run, registry):
    """Import from the registry of the test, without waiting between attempts."""
    return lambda *sources, **over: run(
        *sources, client=Client(pause=lambda seconds: None, timeout=(30, 30)), **over
    )


@pytest.fixture
def world(registry):
    """Seven services of one provider at one place; all stand in Kotka's list."""
    provider, where = ptv.organisation(), ptv.channel()
    where["organizationId"] = provider["id"]
    records = [ptv.service(provider, where, fi=f"Palvelu {n}", sv=None) for n in range(7)]
    registry.entities("Organization", [provider])
    registry.entities("ServiceChannel", [where])
    registry.entities("Service", records, areas={KOTKA: [record["id"] for record in records]})
    return records


def test_a_municipality_brings_its_services_with_their_channels_and_organisations(bring, world, registry):
    found = bring("municipality:285")
    assert found.counts == {
        "organisation": {"new": 1},
        "channel": {"new": 1},
        "place": {"new": 1},
        "service": {"new": 7},
    }
    assert len(registry.asked("/api/v11/Service/area/Municipality/code/285")) == 3  # three to a page


def test_a_county_is_asked_as_county_as_region_and_by_municipality(bring, world, registry):
    registry.areas["Service"] = {
        ("WellbeingServiceCounties", "10"): [world[0]["id"]],
        KOTKA: [world[1]["id"]],
    }
    assert bring("county:10").counts["service"] == {"new": 2}
    paths = {request.path for request in registry.requests}
    assert "/api/v11/Service/area/Province/code/08" in paths
    assert "/api/v11/Service/area/Municipality/code/935" in paths


def test_an_organisation_brings_its_services(bring, world, registry):
    registry.pages("/api/v11/Service/list/organization", world)
    assert bring(f"organisation:{ptv.guid()}").counts["service"] == {"new": 7}


@pytest.mark.long
def test_no_call_asks_for_more_than_a_hundred_ids(bring, registry):
    provider = ptv.organisation()
    records = [ptv.service(provider, fi=f"Palvelu {n}", sv=None) for n in range(230)]
    registry.entities("Organization", [provider])
    registry.entities("Service", records, areas={KOTKA: [record["id"] for record in records]})
    assert bring("municipality:285").counts["service"] == {"new": 230}
    asked = [request.query["guids"].count(",") + 1 for request in registry.asked("/api/v11/Service/list")]
    assert asked == [100, 100, 30]


def test_a_batch_that_times_out_is_halved(bring, world, registry):
    registry.fail("/api/v11/Service/list", status=504, over=2)
    assert bring("municipality:285").counts["service"] == {"new": 7}


def test_one_record_the_registry_cannot_give_is_told_and_the_others_come_in(bring, world, registry):
    registry.fail("/api/v11/Service/list", status=500, holding=world[3]["id"])
    found = bring("municipality:285")
    assert found.counts["service"] == {"new": 6, "rejected": 1}
    assert found.said == ["The register gave no answer for this record."]


def test_a_fault_that_passes_is_waited_out(bring, world, registry):
    registry.fail("/api/v11/Service/list", status=503, times=2)
    assert bring("municipality:285").counts["service"] == {"new": 7}


@pytest.mark.parametrize(
    "fault",
    [
        lambda registry, path: registry.fail(path, status=503),
        lambda registry, path: registry.fail(path, status=403),
        lambda registry, path: registry.half(path),
        lambda registry, path: registry.broken_chunks(path),
        lambda registry, path: registry.redirect(path, "https://elsewhere.example/"),
        lambda registry, path: registry.answer(path, text="<html>Kirjaudu sisään</html>"),
        lambda registry, path: registry.answer(path, body=b""),
        lambda registry, path: registry.answer(path, body='[{"id": "ä"}]'.encode("utf-16")),
        lambda registry, path: registry.deep(path),
    ],
    ids=["503", "403", "half", "chunks", "redirect", "html", "empty", "utf16", "deep"],
)
def test_a_list_that_cannot_be_read_changes_nothing(bring, world, registry, fault):
    fault(registry, "/api/v11/Service/area/Municipality/code/285")
    with pytest.raises(running.Faulty):
        bring("municipality:285")
    assert not SourceRecord.objects.exists()


def test_a_service_that_left_the_list_and_the_registry_is_archived(bring, world, registry):
    bring("municipality:285")
    registry.remove("Service", world[0]["id"])
    found = bring("municipality:285")
    assert found.counts["service"] == {"unchanged": 6, "gone": 1}
    assert Service.objects.get(name_fi="Palvelu 0").status == "archived"


def test_a_service_that_only_left_the_list_stays(bring, world, registry):
    bring("municipality:285")
    registry.areas["Service"][KOTKA].remove(world[0]["id"])
    assert bring("municipality:285").counts["service"] == {"unchanged": 7}


def test_a_registry_that_suddenly_has_nothing_empties_nothing(bring, registry):
    provider = ptv.organisation()
    records = [ptv.service(provider, fi=f"Palvelu {n}", sv=None) for n in range(12)]
    registry.entities("Organization", [provider])
    registry.entities("Service", records, areas={KOTKA: [record["id"] for record in records]})
    bring("municipality:285")
    registry.remove("Service", *[record["id"] for record in records])
    found = bring("municipality:285")
    assert found.counts == {"service": {"rejected": 1}}
    assert Service.objects.published().count() == 12


def test_a_record_it_could_not_give_is_not_taken_for_gone(bring, world, registry):
    bring("municipality:285")
    registry.areas["Service"][KOTKA].remove(world[0]["id"])
    registry.fail("/api/v11/Service/list", status=500, holding=world[0]["id"])
    assert bring("municipality:285").counts["service"] == {"unchanged": 6, "rejected": 1}


def test_since_a_day_asks_only_for_what_changed_and_what_was_archived(bring, world, registry):
    bring("municipality:285")
    registry.areas["Service"][KOTKA] = [world[1]["id"]]
    registry.archived["Service"] = [{"id": world[2]["id"]}]
    found = bring("municipality:285", since="2026-11-01")
    assert found.counts["service"] == {"unchanged": 1, "gone": 1}
    asked = registry.asked("/api/v11/Service/area/Municipality/code/285")[-1]
    assert asked.query["date"] == "2026-11-01T00:00:00"


def test_since_a_day_a_changed_channel_comes_though_its_services_did_not_change(bring, world, registry):
    bring("municipality:285")
    registry.areas["Service"][KOTKA] = []
    channel = next(iter(registry.kinds["ServiceChannel"].values()))
    channel["phoneNumbers"] = [ptv.phone("405556666")]
    assert bring("municipality:285", since="2026-11-01").counts["service"] == {"changed": 7}


def test_nationwide_services_come_when_asked_for(bring, world, registry):
    bring("municipality:285", nationwide=True)
    assert (
        registry.asked("/api/v11/Service/area/Municipality/code/285")[0].query["includeWholeCountry"]
        == "true"
    )


def test_a_list_leaves_out_what_is_given_elsewhere_and_an_id_brings_it(bring, world, registry):
    elsewhere = world[0] | {"areas": [ptv.area("Municipality", "905")]}
    registry.entities("Service", [elsewhere])
    found = bring("municipality:285")
    assert found.counts["service"] == {"new": 6, "skipped": 1}
    assert "It is given elsewhere: outside this county." in found.said
    assert bring(elsewhere["id"]).counts["service"] == {"new": 1}


def test_an_id_the_registry_does_not_have_is_told(bring, world):
    found = bring(ptv.guid())
    assert found.said == ["The register has no published record of this id."]


def test_an_address_of_the_api_is_read_page_by_page(bring, world, registry):
    found = bring(registry.url("/api/v11/Service/list/area/Municipality/code/285"))
    assert found.counts["service"] == {"new": 7}


@pytest.mark.parametrize(
    "url",
    [
        "https://elsewhere.example/api/v11/Service",
        "http://127.0.0.1:1/api/v11/Service",
        "http://169.254.169.254/latest/meta-data",
        "https://2130706433/",
        "file:///etc/passwd",
    ],
)
def test_an_address_elsewhere_is_never_asked(bring, registry, url):
    with pytest.raises((running.Faulty, ValueError)):
        bring(url)
    assert registry.requests == []


def test_addresses_in_the_data_are_never_asked(bring, registry):
    with Registry() as other:
        provider = ptv.organisation(webPages=[ptv.page(other.url("/a"))])
        where = ptv.channel("WebPage", webPages=[ptv.page(other.url("/b"))])
        record = ptv.service(provider, where)
        registry.entities("Organization", [provider]).entities("ServiceChannel", [where])
        registry.entities("Service", [record], areas={KOTKA: [record["id"]]})
        bring("municipality:285")
        assert other.requests == []


def test_reading_that_was_interrupted_goes_on_where_it_stopped(world, registry, lists, tmp_path):
    folder = tmp_path / "read"
    sources, options = running.checked(["municipality:285"], {})

    def go(client):
        report = running.Report()
        running.perform(
            "ptv", sources, options, commit=True, report=report, folder=folder,
            beat=lambda done, total: None, scope="municipality:285", client=client,
        )  # fmt: skip
        return report

    registry.fail("/api/v11/ServiceChannel/list", status=503, times=4)
    with pytest.raises(running.Faulty):
        go(Client(pause=lambda seconds: None))
    asked = len(registry.asked("/api/v11/Service/list"))
    assert go(Client(pause=lambda seconds: None)).plain()["service"] == {"new": 7}
    assert len(registry.asked("/api/v11/Service/list")) == asked  # the services were here already
