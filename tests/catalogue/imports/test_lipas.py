"""Sports places of LIPAS: places, services of the types on the list, what is left out."""

import json

import pytest

from catalogue.imports.fetching import Client
from catalogue.models import Place, PlaceType, Service
from organisations.models import Municipality, Organisation
from tests import factories
from tests.registry import Registry

pytestmark = pytest.mark.once  # what the database refuses is asked of both in test_ptv_changes

SHELTER, TOWER, OLD = "301", "204", "102"
POINT = {"type": "Point", "coordinates": [26.94, 60.47]}


def geometries(*shapes):
    features = [{"type": "Feature", "geometry": shape} for shape in shapes]
    return {"type": "FeatureCollection", "features": features}


def site(number=1, kind=SHELTER, *shapes, **over):
    place = {
        "city": {"city-code": 285},
        "address": "Laavutie 1",
        "postal-code": "48100",
        "postal-office": "Kotka",
        "geometries": geometries(*(shapes or (POINT,))),
    }
    return {
        "lipas-id": number,
        "status": "active",
        "event-date": "2026-05-01T10:00:00.000Z",
        "name": f"Merilaavu {number}",
        "admin": "city-sports",
        "owner": "city",
        "type": {"type-code": int(kind)},
        "properties": {"free-use?": True, "info-fi": "Laavu meren rannalla."},
        "location": place | over.pop("location", {}),
    } | over


@pytest.fixture
def bring(run, tmp_path):
    factories.service_class("P27.2")
    for code, deprecated, makes in ((SHELTER, False, True), ("203", False, False), (OLD, True, True)):
        made = PlaceType.objects.create(
            code=code,
            deprecated=deprecated,
            makes_service=makes,
            name_fi=f"Tyyppi {code}",
            name_sv=f"Typ {code}",
        )
        made.classes.set(["P27.2"])
        made.target_groups.set(["KR1.1"])
    Organisation.objects.create(kind="municipality", municipality_id="285", name_fi="Kotkan kaupunki")

    def brought(*sites, commit=True):
        file = tmp_path / "sites.json"
        file.write_text(json.dumps({"items": list(sites)}), encoding="utf-8")
        return run(file, system="lipas", commit=commit)

    return brought


def test_a_site_is_a_place_and_a_service_of_its_municipality(bring):
    bring(site(**{"name-localized": {"se": "Havsskyddet", "en": "Sea shelter"}}))
    place, made = Place.objects.get(), Service.objects.get()
    assert (place.name_fi, place.name_sv, place.name_en) == ("Merilaavu 1", "Havsskyddet", "Sea shelter")
    assert (place.latitude, place.longitude, place.accuracy) == (60.47, 26.94, "exact")
    assert (made.provider.name_fi, made.format, made.access_kind) == ("Kotkan kaupunki", "place", "open")
    assert (made.summary_sv, made.description_fi) == ("Typ 301", "Laavu meren rannalla.")
    assert (made.status, made.provenance, made.verified_at) == ("published", "lipas", None)
    assert [row.pk for row in made.classes.all()] == ["P27.2"]
    assert [row.pk for row in made.municipalities.all()] == ["285"]
    assert list(made.places.all()) == [place]


def test_a_type_that_is_not_on_the_list_is_only_a_place(bring):
    found = bring(site(kind="203"))
    assert found.counts == {"place": {"new": 1}}


def test_a_type_put_on_the_list_gives_services_at_the_next_import(bring):
    bring(site(kind="203"))
    PlaceType.objects.filter(pk="203").update(makes_service=True)
    assert bring(site(kind="203")).counts == {"place": {"unchanged": 1}, "service": {"new": 1}}


def test_a_type_taken_from_the_list_takes_its_services_along(bring):
    bring(site())
    PlaceType.objects.filter(pk=SHELTER).update(makes_service=False)
    assert bring(site()).counts == {"place": {"unchanged": 1}, "service": {"gone": 1}}
    assert Service.objects.get().status == "archived"
    PlaceType.objects.filter(pk=SHELTER).update(makes_service=True)
    bring(site())
    assert Service.objects.get().status == "published"


def test_a_deprecated_type_and_a_site_out_of_use_are_left_out_and_counted(bring):
    found = bring(site(1, OLD), site(2, status="out-of-service-temporarily"), site(3))
    assert found.counts["place"] == {"skipped": 2, "new": 1}
    assert found.counts["service"] == {"new": 1}


def test_a_site_that_closes_is_archived_and_its_place_stays(bring):
    bring(site())
    assert bring(site(status="out-of-service-permanently")).counts["service"]["gone"] == 1
    assert Service.objects.get().status == "archived" and Place.objects.count() == 1


def test_a_site_that_opens_again_is_public_again(bring):
    bring(site())
    bring(site(status="planning"))
    bring(site())
    assert Service.objects.get().status == "published"


def test_the_middle_of_a_route_is_a_corner_of_it_and_only_approximate(bring):
    route = {"type": "LineString", "coordinates": [[26.90, 60.40], [26.95, 60.45], [26.99, 60.49]]}
    bring(site(1, SHELTER, route))
    place = Place.objects.get()
    assert (place.longitude, place.latitude, place.accuracy) == (26.95, 60.45, "approximate")


