"""The public pages of pathways: who sees what, addresses that moved, marks of the visitor, queries."""

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.translation import override

from catalogue.models.choices import Status
from pathways.models import Pathway, Stage
from tests import factories as make
from tests import pages

from . import making

pytestmark = [pytest.mark.django_db, pytest.mark.once]  # nothing here that databases answer differently


@pytest.fixture(autouse=True)
def county():
    make.municipalities()


def address(name, language, *args):
    with override(language):
        return reverse(name, args=args)


def at(client, pathway, language="fi"):
    return BeautifulSoup(client.get(pathway.get_absolute_url(language)).content, "html5lib")


# ------------------------------------------------------------ addresses
def test_addresses_are_words_of_the_language():
    pathway = making.pathway(slug_fi="liikunta", slug_sv="motion")
    assert pathway.get_absolute_url("fi") == "/fi/polut/liikunta/"
    assert pathway.get_absolute_url("sv") == "/sv/vagar/motion/"
    assert pathway.professional_address("fi") == "/fi/polut/liikunta/ammattilaiselle/"
    assert pathway.professional_address("sv") == "/sv/vagar/motion/for-yrkesutbildade/"
    assert address("pathway_overview", "fi") == "/fi/polut/kokonaisuus/"
    assert address("pathway_overview", "sv") == "/sv/vagar/helheten/"


def test_a_draft_is_not_there(client, language):
    pathway = making.pathway(status=Status.DRAFT)
    for path in (pathway.get_absolute_url(language), pathway.professional_address(language)):
        assert client.get(path).status_code == 404
    for name in ("pathways", "pathway_overview", "home"):
        assert (
            getattr(pathway, f"name_{language}") not in client.get(address(name, language)).content.decode()
        )
    assert client.get(f"/{language}/").status_code == 200


def test_a_pathway_that_was_taken_away_says_so_and_names_others(client, language):
    gone, other = making.pathway(status=Status.ARCHIVED), making.pathway()
    for path in (gone.get_absolute_url(language), gone.professional_address(language)):
        answer = client.get(path)
        assert answer.status_code == 410
        assert pages.faults_of(answer.content.decode(), language) == []
        assert other.get_absolute_url(language) in answer.content.decode()


def test_a_former_address_and_the_other_languages_lead_to_the_present_one_for_good(client):
    pathway = making.pathway(slug_fi="vanha", slug_sv="ny")
    pathway.slug_fi = "uusi"
    pathway.save()
    for path in ("/fi/polut/vanha/", "/fi/polut/ny/"):
        answer = client.get(path)
        assert (answer.status_code, answer["Location"]) == (301, "/fi/polut/uusi/")
    answer = client.get("/sv/vagar/vanha/for-yrkesutbildade/")
    assert (answer.status_code, answer["Location"]) == (301, "/sv/vagar/ny/for-yrkesutbildade/")


def test_a_former_address_that_another_pathway_took_is_the_others(client):
    pathway = making.pathway(slug_fi="vanha")
    pathway.slug_fi = "uusi"
    pathway.save()
    other = making.pathway(slug_fi="vanha")
    assert other.name_fi in client.get("/fi/polut/vanha/").content.decode()


@pytest.mark.parametrize("slug", ["x" * 5000, "..", "%00", "99999999999999999999", "Ä"])
def test_addresses_that_are_none_are_not_found(client, slug):
    making.pathway()
    assert client.get(f"/fi/polut/{slug}/").status_code in (400, 404)


# ------------------------------------------------------------ what the page says
def test_the_page_says_everything_in_the_language_of_the_reader(client, language):
    pathway = making.full()
    page = at(client, pathway, language)
    words = {
        "fi": [
            "Selkokielellä",
            "Polku yhdellä silmäyksellä",
            "Vaihe vaiheelta",
            "Aloita testistä",
            "Olen tässä",
        ],
        "sv": ["På lätt språk", "Vägen i en överblick", "Steg för steg", "Börja med testet", "Jag är här"],
    }[language]
    text = page.main.get_text(" ")
    for word in words:
        assert word in text
    for field in ("lead", "for_whom", "gives", "duration", "easy"):
        assert getattr(pathway, f"{field}_{language}") in text
    assert [node.get_text(strip=True) for node in page.select(".stages h3")] == [
        getattr(stage, f"title_{language}") for stage in pathway.stages.all()
    ]


def test_ways_are_said_in_words_with_their_conditions(client):
    page = at(client, making.pathway())
    said = [node.get_text(" ", strip=True) for node in page.select("#talk .if")]
    assert said == ["Seuraavaksi: 3. Vaihe doing", "Jos pärjäät itse: 4. Vaihe own"]
    assert [node["href"] for node in page.select("#talk .if a")] == ["#doing", "#own"]


def test_overdue_information_is_noted(client):
    pathway = making.pathway()
    pathway.verify(by=make.user(), organisation=make.organisation())
    assert not at(client, pathway).select(".note.sun")
    Pathway.objects.filter(pk=pathway.pk).update(next_review_on="2020-01-01")
    make.theme("another")  # the catalogue moves on
    assert "ei ole vahvistettu" in at(client, pathway).select_one(".note.sun").get_text()


def test_a_service_chosen_by_hand_and_the_saved_search_lead_on(client):
    pathway = making.full()
    page = at(client, pathway)
    chosen = pathway.stages.get(key="doing").services.get()
    links = {node["href"]: node.get_text(" ", strip=True) for node in page.select("#doing .stage-links a")}
    assert links[chosen.get_absolute_url("fi")] == chosen.name_fi
    assert links["/fi/palvelut/?format=group"].startswith("1 palvelu")
    assert [node.get_text(strip=True) for node in page.select(".cards h3")] == [chosen.name_fi]


