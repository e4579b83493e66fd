"""Where services are, on the pages: the picture and the list that says the same."""

import pytest

from catalogue import maps
from organisations.models import Municipality
from tests import factories as make
from tests.catalogue.on_map import (
    DATA,
    HAMINA,
    KOTKA,
    KOUVOLA,
    LIST,
    MAP,
    at,
    names,
    pin_words,
    place,
    soup,
    texts,
)

pytestmark = [pytest.mark.django_db, pytest.mark.once]  # pages and words: one database is enough


@pytest.fixture(autouse=True)
def municipalities(db):
    return make.municipalities()


# ------------------------------------------------------------ the results page
def test_the_numbers_of_the_pins_are_those_of_the_list(client, language):
    for number, point in enumerate([KOUVOLA, HAMINA, KOTKA], 1):
        at(place(point), name_fi=f"{number} palvelu", name_sv=f"{number} tjänst")
    page = soup(client, LIST[language])
    assert pin_words(page) == ["1", "2", "3"]
    entries = page.select("#kartta .map-list > li")
    assert texts(page.select(".card h3")) == texts(entry.a for entry in entries)
    assert [entry.a["href"] for entry in entries] == [link["href"] for link in page.select(".card h3 a")]


def test_the_numbering_goes_on_over_the_pages(client, language):
    here = place(KOTKA)
    for number in range(21):
        at(here, name_fi=f"{number:02} palvelu", name_sv=f"{number:02} tjänst")
    first, second = (soup(client, f"{LIST[language]}?page={number}") for number in (1, 2))
    assert (pin_words(first), pin_words(second)) == (["1–20"], ["21"])
    assert second.select_one("#kartta .map-list")["start"] == "21"


def test_the_picture_and_its_list_are_told_in_words(client, language):
    at(place(KOTKA, name_fi="Uimahalli", name_sv="Simhall", municipality=make.municipality("285")))
    page = soup(client, LIST[language])
    picture, entry = page.select_one(".locator"), page.select_one(".map-list li span")
    area = {"fi": "Kymenlaakso", "sv": "Kymmenedalen"}[language]
    assert picture["role"] == "img" and area in picture["aria-label"]
    assert texts([entry]) == [{"fi": "Uimahalli, Kotka", "sv": "Simhall, Kotka"}[language]]


def test_an_approximate_place_is_an_area_and_the_list_says_so(client, language):
    at(place(KOTKA, "approximate"))
    page = soup(client, LIST[language])
    assert [node["class"] for node in page.select(".locator .m-pin")] == [["m-pin", "m-area"]]
    assert {"fi": "(likimääräinen paikka)", "sv": "(ungefärlig plats)"}[language] in page.select_one(
        ".map-list"
    ).get_text()
    assert page.select_one(".map-key .m-area")


def test_an_exact_place_is_a_pin_and_no_area(client):
    at(place(KOTKA))
    page = soup(client, LIST["fi"])
    assert [node["class"] for node in page.select(".locator .m-pin")] == [["m-pin"]]
    assert not page.select(".map-key li")


@pytest.mark.parametrize("accuracy", ["municipality", ""])
def test_a_place_of_which_only_the_municipality_is_known_is_its_municipality_never_a_pin(
    client, language, accuracy
):
    point = KOTKA if accuracy else None
    at(place(point, accuracy, municipality=make.municipality("285"), name_fi="Eri puolilla", name_sv="Här"))
    page = soup(client, LIST[language])
    assert not page.select(".locator .m-pin")
    assert names(page)["Kotka"] == "1"
    assert len(page.select(".locator .m-land.on")) == 1
    assert "Kotka" in page.select_one(".map-list li").get_text()


def test_all_that_is_somewhere_in_a_municipality_is_at_its_name_once(client):
    for name in ("A", "B"):
        at(place(KOTKA, "municipality", municipality=make.municipality("285")), name_fi=name)
    assert names(soup(client, LIST["fi"]))["Kotka"] == "1, 2"


