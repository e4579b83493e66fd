"""How the picture is drawn: projection, outlines, pins put together, names beside them."""

import json
from itertools import combinations

import pytest

from catalogue.maps import frame, pins
from organisations.models import Municipality
from tests import factories as make
from tests.catalogue.on_map import DATA, LIST, at, names, pin_words, place, soup

pytestmark = [pytest.mark.django_db, pytest.mark.once]  # drawing: one database is enough


@pytest.fixture(autouse=True)
def municipalities(db):
    return make.municipalities()


# ------------------------------------------------------------ geometry
def test_a_county_without_outlines_gets_points_and_names(client, settings, language):
    settings.HYTE_COUNTY = "02"
    county = make.county("02", name_fi="Keski-Uusimaa", name_sv="Mellersta Nyland")
    towns = [("543", 60.47, 24.81), ("858", 60.40, 25.03)]
    rows = [
        Municipality.objects.create(
            code=code, county=county, languages="fi", latitude=y, longitude=x, name_fi=code, name_sv=code
        )
        for code, y, x in towns
    ]
    at(place((60.45, 24.9), municipality=rows[0]))
    page = soup(client, LIST[language])
    assert not page.select(".locator path") and len(page.select(".locator .m-dot")) == 2
    assert set(names(page)) == {"543", "858"} and pin_words(page) == ["1"]
    assert "Maanmittauslaitos" not in page.get_text() and "Lantmäteriverket" not in page.get_text()
    shapes = {row["geometry"]["type"] for row in client.get(DATA[language]).json()["features"]}
    assert shapes == {"Point"}


def test_the_outlines_name_their_source():
    source = json.loads((frame.OUTLINES / "10.json").read_text())
    assert "Maanmittauslaitos" in source["source"] and "CC BY 4.0" in source["source"]
    assert set(source["municipalities"]) == {row[0] for row in make.MUNICIPALITIES}


def test_every_municipality_lies_within_its_outlines_frame():
    for code, _fi, _sv, latitude, longitude in make.MUNICIPALITIES:
        assert frame.of_outlines([frame.outlines()[code]]).holds((latitude, longitude)), code


def test_north_is_up_and_both_directions_have_one_scale():
    here, _ = frame.drawn_county("10")
    (west, up), (east, down) = here.xy((61.0, 26.5)), here.xy((60.9, 26.7))
    assert east > west and down > up
    kilometres = 0.2 * 111.2 * 0.486 / (0.1 * 111.2)  # how much wider than high that step is in the world
    assert (east - west) / (down - up) == pytest.approx(kilometres, rel=0.02)


def pin(x, y, *numbers, area=False):
    return pins.Pin(x, y, set(numbers), area, pins.ranges)


def test_pins_that_would_lie_on_one_another_are_one_with_all_numbers():
    done = pins.put_together([pin(100, 100, 1), pin(110, 100, 2), pin(400, 400, 3), pin(105, 108, 4)])
    assert [one.words for one in done] == ["1, 2, 4", "3"]


def test_no_two_pins_of_a_full_picture_touch():
    many = [pin(37 * n % 800, 91 * n % 700, n, area=n % 3 == 0) for n in range(1, 200)]
    done = pins.put_together(many)
    assert not [pair for pair in combinations(done, 2) if pair[0].box.meets(pair[1].box)]
    assert set().union(*(one.numbers for one in done)) == set(range(1, 200))


@pytest.mark.parametrize(
    ("numbers", "words"),
    [
        ([3], "3"),
        ([1, 2, 3], "1–3"),
        ([1, 4], "1, 4"),
        ([1, 2, 5], "1, 2, 5"),
        ([1, 3, 7, 12], "1 +3"),
        ([10, 11, 12, 13], "10–13"),
    ],
)
def test_numbers_on_one_pin_are_short(numbers, words):
    assert pins.ranges(numbers) == words


def test_names_lie_neither_on_pins_nor_on_each_other():
    taken = pins.put_together([pin(400, 300, 1)])
    wanted = [
        {"words": word, "numbers": "", "x": 400, "y": 300}
        for word in ("Kouvola", "Kotka", "Hamina", "Pyhtää")
    ]
    placed = pins.place_names(wanted, taken, 800, 700)
    boxes = [pins.Box(one["x"], one["y"] - 11, pins.LETTER * len(one["words"]), pins.LINE) for one in placed]
    assert len(placed) == 4
    assert not [pair for pair in combinations([*boxes, taken[0].box], 2) if pair[0].meets(pair[1])]
