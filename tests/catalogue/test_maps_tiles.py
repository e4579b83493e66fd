"""Tiles of the map: their setting, the policy, and what the reader is told before."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from hyteportal.tiles import host_of
from tests import factories as make
from tests.catalogue.on_map import DATA, KOTKA, LIST, at, place, soup, texts
from tests.test_settings import PRODUCTION, refusal, setting

pytestmark = [pytest.mark.django_db, pytest.mark.once]  # drawing: one database is enough


@pytest.fixture(autouse=True)
def municipalities(db):
    return make.municipalities()


# ------------------------------------------------------------ tiles
TILES = "https://tiles.example.org/wmts/{z}/{y}/{x}.png?key=1"


def test_tiles_are_given_to_the_script_with_who_made_them(client, settings, language):
    settings.HYTE_MAP_TILES, settings.HYTE_MAP_ATTRIBUTION = TILES, "© Kartantekijä"
    data = client.get(DATA[language]).json()
    assert data["tiles"] == {"url": TILES} and data["credits"][0] == "© Kartantekijä"


def test_without_tiles_there_are_none_and_nobody_is_named_but_the_borders(client):
    data = client.get(DATA["fi"]).json()
    assert data["tiles"] is None and data["credits"] == ["Kuntarajat © Maanmittauslaitos, CC BY 4.0."]


def test_who_sees_the_readers_address_is_said_before_the_map_is_opened(client, settings, language):
    at(place(KOTKA))
    assert not soup(client, LIST[language]).select("[data-map] .hint")
    settings.HYTE_MAP_HOST = "tiles.example.org"
    note = soup(client, LIST[language]).select_one("[data-map] .hint")
    assert texts([note]) == [
        {
            "fi": "Kartta haetaan palvelusta tiles.example.org. Se näkee laitteesi verkko-osoitteen.",
            "sv": "Kartan hämtas från tiles.example.org. Den ser din enhets nätverksadress.",
        }[language]
    ]


@pytest.mark.parametrize(
    ("tiles", "host"),
    [
        ("", ""),
        (TILES, "tiles.example.org"),
        ("https://t.example.org:8443/{z}/{x}/{y}{r}.png", "t.example.org:8443"),
    ],
)
def test_the_host_of_the_tiles_is_known(tiles, host):
    assert host_of(tiles, "© x") == host


@pytest.mark.parametrize(
    "tiles",
    [
        "http://tiles.example.org/{z}/{x}/{y}.png",
        "//tiles.example.org/{z}/{x}/{y}.png",
        "https://tiles.example.org/{z}/{x}.png",
        "https://{s}.example.org/{z}/{x}/{y}.png",
        "https://tiles.example.org/{z}/{x}/{y}/{key}.png",
        "https://a:b@tiles.example.org/{z}/{x}/{y}.png",
        "https://tiles.example.org;script-src */{z}/{x}/{y}.png",
        "https://tiles.example.org/{z}/{x}/{y}.png ; x",
        "tiles",
    ],
)
def test_a_tile_address_that_cannot_work_or_is_not_safe_is_refused(tiles):
    with pytest.raises(ImproperlyConfigured, match=r"^HYTE_MAP_TILES must be [^\n]*\.$"):
        host_of(tiles, "© x")


def test_the_policy_lets_pictures_come_from_the_host_of_the_tiles_and_nothing_else():
    policy = "settings.CONTENT_SECURITY_POLICY['DIRECTIVES']"
    tiles = {"HYTE_MAP_TILES": TILES, "HYTE_MAP_ATTRIBUTION": "© x"}
    without, with_tiles = setting(policy, **PRODUCTION), setting(policy, **PRODUCTION, **tiles)
    assert without["img-src"] == ["'self'", "data:"]
    assert with_tiles["img-src"] == [*without["img-src"], "https://tiles.example.org"]
    assert {**with_tiles, "img-src": 0} == {**without, "img-src": 0}


@pytest.mark.parametrize("over", [{"HYTE_MAP_TILES": "http://x/{z}"}, {"HYTE_MAP_TILES": TILES}])
def test_tiles_that_cannot_be_shown_stop_the_process_and_are_named(over):
    assert "HYTE_MAP_" in refusal(**PRODUCTION, **over)


def test_tiles_whose_maker_is_not_named_are_refused():
    with pytest.raises(ImproperlyConfigured, match="HYTE_MAP_ATTRIBUTION"):
        host_of(TILES, "")