def test_a_service_of_municipalities_without_a_place_is_at_each_of_them(client):
    towns = [make.municipality("075"), make.municipality("285")]
    make.service(area="municipalities", municipalities=towns)
    page = soup(client, LIST["fi"])
    assert {name: said for name, said in names(page).items() if said} == {"Hamina": "1", "Kotka": "1"}
    assert "Hamina ja Kotka" in page.select_one(".map-list li").get_text()


@pytest.mark.parametrize("over", [{"area": "county"}, {"remote": True, "on_site": False}])
def test_a_service_of_the_whole_county_or_without_a_place_is_in_the_list_alone(client, over):
    if "remote" in over:
        over = over | {"area": "municipalities", "municipalities": [make.municipality("285")]}
    make.service(**over)
    page = soup(client, LIST["fi"])
    assert not page.select(".locator .on") and not page.select(".locator .m-pin")
    assert texts(page.select(".map-list li span")) == ["Etänä" if "remote" in over else "Koko Kymenlaakso"]


def test_a_place_outside_of_the_picture_is_in_the_list_alone(client):
    at(place((60.17, 24.94), name_fi="Helsingin talo"))
    page = soup(client, LIST["fi"])
    assert not page.select(".locator .m-pin")
    assert "Helsingin talo" in page.select_one(".map-list").get_text()


def test_nothing_found_has_no_map(client):
    page = soup(client, LIST["fi"] + "?q=qqqq")
    assert not page.select("#kartta") and not page.select("a[href='#kartta']")


def test_the_line_above_the_results_leads_to_the_map(client, language):
    at(place(KOTKA))
    page = soup(client, LIST[language])
    assert texts(page.select("a[href='#kartta']")) == [{"fi": "Kartalla", "sv": "På kartan"}[language]]
    assert page.select_one("[data-results] #kartta")


def test_the_button_is_hidden_until_a_script_can_use_it(client, language):
    at(place(KOTKA))
    button = soup(client, LIST[language]).select_one("[data-map] button")
    assert button.has_attr("hidden") and button["aria-expanded"] == "false"
    words = {"fi": ["Näytä kartta", "Piilota kartta"], "sv": ["Visa karta", "Dölj karta"]}[language]
    assert [button.get_text(strip=True), button["data-hide"]] == words


# ------------------------------------------------------------ the service page
def test_a_service_with_one_place_has_a_picture_of_its_surroundings(client, language):
    one = at(place(KOTKA, name_fi="Uimahalli", name_sv="Simhallen", municipality=make.municipality("285")))
    page = soup(client, one.get_absolute_url(language))
    assert {"fi": "Uimahalli, Kotka", "sv": "Simhallen, Kotka"}[language] in page.select_one(".locator")[
        "aria-label"
    ]
    assert len(page.select(".locator .m-pin")) == 1 and pin_words(page) == []
    wide, high = page.select_one(".locator")["viewBox"].split()[2:]
    assert int(wide) / int(high) > 2


def test_a_service_of_which_only_the_municipality_is_known_says_so_without_a_number(client, language):
    one = at(place(KOTKA, "municipality", municipality=make.municipality("285")))
    page = soup(client, one.get_absolute_url(language))
    assert not page.select(".locator .m-pin") and set(names(page).values()) == {""}
    told = {"fi": "Vain kunta on tiedossa.", "sv": "Endast kommunen är känd."}[language]
    assert texts(page.select(".map-key li")) == [told]


def test_a_service_with_several_places_numbers_them(client):
    one = at(place(KOUVOLA, name_fi="Eka"), place(KOTKA, name_fi="Toka"))
    page = soup(client, one.get_absolute_url("fi"))
    assert pin_words(page) == ["1", "2"]
    assert [words.split(",")[0] for words in texts(page.select(".map-list li"))] == ["Eka", "Toka"]


def test_a_service_that_is_nowhere_has_no_picture(client):
    page = soup(client, make.service(area="county").get_absolute_url("fi"))
    assert not page.select(".locator") and not page.select("[data-map]")


