"""The data of the interactive map, its cards, what a hostile address gets, and what it all asks of the database."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests import factories as make
from tests.catalogue.on_map import DATA, KOTKA, KOUVOLA, LIST, MAP, at, place, soup, texts

pytestmark = [pytest.mark.django_db, pytest.mark.once]  # pages and words: one database is enough


@pytest.fixture(autouse=True)
def municipalities(db):
    return make.municipalities()


# ------------------------------------------------------------ data
def feature(client, language, key, path=None):
    rows = client.get(path or DATA[language]).json()["features"]
    return next(row for row in rows if row["id"] == key)


def test_the_data_is_geojson_with_what_a_mark_says(client, language):
    hall = place(KOTKA, name_fi="Halli", name_sv="Hallen", municipality=make.municipality("285"))
    one = at(hall, name_fi="Jooga", name_sv="Yoga")
    found = feature(client, language, f"p{hall.pk}")
    assert found["geometry"] == {"type": "Point", "coordinates": [26.95, 60.47]}
    said = found["properties"]
    assert said["label"] == {"fi": "Halli, Kotka, 1 palvelu", "sv": "Hallen, Kotka, 1 tjänst"}[language]
    assert said["accuracy"] == "exact" and said["municipality"] == "Kotka"
    [listed] = said["services"]
    assert (listed["id"], listed["url"]) == (one.pk, one.get_absolute_url(language))
    assert listed["name"] == {"fi": "Jooga", "sv": "Yoga"}[language]


def test_an_approximate_point_is_given_no_more_exactly_than_it_is_known(client):
    rough = place((60.4712345, 26.9512345), "approximate")
    at(rough)
    assert feature(client, "fi", f"p{rough.pk}")["geometry"]["coordinates"] == [26.951, 60.471]


def test_municipalities_are_outlines_also_where_nothing_is(client):
    make.service(area="municipalities", municipalities=[make.municipality("285")])
    full, empty = (feature(client, "fi", key) for key in ("m285", "m935"))
    assert full["geometry"]["type"] == empty["geometry"]["type"] == "MultiPolygon"
    assert len(full["properties"]["services"]) == 1 and empty["properties"]["services"] == []
    ring = full["geometry"]["coordinates"][0][0]
    assert ring[0] == ring[-1] and len(ring) > 4


def test_a_name_in_the_other_language_carries_it(client):
    hall = place(KOTKA, name_fi="Vain suomeksi", name_sv=None)
    at(hall, name_sv=None, name_fi="Ryhmä")
    said = feature(client, "sv", f"p{hall.pk}")["properties"]
    assert (said["lang"], said["services"][0]["lang"]) == ("fi", "fi")
    page = soup(client, LIST["sv"])
    assert texts(page.select(".map-list [lang=fi]")) == ["Ryhmä", "Vain suomeksi"]


def test_the_cards_at_a_spot_are_those_of_the_list(client, language):
    hall = place(KOTKA)
    at(hall, price_kind="free", name_fi="Maksuton", name_sv="Gratis")
    at(hall, price_kind="paid", name_fi="Maksullinen", name_sv="Kostar")
    at(place(KOUVOLA), price_kind="free", name_fi="Muualla", name_sv="Annanstans")
    key = f"p{hall.pk}"
    every = feature(client, language, key)["properties"]["cards"]
    free = feature(client, language, key, f"{DATA[language]}?price=free")["properties"]["cards"]
    assert len(soup(client, every).select("li.card h3 a")) == 2
    piece = soup(client, free)
    listed = soup(client, f"{LIST[language]}?price=free").select("[data-results] li.card")
    wanted = {"fi": "Maksuton", "sv": "Gratis"}[language]
    assert piece.select("li.card") == [one for one in listed if one.h3.get_text(strip=True) == wanted]
    assert client.get(free)["X-Robots-Tag"] == "noindex"


def test_the_cards_of_a_municipality_are_those_of_which_no_more_is_known(client):
    town = make.municipality("285")
    at(place(None, "", municipality=town), name_fi="Jossakin", name_sv=None)
    at(place(KOTKA, municipality=town), name_fi="Paikassa", name_sv=None)
    make.service(area="municipalities", municipalities=[town], name_fi="Kunnassa", name_sv=None)
    cards = feature(client, "fi", "m285")["properties"]["cards"]
    assert texts(soup(client, cards).select("h3")) == ["Jossakin", "Kunnassa"]


def test_many_cards_at_one_spot_end_with_a_link_to_all(client):
    hall = place(KOTKA)
    make.copies(at(hall), 25)
    piece = soup(client, f"{MAP['fi']}p{hall.pk}/")
    assert len(piece.select("li.card")) == 20
    assert texts(piece.select("p > a")) == ["Kaikki täällä: 26 palvelua"]


def test_the_places_of_a_service_come_with_what_else_happens_there(client, language):
    hall = place(KOTKA)
    one, other = at(hall), at(hall)
    path = soup(client, one.get_absolute_url(language)).select_one("[data-map]")["data-map"]
    said = feature(client, language, f"p{hall.pk}", path)["properties"]
    assert {row["id"] for row in said["services"]} == {one.pk, other.pk}
    assert len(soup(client, said["cards"]).select("li.card")) == 2


@pytest.mark.parametrize("status", ["draft", "in_review", "archived"])
def test_what_is_not_public_is_on_no_map(client, status):
    hall = place(KOTKA)
    hidden, public = at(hall, status=status), at(hall)
    for path in (DATA["fi"], f"/fi/palvelut/{public.pk}/paikat.json"):
        listed = feature(client, "fi", f"p{hall.pk}", path)["properties"]["services"]
        assert [row["id"] for row in listed] == [public.pk]
    assert client.get(f"/fi/palvelut/{hidden.pk}/paikat.json").status_code == 404
    assert len(soup(client, f"{MAP['fi']}p{hall.pk}/").select("li.card")) == 1


# ------------------------------------------------------------ hostile
EVIL = '</script><img src=x onerror=alert(1)>"&'


def test_a_name_is_text_everywhere(client, language):
    hall = place(KOTKA, name_fi=EVIL, name_sv=EVIL)
    one = at(hall, place(KOUVOLA), name_fi=EVIL, name_sv=EVIL)
    for path in (
        LIST[language],
        MAP[language],
        one.get_absolute_url(language),
        f"{MAP[language]}p{hall.pk}/",
    ):
        page = soup(client, path)
        assert not page.select("img[onerror]") and not page.select("script:not([src]):not([type])"), path
        assert EVIL in page.get_text(), path
    assert feature(client, language, f"p{hall.pk}")["properties"]["name"] == EVIL


@pytest.mark.parametrize(
    "query",
    [
        "page=abc",
        "q=%00",
        "q=" + "a" * 5000,
        "municipality=999",
        "price=nonsense",
        "service=1",
        "q=%ff%fe",
        "sort=x",
    ],
)
def test_a_wrong_address_is_no_fault_of_ours(client, language, query):
    at(place(KOTKA))
    for path in (MAP[language], DATA[language], f"{MAP[language]}m285/", f"{MAP[language]}p1,p2/"):
        assert client.get(f"{path}?{query}").status_code == 200, path


def test_a_mistake_in_the_search_is_said_on_the_map_page(client, language):
    page = soup(client, f"{MAP[language]}?price=nonsense")
    assert page.select(".err li")
    assert page.title.get_text().startswith({"fi": "Virhe:", "sv": "Fel:"}[language])


@pytest.mark.parametrize(
    "key", ["p", "m1", "x12", "p1,", "p99999999999", "m285,m2850", "p1'", ",".join(["p1"] * 21)]
)
def test_a_spot_that_cannot_be_is_not_found(client, key):
    assert client.get(f"{MAP['fi']}{key}/").status_code == 404


def test_nobody_writes_to_a_map(client):
    for path in (MAP["fi"], DATA["fi"], f"{MAP['fi']}p1/"):
        assert client.post(path).status_code == 405


# ------------------------------------------------------------ queries
def queries(client, path):
    with CaptureQueriesContext(connection) as captured:
        assert client.get(path).status_code == 200
    return len(captured)


@pytest.mark.parametrize("language", ["fi", pytest.param("sv", marks=pytest.mark.long)])
@pytest.mark.parametrize("kind", ["list", "map", "data", "cards"])
def test_the_map_asks_the_database_as_often_for_fifty_services_as_for_one(client, language, kind):
    one = at(place(KOTKA, municipality=make.municipality("285")), place(None, ""))
    area = make.service(area="municipalities", municipalities=[make.municipality()])
    path = {
        "list": LIST[language],
        "map": MAP[language],
        "data": DATA[language],
        "cards": f"{MAP[language]}p{one.places.last().pk},m285/",
    }[kind]
    client.get(path)  # what is read once in the life of a process
    few = queries(client, path)
    make.copies(one, 49)
    make.copies(area, 10)
    for number in range(9):
        at(place((60.5 + number / 50, 26.8), municipality=make.municipality("286")))
    client.get(path)  # the picture of the catalogue follows what was changed, once
    assert queries(client, path) == few
