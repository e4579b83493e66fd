"""What a later import changes, and what the county corrected in between."""

import pytest
from django.utils import timezone

from catalogue.imports import targets
from catalogue.models import Contact, Place, Service, SourceRecord
from organisations.models import Organisation
from tests import factories
from tests.catalogue.imports import ptv


@pytest.fixture
def world(run, tmp_path):
    """One service with a place; ``world(**over)`` imports it again with the service changed."""
    provider, where = (
        ptv.organisation(),
        ptv.channel(serviceHours=[ptv.hours(("Monday", "", "08:00", "16:00"))]),
    )
    first = ptv.service(provider, where)

    def again(channel=None, organisation=None, commit=True, **over):
        records = provider | (organisation or {}), where | (channel or {}), first | over
        return run(ptv.written(tmp_path, *records), commit=commit)

    again()
    return again


def edited(record, **values):
    for name, value in values.items():
        setattr(record, name, value)
    record.save()


def test_a_changed_text_is_told_field_by_field_and_written(world):
    found = world(serviceNames=ptv.texts("Penkkijumppa", "Stolgymnastik", kind="Name"))
    [line] = [line for line in found.lines if line.outcome == "changed"]
    assert [(one.field, one.old, one.new, one.kept) for one in line.changes] == [
        ("name_fi", "Tuolijumppa", "Penkkijumppa", False)
    ]
    assert Service.objects.get().name_fi == "Penkkijumppa"


def test_a_change_is_one_line_of_history_and_moves_the_date_of_the_content(world):
    before = Service.objects.get()
    lines = Service.history.count()
    world(serviceChargeType="Chargeable")
    after = Service.objects.get()
    assert Service.history.count() == lines + 1
    assert Service.history.first().history_change_reason == "import"
    assert after.content_changed_at > before.content_changed_at and after.verified_at is None


def test_a_field_corrected_here_stays_and_is_listed(world):
    edited(Service.objects.get(), name_fi="Meidän nimi")
    found = world(serviceNames=ptv.texts("Heidän nimi", "Stolgymnastik", kind="Name"))
    [line] = [line for line in found.lines if line.kind == "service"]
    assert (line.outcome, [(one.field, one.old, one.new, one.kept) for one in line.changes]) == (
        "kept",
        [("name_fi", "Meidän nimi", "Heidän nimi", True)],
    )
    assert Service.objects.get().name_fi == "Meidän nimi"
    source = SourceRecord.objects.corrected().get()
    assert list(source.corrections) == ["name_fi"]
    assert source.corrected_on == timezone.localdate()


def test_a_correction_that_the_register_takes_over_is_none_any_more(world):
    edited(Service.objects.get(), name_fi="Oikea nimi")
    world(serviceChargeType="Chargeable")
    assert SourceRecord.objects.corrected().count() == 1
    world(serviceChargeType="Chargeable", serviceNames=ptv.texts("Oikea nimi", "Stolgymnastik", kind="Name"))
    assert SourceRecord.objects.corrected().count() == 0


def test_a_correction_stays_through_every_later_import(world):
    edited(Service.objects.get(), name_fi="Meidän nimi")
    for name in ("Yksi", "Kaksi"):
        world(serviceNames=ptv.texts(name, "Stolgymnastik", kind="Name"))
    assert Service.objects.get().name_fi == "Meidän nimi"


def test_other_fields_of_a_corrected_record_still_follow_the_register(world):
    edited(Service.objects.get(), name_fi="Meidän nimi")
    world(serviceChargeType="Chargeable")
    made = Service.objects.get()
    assert (made.name_fi, made.price_kind) == ("Meidän nimi", "paid")


def test_rows_corrected_here_stay_together(world):
    Contact.objects.filter(service=Service.objects.get()).delete()
    found = world(channel={"phoneNumbers": [ptv.phone("409999999")]})
    assert not Contact.objects.exists()
    assert [one.field for line in found.lines for one in line.changes if one.kept] == ["contacts"]