# ------------------------------------------------------------ the map page
def test_the_map_page_lists_every_place_by_municipality_and_what_has_none(client, language):
    town = make.municipality("075")
    hall = place(HAMINA, "approximate", name_fi="Halli", name_sv="Hallen")
    at(hall, name_fi="A-ryhmä", name_sv="A-gruppen")
    at(hall, name_fi="B-ryhmä", name_sv="B-gruppen")
    make.service(area="municipalities", municipalities=[town], name_fi="C-ryhmä", name_sv="C-gruppen")
    make.service(area="county", name_fi="D-ryhmä", name_sv="D-gruppen")
    page = soup(client, MAP[language])
    said = texts(page.select(".map-groups section"))
    assert (
        said
        == {
            "fi": [
                "Hamina Halli (likimääräinen paikka) A-ryhmä B-ryhmä Vain kunta on tiedossa C-ryhmä",
                "Ilman paikkaa D-ryhmä Koko Kymenlaakso",
            ],
            "sv": [
                "Fredrikshamn Hallen (ungefärlig plats) A-gruppen B-gruppen Endast kommunen är känd C-gruppen",
                "Utan plats D-gruppen Hela Kymmenedalen",
            ],
        }[language]
    )
    assert texts([page.h1]) == [{"fi": "4 palvelua kartalla", "sv": "4 tjänster på kartan"}[language]]
    assert len(page.select(".map-groups a")) == 4
    assert pin_words(page) == ["2"] and names(page)[{"fi": "Hamina", "sv": "Fredrikshamn"}[language]] == "1"


def test_the_map_page_keeps_the_search_and_is_not_for_search_engines_then(client, language):
    at(place(KOTKA), price_kind="free")
    page = soup(client, f"{MAP[language]}?price=free")
    assert page.select_one("meta[name=robots]")["content"].startswith("noindex")
    assert page.select_one("link[rel=canonical]")["href"].endswith(MAP[language])
    assert page.select(f"a[href='{LIST[language]}?price=free']")
    assert page.select_one("[data-map]")["data-map"] == f"{DATA[language]}?price=free"
    other = "sv" if language == "fi" else "fi"
    assert page.select_one(f".tools a[lang={other}]")["href"] == f"{MAP[other]}?price=free"
    assert not soup(client, MAP[language]).select("meta[name=robots]")


def test_the_results_lead_to_the_map_page_of_the_same_search(client, language):
    at(place(KOTKA), price_kind="free")
    page = soup(client, f"{LIST[language]}?price=free&sort=new&page=1")
    assert page.select(f"#kartta a[href='{MAP[language]}?price=free&sort=new']")


def test_a_place_of_another_county_stands_last(client, settings):
    other = make.municipality("489", county=make.county("09"))
    Municipality.objects.update_or_create(code="489", defaults={"county": make.county("09")})
    other.refresh_from_db()
    at(place(KOTKA, municipality=other), place(KOTKA, municipality=make.municipality("935")))
    page = soup(client, MAP["fi"])
    assert texts(page.select(".map-groups h2")) == ["Virolahti", "Miehikkälä"]


def test_more_services_than_a_map_can_show_are_said(client, language, monkeypatch):
    monkeypatch.setattr(maps, "MOST", 3)
    monkeypatch.setattr("catalogue.maps.pages.MOST", 3)
    here = place(KOTKA)
    for _ in range(5):
        at(here)
    page = soup(client, MAP[language])
    assert len(page.select(".map-groups a")) == 3
    told = {"fi": "Tässä ovat vain ensimmäiset 3.", "sv": "Här finns bara de första 3."}[language]
    assert told in page.get_text()
    features = client.get(DATA[language]).json()["features"]
    assert sum(len(row["properties"]["services"]) for row in features) == 3


def test_the_most_a_map_shows_is_five_hundred():
    assert maps.MOST == 500