def test_a_pathway_without_anything_but_its_stages_is_a_whole_page(client, language):
    pathway = making.pathway(gives_fi="", gives_sv="", easy_fi="", easy_sv="", lead_fi="", lead_sv="")
    answer = client.get(pathway.get_absolute_url(language))
    assert pages.faults_of(answer.content.decode(), language) == []


def test_the_professionals_page_says_what_to_ask_and_which_referral(client, language):
    pathway = making.full(questions_fi="Yksi?\n\nKaksi?\nKolme?", questions_sv="Ett?\nTvå?\nTre?")
    page = BeautifulSoup(client.get(pathway.professional_address(language)).content, "html5lib")
    asked = {"fi": ["Yksi?", "Kaksi?", "Kolme?"], "sv": ["Ett?", "Två?", "Tre?"]}[language]
    assert [node.get_text() for node in page.select(".asks li")] == asked
    assert {"fi": "Liikuntalähete", "sv": "Remiss till motionsrådgivning"}[language] in page.main.get_text()


def test_the_overview_says_in_words_what_it_draws(client, language):
    pathway = making.full()
    page = BeautifulSoup(client.get(address("pathway_overview", language)).content, "html5lib")
    name, url = getattr(pathway, f"name_{language}"), pathway.get_absolute_url(language)
    drawn = [node["href"] for node in page.select(".swim a")]
    said = [node["href"] for node in page.select(".whole a, .list-links a")]
    assert set(drawn) == set(said)
    assert page.select_one(f'.whole a[href="{url}"]').get_text() == name
    assert len(page.select(".swim .ov-sw")) == pathway.lanes.count()


def test_texts_of_pathways_are_never_markup(client, language):
    evil = '</script><script>x()</script><b id="z">&'  # a title takes 40 letters
    fields = (
        "name",
        "lead",
        "for_whom",
        "gives",
        "duration",
        "easy",
        "bring_up",
        "questions",
        "print",
        "call",
    )
    pathway = making.full(**{f"{field}_{code}": evil for field in fields for code in ("fi", "sv")})
    texts = {
        f"{field}_{code}": evil for field in ("title", "body", "bring", "duration") for code in ("fi", "sv")
    }
    Stage.objects.update(**texts)
    pathway.lanes.update(name_fi=evil, name_sv=evil)
    pathway.transitions.filter(to_stage__key="own", from_stage__key="talk").update(
        condition_fi=evil, condition_sv=evil
    )
    pathway.save()
    for path in (
        pathway.get_absolute_url(language),
        pathway.professional_address(language),
        address("pathways", language),
        address("pathway_overview", language),
        address("home", language),
    ):
        page = pages.soup(client.get(path).content)
        assert pages.inline(page) == []
        assert not page.find("b", id="z")
        assert evil in page.get_text()


# ------------------------------------------------------------ the list
def test_a_card_has_as_many_stops_as_the_pathway_has_stages(client, language):
    making.pathway()
    for name in ("pathways", "home"):
        page = BeautifulSoup(client.get(address(name, language)).content, "html5lib")
        [card] = page.select(".river")
        assert len(card.select("circle")) == 4
        assert (
            card.select_one(".meta").get_text().startswith({"fi": "4 vaihetta.", "sv": "4 steg."}[language])
        )


def test_the_list_is_in_the_coordinators_order(client):
    for number in (3, 1, 2):
        making.pathway(order=number, name_fi=f"Nimi {number}")
    page = BeautifulSoup(client.get(address("pathways", "fi")).content, "html5lib")
    assert [node.get_text() for node in page.select(".river h3")] == ["Nimi 1", "Nimi 2", "Nimi 3"]


# ------------------------------------------------------------ queries
def asked(client, path):
    with CaptureQueriesContext(connection) as captured:
        assert client.get(path).status_code == 200
    return [query["sql"] for query in captured.captured_queries]


def test_pages_ask_twice_at_most_whatever_there_is(client, language):
    pathway = making.full()
    paths = [
        pathway.get_absolute_url(language),
        pathway.professional_address(language),
        address("pathways", language),
        address("pathway_overview", language),
    ]
    for path in paths:
        client.get(path)
        assert len(asked(client, path)) <= 2
    make.copies(pathway.stages.get(key="doing").services.get(), 50)
    for _ in range(3):
        making.full()
    for path in paths:
        client.get(path)
        assert len(asked(client, path)) <= 2


def test_a_page_that_was_read_is_answered_with_nothing_until_something_changes(client):
    pathway = making.full()
    path = pathway.get_absolute_url("fi")
    etag = client.get(path)["ETag"]
    assert client.get(path, headers={"If-None-Match": etag}).status_code == 304
    pathway.stages.get(key="talk").save()
    assert client.get(path, headers={"If-None-Match": etag}).status_code == 200


def test_a_pathway_is_suggested_while_somebody_types(client, language):
    pathway = making.pathway(name_fi="Liikuntapolku", name_sv="Motionsvägen")
    typed = {"fi": "liikunt", "sv": "motions"}[language]
    with override(language):
        answer = client.get(reverse("suggestions"), {"q": typed}).json()
    assert pathway.get_absolute_url(language) in [row["url"] for row in answer["suggestions"]]
