"""A search without results helps on: what is to blame, what is next to it, whom to ask; and it is counted."""

import pytest
from django.http import QueryDict

from catalogue import counted, nothing, snapshot
from catalogue.addresses import Address
from catalogue.filters import ServiceFilter
from catalogue.search.vocabulary import vocabulary
from counters import counting
from counters.models import Count
from tests.factories import municipalities, municipality, organisation, service, theme
from tests.pages import soup

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.once,
]  # index, state and documents are tested on both engines


@pytest.fixture(autouse=True)
def nothing_held():
    counting.forget()
    yield
    counting.forget()


def ways(query, language="fi"):
    found = ServiceFilter(QueryDict(query), language)
    assert found.number == 0
    return {(way.kind, way.name): way.count for way in nothing.ways(found, Address("/fi/palvelut/", found))}


def test_each_choice_is_offered_without_it_and_the_worst_is_named(client):
    nature = theme("nature")
    service(themes=[nature], price_kind="free")
    service(themes=[nature], price_kind="free")
    service(price_kind="paid", evening=True)
    query = "theme=nature&price=free&barrier=evening"
    assert ways(query) == {("choice", "Iltaisin"): 2}
    assert ways("theme=nature&price=paid") == {("choice", "Nature"): 1, ("choice", "Maksullinen"): 2}
    page = soup(client.get("/fi/palvelut/?theme=nature&price=paid").content)
    assert "Eniten tuloksia jättää pois valinta: Maksullinen" in page.select_one(".nothing").get_text(
        " ", strip=True
    )


def test_every_way_out_leads_to_as_many_services_as_it_says(client):
    municipalities()
    service(
        name_fi="Unikoulu", area="municipalities", municipalities=[municipality("935")], price_kind="free"
    )
    service(name_fi="Kuoro", area="municipalities", municipalities=[municipality("489")], price_kind="free")
    page = soup(client.get("/fi/palvelut/?q=unikoulu&municipality=489&price=free").content)
    links = page.select(".nothing .drop a:has(small)")
    assert len(links) >= 3
    for link in links:
        there = soup(client.get(link["href"]).content)
        assert there.select_one("[data-results-status]").get_text() == (
            f"Tulokset päivitettiin: {link.small.get_text()}"
        ), link["href"]


def test_neighbours_and_the_whole_area_are_offered():
    municipalities()
    service(name_fi="Unikoulu", area="municipalities", municipalities=[municipality("935")])
    found = ways("q=unikoulu&municipality=489")
    assert found["neighbours", "Virolahti, Hamina"] == 1
    assert found["everywhere", ""] == 1


def test_single_words_and_parts_of_compounds_are_offered():
    service(name_fi="Tanssi")
    service(name_fi="Yöelämä", summary_fi="Uni ja lepo.", price_kind="free")
    assert ways("q=%22uni+kuume%22&price=free")["word", "uni"] == 1


def test_without_any_hit_every_theme_and_a_person_to_ask_are_there(client):
    theme("nature"), theme("mind")
    organisation(kind="county", phone="05 220 6000")
    service()
    page = soup(client.get("/fi/palvelut/?q=qwxyz").content)
    assert len(page.select(".nothing .chips a")) == 2
    phones = [link["href"] for link in page.select(".ask-person a")]
    assert phones == ["tel:+35852206000", "tel:116117"]
    assert page.select_one("ol.cards") is None


def test_what_fits_only_half_is_said_to_be_only_the_closest(client):
    service(name_fi="Autokoulu", summary_fi="Ajo-opetusta autolla.")
    page = soup(client.get("/fi/palvelut/?q=autokauppa").content)
    assert (
        page.select_one("[data-results-heading]").get_text()
        == "Täsmälleen sopivaa ei löytynyt. Lähinnä hakuasi"
    )
    assert page.select("ol.cards > li")


def test_another_word_than_was_typed_is_said_with_a_way_back(client):
    service(name_fi="Liikuntaneuvonta")
    page = soup(client.get("/fi/palvelut/?q=liikuntanuevonta").content)
    note = page.select_one(".search-note")
    assert "Näytetään tulokset haulle ”liikuntaneuvonta”." in note.get_text()
    literal = soup(client.get(note.a["href"]).content)
    assert literal.select_one(".nothing") or not literal.select("ol.cards > li")


# ------------------------------------------------------------ counted
def counts():
    counting.write()
    return {(row.event, row.text): row.number for row in Count.objects.all()}


def test_a_search_without_results_is_counted_in_words_that_name_nobody(client):
    service()
    client.get("/fi/palvelut/?q=unikoulu")
    client.get("/fi/palvelut/?q=unikoulu&page=1", headers={"sec-purpose": "prefetch"})
    client.get("/fi/palvelut/?q=matti meikäläinen")
    found = counts()
    assert found["search_nothing", "unikoulu"] == 1
    assert not any("matti" in text for _event, text in found)


def test_an_opened_result_is_counted_for_the_words_it_was_found_with(client):
    one = service(name_fi="Unikoulu")
    came = {"referer": "http://testserver/fi/palvelut/?q=Unikoulu&price=free"}
    client.get(one.get_absolute_url("fi"), headers=came)
    client.get(one.get_absolute_url("fi"))
    client.get(one.get_absolute_url("fi"), headers={"referer": "http://elsewhere/fi/palvelut/?q=uni"})
    client.get(one.get_absolute_url("fi"), headers={"referer": "http://testserver/fi/tietoa/?q=uni"})
    for broken in ("http://[", "http://[::1", "//[x]/?q=uni"):
        assert client.get(one.get_absolute_url("fi"), headers={"referer": broken}).status_code == 200
    opened = [number for (event, _text), number in counts().items() if event == "search_opened"]
    assert opened == [1]


def test_browsing_without_words_is_not_counted(client):
    service()
    client.get("/fi/palvelut/?price=free")
    assert counts() == {}


@pytest.mark.parametrize(
    ("text", "nobody"),
    [
        ("unikoulu", True), ("apua uneen", True), ("stolgymnastik", True), ("anna", False), ("virtanen", False),
        ("johansson", False), ("010190", False), ("matti", False), ("uni 12", False), ("xyzzyq", False),
        ("usva kotiranta", False), ("katajamäki", False),
    ],
)  # fmt: skip
def test_names_and_numbers_are_not_vouched_for(text, nobody):
    service(name_fi="Apua uneen")
    now = snapshot.current()
    assert counted.names_nobody(text, "fi", vocabulary(now)) is nobody
