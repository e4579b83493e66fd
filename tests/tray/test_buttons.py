"""What the buttons of the tray do: add, remove, move, empty, undo, municipality, place on a pathway."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from catalogue.tray import kinds
from tests.factories import municipalities, organisation, service, user
from tests.tray.pressing import COOKIE, OWN, address, held, hold, press, soup

pytestmark = [pytest.mark.django_db, pytest.mark.once]  # nothing here that databases answer differently
LIST = {"fi": "/fi/palvelut/", "sv": "/sv/tjanster/"}
JSON = OWN | {"accept": "application/json"}


@pytest.fixture
def stages(monkeypatch):
    """Stages of a pathway as another app registers them."""

    def resolve(now, language, keys):
        known = {"pexercise/need": "Tarve", "pexercise/own-test": "Oma testi"}
        return {key: kinds.Item(known[key], f"/{language}/polku/#x") for key in keys if key in known}

    monkeypatch.setitem(kinds._kinds, "p", resolve)


def test_adding_leads_back_to_the_thing_and_the_page_says_that_it_lies_there(client, language):
    one = service()
    back = f"{LIST[language]}?q=palvelu&price=free"
    answer = press(client, "tray_add", language, key=f"s{one.pk}", next=back)
    assert (answer.status_code, answer["Location"]) == (302, f"{back}#s{one.pk}")
    page = soup(client.get(LIST[language]))
    words = {
        "fi": ("Tarjottimella", "Poista tarjottimelta"),
        "sv": ("Finns i min lista", "Ta bort ur min lista"),
    }
    state, button = words[language]
    card = page.select_one(f"#s{one.pk}")
    assert card.select_one(".on-tray").get_text() == state
    assert card.button["formaction"] == address("tray_remove", language)
    assert card.button.get_text() == f"{button}: {card.h3.get_text()}"
    named = {"fi": "Tarjotin, 1 kohde", "sv": "Min lista, 1 sak"}
    assert page.select_one(".tray-link .vh").get_text() == named[language]


def test_every_card_of_a_list_has_a_button_and_the_page_one_form(client, language):
    ones = [service(), service()]
    page = soup(client.get(LIST[language]))
    buttons = page.select("ol.cards button")
    assert {(one["form"], one["name"]) for one in buttons} == {("tray", "key")}
    assert {one["value"] for one in buttons} == {f"s{one.pk}" for one in ones}
    [form] = page.select("#tray")
    assert (form["method"], form["action"]) == ("post", address("tray_add", language))
    assert form.select_one("[name=next]")["value"] == LIST[language]
    assert not page.select("[name=csrfmiddlewaretoken]")


def test_the_page_of_a_service_has_its_button_and_a_page_without_things_no_form(client, language):
    one = service()
    page = soup(client.get(one.get_absolute_url(language)))
    assert [button["value"] for button in page.select("button[form=tray]")] == [f"s{one.pk}"]
    assert page.select_one("#tray [name=next]")["value"] == one.get_absolute_url(language)
    assert not soup(client.get(f"/{language}/")).select("#tray, button[form=tray]")


@pytest.mark.parametrize(
    "wrong",
    [
        "",
        "//evil.example/",
        "/\\evil.example",
        "\\\\evil.example",
        "https://evil.example/",
        "https:evil.example",
        "https:///evil.example",
        "javascript:alert(1)",
        "fi/palvelut/",
        " //evil.example",
        "/%09/evil.example\t",
        "/fi/\r\nSet-Cookie: a=b",
        "/fi/\x00",
        "/" + "a" * 5000,
        "http://[",
        "//[",
    ],
)
def test_nobody_is_led_to_another_site(client, wrong):
    one = service()
    answer = press(client, "tray_add", key=f"s{one.pk}", next=wrong)
    assert (answer.status_code, answer["Location"]) == (302, "/fi/tarjotin/")
    assert held(client).items == (f"s{one.pk}",)


def test_the_anchor_of_the_way_back_is_ours(client):
    one = service()
    answer = press(client, "tray_add", key=f"s{one.pk}", next="/fi/palvelut/?page=2#elsewhere")
    assert answer["Location"] == f"/fi/palvelut/?page=2#s{one.pk}"


def test_a_stage_leads_back_to_its_place_on_the_pathway(client, stages):
    answer = press(client, "tray_add", key="pexercise/own-test", next="/fi/polut/liikunta/")
    assert answer["Location"] == "/fi/polut/liikunta/#own-test"
    answer = press(client, "tray_remove", key="pexercise/own-test", next="/fi/tarjotin/")
    assert answer["Location"] == "/fi/tarjotin/#pexercise-own-test"
    assert held(client).items == ()


@pytest.mark.parametrize("kind", ["draft", "archived", "none", "huge", "unknown kind"])
def test_what_is_not_public_is_not_added_and_says_so(client, language, kind):
    one = service(status="draft") if kind == "draft" else service()
    if kind == "archived":
        one.archive(by=user())
    key = {"none": "s999999", "huge": "s" + "9" * 40, "unknown kind": "x1"}.get(kind, f"s{one.pk}")
    answer = press(client, "tray_add", language, key=key)
    assert answer.status_code == 404 and not answer.cookies
    words = {"fi": "joten sitä ei lisätty", "sv": "så det lades inte till"}
    assert words[language] in soup(answer).main.get_text()


@pytest.mark.parametrize("key", ["", "S1", "s 1", "s1\x00", "<b>", "s1\n", "a" * 1_000, "'; --", "ä"])
@pytest.mark.parametrize("name", ["tray_add", "tray_remove", "tray_move"])
def test_a_key_that_can_be_none_is_refused_in_words(client, name, key):
    answer = press(client, name, key=key, direction="up")
    assert answer.status_code == 400 and not answer.cookies
    assert "mitä tarjotin ei tunne" in soup(answer).main.get_text()


def test_a_button_without_its_values_or_with_them_twice_is_no_fault(client):
    one = service()
    for name in ("tray_add", "tray_remove", "tray_move", "tray_here"):
        assert press(client, name).status_code == 400
    key = f"s{one.pk}"
    assert (
        client.post(
            address("tray_add"), {"key": [key, key], "next": ["/fi/", "/fi/"]}, headers=OWN
        ).status_code
        == 302
    )
    assert (
        press(client, "tray_add", key=key, **{f"other{number}": "x" for number in range(50)}).status_code
        == 302
    )
    assert held(client).items == (key,)


def test_a_megabyte_gets_the_page_for_broken_forms(client):
    answer = client.post(address("tray_add"), {"key": "s1", "next": "a" * 1_100_000}, headers=OWN)
    assert answer.status_code == 413


def test_the_fifty_first_thing_is_refused_and_nothing_is_lost(client, language):
    keys = [f"s{number}" for number in range(900_000, 900_050)]
    hold(client, *keys)
    one = service()
    answer = press(client, "tray_add", language, key=f"s{one.pk}")
    assert answer.status_code == 409
    words = {"fi": "enintään 50 kohdetta", "sv": "högst 50 saker"}
    assert words[language] in soup(answer).main.get_text()
    assert held(client).items == tuple(keys)


def test_a_forged_cookie_is_an_empty_tray_that_can_be_filled(client):
    one = service()
    client.cookies[COOKIE] = "forged"
    assert soup(client.get("/fi/tarjotin/")).select(".card") == []
    press(client, "tray_add", key=f"s{one.pk}")
    assert held(client).items == (f"s{one.pk}",)


def test_moving_keeps_every_thing_and_leads_back_to_it(client):
    a, b, c = (f"s{service().pk}" for _ in range(3))
    hold(client, a, b, c)
    answer = press(client, "tray_move", key=c, direction="up", next="/fi/tarjotin/")
    assert answer["Location"] == f"/fi/tarjotin/#{c}"
    assert held(client).items == (a, c, b)
    press(client, "tray_move", key=a, direction="down")
    assert held(client).items == (c, a, b)
    assert press(client, "tray_move", key=a, direction="sideways").status_code == 400


def test_emptying_takes_everything_out_of_the_browser_and_can_be_undone(client, language):
    one = service()
    hold(client, f"s{one.pk}", municipality="285", here={"exercise": "need"})
    before = held(client)
    answer = press(client, "tray_clear", language)
    assert answer.status_code == 200 and client.cookies[COOKIE].value == ""
    page = soup(answer)
    words = {"fi": "Tarjotin on tyhjä.", "sv": "Listan är tom."}
    assert page.select_one("[role=status]").get_text(strip=True) == words[language]
    assert page.select_one(".tray-link").get_text(strip=True) in ("Tarjotin", "Min lista")
    former = page.select_one("[name=former]")["value"]
    assert press(client, "tray_restore", language, former=former).status_code == 302
    assert held(client) == before


@pytest.mark.parametrize("former", ["", "x", "a:b:c", "9" * 10_000, "\x00"])
def test_undoing_with_what_is_not_ours_changes_nothing(client, former):
    hold(client, "s1")
    assert press(client, "tray_restore", former=former).status_code == 302
    assert held(client).items == ("s1",)


def test_the_municipality_is_chosen_shown_and_taken_back(client, language):
    municipalities()
    assert (
        press(client, "tray_municipality", language, municipality="285", next=f"/{language}/").status_code
        == 302
    )
    assert held(client).municipality == "285"
    chosen = soup(client.get(address("tray", language))).select_one("#municipality option[selected]")
    assert chosen.get_text() == "Kotka"
    press(client, "tray_municipality", language, municipality="")
    assert held(client).municipality == "" and client.cookies[COOKIE].value == ""


@pytest.mark.parametrize("code", ["999", "x", "2" * 500, "\x00", "285 "])
def test_a_municipality_that_is_not_in_the_county_is_refused_in_words(client, code):
    municipalities()
    answer = press(client, "tray_municipality", municipality=code)
    assert answer.status_code == 400 and "Tällaista kuntaa ei ole." in soup(answer).main.get_text()
    assert not answer.cookies


def test_here_is_one_stage_of_a_pathway_and_can_be_taken_back(client, stages):
    answer = press(client, "tray_here", here="exercise/need", next="/fi/polut/liikunta/")
    assert answer["Location"] == "/fi/polut/liikunta/#need"
    press(client, "tray_here", here="exercise/own-test")
    assert held(client).here == {"exercise": "own-test"}
    answer = press(client, "tray_here", here="exercise/", next="/fi/polut/liikunta/")
    assert answer["Location"] == "/fi/polut/liikunta/"
    assert held(client).here == {}
    assert press(client, "tray_here", here="exercise/nowhere").status_code == 404
    for wrong in ("", "/", "exercise", "a/b/c", "a" * 1000, "ä/ö"):
        assert press(client, "tray_here", here=wrong).status_code == 400


def test_a_script_is_told_the_button_the_count_and_a_sentence(client, language):
    one = service(name_fi="Uinti & vesi", name_sv="Simning & vatten")
    answer = press(client, "tray_add", language, headers=JSON, key=f"s{one.pk}").json()
    said = {
        "fi": "Lisätty: Uinti & vesi. Tarjottimella 1 kohde",
        "sv": "Tillagd: Simning & vatten. 1 sak i listan",
    }
    assert answer["said"] == said[language]
    assert f'value="s{one.pk}"' in answer["button"] and "&amp;" in answer["button"]
    assert ">1<" in answer["link"]
    answer = press(client, "tray_remove", language, headers=JSON, key=f"s{one.pk}").json()
    said = {
        "fi": "Poistettu: Uinti & vesi. Tarjottimella 0 kohdetta",
        "sv": "Borttagen: Simning & vatten. 0 saker i listan",
    }
    assert answer["said"] == said[language]


def test_a_name_of_a_service_is_never_markup(client):
    evil = '</span><script>alert("x")</script>{key}{}'
    one = service(name_fi=evil, name_sv=evil)
    press(client, "tray_add", key=f"s{one.pk}")
    for path in ("/fi/palvelut/", "/fi/tarjotin/", one.get_absolute_url("fi")):
        page = soup(client.get(path))
        assert not [
            script
            for script in page.select("script")
            if "alert" in script.get_text() and script.get("type") != "application/ld+json"
        ]
        assert evil in page.main.get_text()


def test_a_press_costs_two_queries(client):
    one = service(provider=organisation())
    press(client, "tray_add", key=f"s{one.pk}")
    with CaptureQueriesContext(connection) as captured:
        press(client, "tray_add", key=f"s{one.pk}")
    assert len(captured) == 2
