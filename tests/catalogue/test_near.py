"""Near me: from a typed place, a postcode or a rounded position; nobody's place is told more exactly than it is."""

import pytest
from django.http import QueryDict

from catalogue.filters import ServiceFilter
from catalogue.near import distance
from tests.factories import municipalities, municipality, place, service
from tests.pages import soup

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.once,
]  # index, state and documents are tested on both engines

EXACT = {"accuracy": "exact", "point_source": "kartta"}


@pytest.fixture
def three():
    """(in Kotka, in Hamina, whose point is only approximate) and one without a point."""
    municipalities()
    kotka = place(municipality=municipality("285"), latitude=60.47, longitude=26.95, **EXACT)
    hamina = place(latitude=60.57, longitude=27.20, **EXACT)
    rough = place(latitude=60.58, longitude=27.20, accuracy="approximate", point_source="kartta")
    made = [service(places=[where]) for where in (kotka, hamina, rough)]
    return [*made, service()]


def ask(query, language="fi"):
    return ServiceFilter(QueryDict(query), language)


def test_a_kilometre_is_a_kilometre():
    assert distance((60.0, 27.0), (60.0, 28.0)) == pytest.approx(55.6, abs=0.2)
    assert distance((60.0, 27.0), (61.0, 27.0)) == pytest.approx(111.2, abs=0.2)
    assert distance((60.5, 27.0), (60.5, 27.0)) == 0


def test_the_position_of_the_browser_puts_the_nearest_first(three):
    kotka, hamina, rough, nowhere = three
    found = ask("near=60.5712345,27.2012345")
    assert found.sort == "near"
    assert found.origin.point == (60.57, 27.20)  # about a kilometre, whatever was sent
    assert found.ids(0, 9) == [hamina.pk, rough.pk, kotka.pk, nowhere.pk]


def test_a_typed_place_takes_the_place_of_a_position(three):
    found = ask("near=60.57,27.20&where=Kotka")
    assert found.near == ""
    assert found.origin.town.pk == "285"


def test_a_place_that_is_not_exact_gives_no_distance(three):
    _kotka, hamina, rough, nowhere = three
    far = dict(ask("near=60.57,27.20").distances)
    assert far[hamina.pk] == pytest.approx(0, abs=0.1)
    assert far[rough.pk] is None
    assert far[nowhere.pk] is None


@pytest.mark.parametrize(
    "text", ["1,2", "60.57", "60,57,27,20", "x", "999.9,27.2", "60.57,27.20;", "-60.57,27.20", "99.99,99.99"]
)
def test_what_is_no_position_is_left_out(three, text):
    found = ask(f"near={text}")
    assert found.origin is None
    assert found.sort == "name"


@pytest.mark.parametrize(
    ("where", "language"),
    [("Hamina", "fi"), ("haminassa", "fi"), ("Fredrikshamn", "sv"), ("49400", "fi"), ("49400 Hamina", "fi")],
)
def test_a_typed_place_narrows_and_offers_the_nearest_first(three, where, language):
    found = ask(f"where={where}", language)
    assert found.origin.town.pk == "075"
    assert "near" in found.sorts
    assert found.sort == "name"


def test_a_postcode_counts_from_the_middle_of_its_places_when_there_are_enough(three):
    for north in (60.56, 60.57, 60.58):
        place(latitude=north, longitude=27.19, postcode="49400", **EXACT)
    service()
    origin = ask("where=49400").origin
    assert origin.exact == "postcode"
    assert origin.point == (pytest.approx(60.57), pytest.approx(27.19))
    assert ask("where=49460").origin.exact == "municipality"


def test_a_place_nobody_knows_narrows_nothing_and_is_said(three, client):
    page = soup(client.get("/fi/palvelut/?where=Tukholma").content)
    assert "Emme tunne paikkaa: Tukholma" in page.select_one(".search-note").get_text()
    assert ask("where=Tukholma").number == 4


def test_of_two_places_none_is_taken_silently(three, client):
    page = soup(client.get("/fi/palvelut/?where=Hamina+Kotka").content)
    assert "Emme tunne paikkaa: Hamina Kotka" in page.select_one(".search-note").get_text()
    assert ask("where=Hamina Kotka").number == 4


def test_the_page_says_how_far_and_from_where(three, client):
    page = soup(client.get("/sv/tjanster/?near=60.57,27.20").content)
    cards = page.select("ol.cards > li")
    assert cards[0].select_one(".distance dd").get_text() == "under 1 km"
    assert cards[1].select_one(".distance") is None
    assert cards[2].select_one(".distance dd").get_text() == "cirka 18 km"
    assert "Din plats sparas inte" in page.select_one(".search-note").get_text()
    assert page.select_one("input[name=near]")["value"] == "60.57,27.20"


def test_a_position_among_filters_and_words_stays_in_every_link(three, client):
    page = soup(client.get("/fi/palvelut/?near=60.57,27.20&price=free&q=palvelu").content)
    links = [link["href"] for link in page.select(".result-head a[data-live-link]")]
    without = [link for link in links if "near" not in link]
    assert len(without) == 2  # the chip that removes it, and the one that removes everything