def test_an_area_is_its_middle_and_only_approximate(bring):
    area = {"type": "Polygon", "coordinates": [[[26.9, 60.4], [27.1, 60.4], [27.1, 60.6], [26.9, 60.4]]]}
    bring(site(1, SHELTER, area))
    place = Place.objects.get()
    assert (place.longitude, place.latitude, place.accuracy) == (27.0, 60.5, "approximate")


@pytest.mark.parametrize(
    "shape",
    [
        None,
        "x",
        {},
        {"type": "Point"},
        {"type": "Point", "coordinates": ["a", "b"]},
        {"coordinates": [[[[[[[1, 2]]]]]]]},
    ],
)
def test_a_site_without_a_point_is_a_place_without_a_point(bring, shape):
    bring(site(1, SHELTER, shape))
    assert Place.objects.get().latitude is None


def test_a_point_elsewhere_in_the_world_is_left_out_and_told(bring):
    found = bring(site(1, SHELTER, {"type": "Point", "coordinates": [0, 0]}))
    assert "A point that is not in Finland was left out: 0, 0" in found.said


def test_a_swedish_municipality_has_swedish_names(bring):
    Municipality.objects.filter(pk="905").update(languages="sv")
    bring(site(location={"city": {"city-code": 905}}))
    place = Place.objects.get()
    assert (place.name_sv, place.name_fi or "") == ("Merilaavu 1", "")


def test_a_municipality_without_an_organisation_here_gets_only_the_place(bring):
    found = bring(site(location={"city": {"city-code": 905}}))
    assert found.counts == {"place": {"new": 1}, "service": {"skipped": 1}}


@pytest.mark.parametrize(
    ("over", "sentence"),
    [
        ({"type": {"type-code": 99999}}, "The type 99999 is not known."),
        ({"type": None}, "The type ? is not known."),
        ({"location": {"city": {"city-code": 999}}}, "The municipality 999 is not known."),
        ({"location": {"city": None}}, "The municipality 000 is not known."),
        ({"name": "<script>alert(1)</script>"}, "It has no name in Finnish or Swedish."),
    ],
)
def test_a_site_that_cannot_come_in_says_why(bring, over, sentence):
    assert bring(site(**over)).said[:1] == [sentence]
    assert not Place.objects.exists()


@pytest.mark.parametrize("record", [None, 7, "x", [], {}, {"lipas-id": "abc"}, {"lipas-id": True}])
def test_what_is_no_site_is_rejected_and_the_rest_comes_in(bring, record):
    found = bring(record, site())
    assert found.counts["file"] == {"rejected": 1} and found.counts["place"] == {"new": 1}


def test_masked_and_impossible_contacts_are_left_out(bring):
    bring(
        site(**{"phone-number": "+358 00 000000", "email": "test@example.fi", "www": "javascript:alert(1)"})
    )
    assert Service.objects.get().contacts.count() == 0


def test_real_contacts_come_in_and_a_booking_link_is_for_booking(bring):
    bring(site(**{"phone-number": "+358 40 1234567", "reservations-link": "https://varaa.kotka.fi/"}))
    rows = {row.value: row.purpose for row in Service.objects.get().contacts.all()}
    assert rows == {"040 1234567": "info", "https://varaa.kotka.fi/": "booking"}


def test_the_same_file_twice_changes_nothing_the_second_time(bring):
    bring(site(1), site(2, "203"))
    again = bring(site(1), site(2, "203"))
    assert again.counts == {"place": {"unchanged": 2}, "service": {"unchanged": 1}}


def test_a_dry_run_says_the_same_and_writes_nothing(bring):
    dry = bring(site(), commit=False)
    assert not Place.objects.exists()
    assert bring(site()).counts == dry.counts


def test_a_name_corrected_here_stays(bring):
    bring(site())
    made = Service.objects.get()
    made.name_fi = "Kaunis laavu"
    made.save()
    bring(site(name="Uusi nimi"))
    made.refresh_from_db()
    assert made.name_fi == "Kaunis laavu"


def test_a_municipality_is_asked_page_by_page_and_what_left_the_list_is_gone(bring, run, settings):
    with Registry() as registry:
        settings.HYTE_IMPORT_TEST_ORIGINS = [registry.origin]
        settings.HYTE_LIPAS_API = registry.url("/v2")
        client = lambda: Client(pause=lambda seconds: None)  # noqa: E731
        registry.answer("/v2/sports-sites", json={"items": [site(n) for n in range(1, 101)]}, times=1)
        registry.answer("/v2/sports-sites", json={"items": [site(101)]}, times=1)
        assert run("municipality:285", system="lipas", client=client()).counts["place"] == {"new": 101}
        registry.answer("/v2/sports-sites", json={"items": [site(n) for n in range(1, 100)]})
        found = run("municipality:285", system="lipas", client=client())
        assert found.counts["place"] == {"unchanged": 99, "gone": 2}
        assert registry.requests[0].query["city-codes"] == "285"
