"""Service locations as places: addresses, points, accessibility."""

import pytest

from catalogue.models import Place, Service
from tests.catalogue.imports import ptv

pytestmark = pytest.mark.once  # how records are read does not hang on the database


def test_a_service_location_is_a_place_with_its_point_in_degrees(bring_channels):
    bring_channels(ptv.channel())
    place = Place.objects.get()
    assert (place.name_fi, place.street_fi, place.street_sv) == ("Merikeskus", "Satamakatu 3", "Hamngatan 3")
    assert (place.postcode, place.post_office_fi, place.municipality_id) == ("48100", "Kotka", "285")
    # E 497 000.5 is 2 999.5 m / 0.9996 west of 27°E: 0.0547° at that latitude
    assert (round(place.latitude, 3), round(place.longitude, 3)) == (60.467, 26.945)
    assert (place.accuracy, place.point_source) == ("exact", "PTV")
    assert list(Service.objects.get().places.all()) == [place]


@pytest.mark.parametrize(
    ("state", "accuracy"),
    [
        ("Ok", "exact"),
        ("EnteredByUser", "exact"),
        ("MultipleResultsReceived", "approximate"),
        (None, "approximate"),
    ],
)
def test_a_point_that_is_not_sure_is_approximate(bring_channels, state, accuracy):
    bring_channels(ptv.channel(addresses=[ptv.address(coordinateState=state)]))
    assert Place.objects.get().accuracy == accuracy


@pytest.mark.parametrize(
    ("north", "east"),
    [
        ("", ""),
        (None, None),
        ("x", "y"),
        ("0", "0"),
        ("497000", "6703456"),
        ("NaN", "NaN"),
        ("1e400", "5"),
        ([], {}),
    ],
)
def test_coordinates_that_are_none_give_a_place_without_a_point(bring_channels, north, east):
    bring_channels(ptv.channel(addresses=[ptv.address(latitude=north, longitude=east)]))
    place = Place.objects.get()
    assert (place.latitude, place.longitude, place.accuracy) == (None, None, "")


def test_coordinates_in_degrees_are_taken_as_degrees(bring_channels):
    bring_channels(ptv.channel(addresses=[ptv.address(latitude="60.4666", longitude="26.9458")]))
    assert Place.objects.get().latitude == 60.4666


def test_the_main_entrance_gives_the_point_when_the_street_has_none(bring_channels):
    where = ptv.address(latitude=None, longitude=None)
    where["entrances"] = [
        {"isMainEntrance": False, "coordinates": {"latitude": "6900000", "longitude": "400000"}},
        {"isMainEntrance": True, "coordinates": {"latitude": "6703456", "longitude": "497000"}},
    ]
    bring_channels(ptv.channel(addresses=[where]))
    assert round(Place.objects.get().latitude, 2) == 60.47


def test_accessibility_sentences_come_in_both_languages_group_by_group(bring_channels):
    def group(fi, sv, *sentences):
        return {
            "sentenceGroup": ptv.texts(fi, sv),
            "sentences": [{"sentence": ptv.texts(*pair)} for pair in sentences],
        }

    where = ptv.address()
    where["entrances"] = [
        {
            "name": [],
            "isMainEntrance": True,
            "coordinates": None,
            "accessibilitySentences": [
                group("Sisäänkäynti", "Ingång", ("Ovi on leveä.", "Dörren är bred."), ("Ei kynnystä.", None)),
                group("Sisätilat", "Inne", ("Hissi on.", "Det finns hiss.")),
            ],
        }
    ]
    bring_channels(ptv.channel(addresses=[where]))
    place = Place.objects.get()
    assert place.access_fi == "Sisäänkäynti: Ovi on leveä. Ei kynnystä.\n\nSisätilat: Hissi on."
    assert place.access_sv == "Ingång: Dörren är bred.\n\nInne: Det finns hiss."
    assert place.step_free is None  # nothing is concluded from sentences


def test_a_postal_address_is_no_place(bring_channels):
    box = {"type": "Postal", "subType": "PostOfficeBox", "streetAddress": None, "postOfficeBoxAddress": {}}
    bring_channels(ptv.channel(addresses=[box]))
    assert not Place.objects.exists()


def test_an_address_abroad_is_no_place_and_is_told(bring_channels):
    abroad = ptv.address() | {
        "streetAddress": None,
        "locationAbroad": ptv.texts("Stockholm"),
        "subType": "Abroad",
    }
    assert bring_channels(ptv.channel(addresses=[abroad])).said == ["An address abroad was left out."]


def test_two_visiting_addresses_are_two_places_and_a_dropped_one_leaves_the_service(run, tmp_path, lists):
    provider, where = ptv.organisation(), ptv.channel(addresses=[ptv.address(), ptv.address("Toinen katu")])
    record = ptv.service(provider, where)
    run(ptv.written(tmp_path, provider, where, record))
    assert Service.objects.get().places.count() == 2
    found = run(ptv.written(tmp_path, where | {"addresses": where["addresses"][:1]}))
    assert found.counts["place"] == {"unchanged": 1, "gone": 1}
    assert [place.street_fi for place in Service.objects.get().places.all()] == ["Satamakatu 3"]


def test_a_place_without_a_known_municipality_is_rejected_and_the_service_comes_in(bring_channels):
    where = ptv.channel(addresses=[ptv.address(municipality={"code": "999"})], areas=None)
    found = bring_channels(where)
    assert found.counts["place"] == {"rejected": 1} and found.counts["service"] == {"new": 1}