def test_a_place_corrected_here_keeps_its_point(world):
    edited(Place.objects.get(), latitude=60.5, longitude=26.9)
    moved = ptv.address(latitude="6710000", longitude="500000")
    world(channel={"addresses": [moved]})
    assert Place.objects.get().latitude == 60.5


def test_a_record_deleted_here_is_not_made_again(world):
    Service.objects.all().delete()
    found = world(serviceChargeType="Chargeable")
    assert found.counts["service"] == {"deleted_here": 1}
    assert not Service.objects.exists()


def test_a_changed_channel_changes_the_contacts_of_its_services(world):
    world(channel={"phoneNumbers": [ptv.phone("405556666")]})
    assert [row.value for row in Service.objects.get().contacts.all()] == ["040 5556666"]


def test_a_channel_that_comes_alone_changes_the_services_read_before(world, run, tmp_path):
    source = SourceRecord.objects.get(kind="channel")
    alone = source.raw | {"phoneNumbers": [ptv.phone("405556666")]}
    found = run(ptv.written(tmp_path, alone))
    assert found.counts["service"] == {"changed": 1}
    assert [row.value for row in Service.objects.get().contacts.all()] == ["040 5556666"]


def test_a_channel_that_was_deleted_takes_its_place_from_the_service_and_keeps_the_record(
    world, run, tmp_path
):
    source = SourceRecord.objects.get(kind="channel")
    run(ptv.written(tmp_path, source.raw | {"publishingStatus": "Deleted"}))
    made = Service.objects.get()
    assert not made.places.exists() and not made.contacts.exists()
    assert Place.objects.count() == 1


def test_a_service_hidden_here_stays_hidden(world):
    Service.objects.get().archive(by=None)
    world(serviceChargeType="Chargeable")
    assert Service.objects.get().status == "archived"


def test_the_countys_own_organisation_keeps_what_was_written_here_and_gets_what_was_empty(
    run, tmp_path, lists
):
    own = Organisation.objects.create(kind="municipality", municipality_id="285", name_fi="Kotkan kaupunki")
    theirs = ptv.organisation(
        fi="KOTKA",
        sv="Kotka stad",
        organizationType="Municipality",
        webPages=[ptv.page("https://www.kotka.fi/")],
    )
    found = run(ptv.written(tmp_path, theirs))
    own.refresh_from_db()
    assert (own.name_fi, own.name_sv, own.website) == (
        "Kotkan kaupunki",
        "Kotka stad",
        "https://www.kotka.fi/",
    )
    assert str(own.ptv_id) == theirs["id"]
    assert Organisation.objects.count() == 1
    assert [one.field for line in found.lines for one in line.changes if one.kept] == ["name_fi"]


def test_what_was_written_is_what_the_register_says(world):
    for source in SourceRecord.objects.exclude(values={}):
        now = targets.state(source.target)
        assert {name: now[name] for name in source.values} == source.values


def test_a_record_the_database_refuses_is_rejected_whole(world, run, tmp_path):
    provider = SourceRecord.objects.get(kind="organisation").raw
    other = ptv.service(provider, fi="Tuolijumppa", sv="Toinen")
    found = run(ptv.written(tmp_path, other))
    assert found.said == ["The provider has a service of this name already."]
    assert not SourceRecord.objects.filter(external_id=other["id"]).exists()


def test_an_organisation_corrected_here_is_listed_at_once(world):
    edited(Organisation.objects.get(ptv_id__isnull=False), email="oikea@kotka.fi")
    assert list(SourceRecord.objects.corrected().get().corrections) == ["email"]


def test_a_service_archived_by_somebody_here_is_listed_at_once(world):
    Service.objects.get().archive(by=factories.user())
    assert list(SourceRecord.objects.corrected().get().corrections) == ["status"]


def test_an_import_alone_never_looks_like_a_correction(world):
    world(
        organisation={"emails": ptv.texts("uusi@kotka.fi")},
        channel={"addresses": [ptv.address("Uusi katu")]},
        publishingStatus="Deleted",
    )
    assert not SourceRecord.objects.corrected().exists()
