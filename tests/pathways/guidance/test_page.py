"""The page for a professional with a client: any answer, good or bad, and nothing that stays."""

import logging

import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.translation import override

from catalogue.models import TargetGroup
from pathways.content import documents
from pathways.guidance.rules import book
from pathways.models import SavedSearch
from tests import factories as make
from tests import pages
from tests.kept import fresh, kept
from tests.pathways import making

pytestmark = [pytest.mark.django_db, pytest.mark.once]  # nothing here that databases answer differently
NEED = {
    "fi": "Valitse vähintään yksi asia, jota asiakas kaipaa.",
    "sv": "Välj minst en sak som kunden behöver.",
}
UNKNOWN = {"fi": "Yhtä valinnoista ei tunneta täällä.", "sv": "Ett av valen är okänt här."}
ERROR = {"fi": "Virhe:", "sv": "Fel:"}


def build():
    """Two groups and an adviser in Hamina, a group in Kotka; saved searches and the exercise pathway's first steps."""
    make.municipalities()
    SavedSearch.objects.bulk_create(
        SavedSearch(
            key=row["key"], facets=row["facets"], name_fi=row["fi"]["name"], name_sv=row["sv"]["name"]
        )
        for row in documents()["searches"]
    )
    line = [("need", 0, "start"), ("own-test", 1, "assessment"), ("own", 0, "goal")]
    making.pathway(key="exercise", line=line, ways=[("need", "own-test", ""), ("own-test", "own", "")])
    common = {"themes": [make.theme("exercise")], "target_groups": [make.term(TargetGroup, "KR1")]}
    hamina = {"area": "municipalities", "municipalities": [make.municipality("075")]} | common
    kotka = hamina | {"municipalities": [make.municipality("285")]}
    return {
        "free": make.service(name_fi="Maksuton ryhmä", name_sv="Gratis grupp", price_kind="free", **hamina),
        "paid": make.service(name_fi="Kallis ryhmä", name_sv="Dyr grupp", price_kind="paid", **hamina),
        "adviser": make.service(name_fi="Neuvoja", name_sv="Rådgivare", format="individual", **hamina),
        "elsewhere": make.service(name_fi="Muualla", name_sv="Annanstans", price_kind="free", **kotka),
    }


made = kept(build)


@pytest.fixture
def world(made, db):
    return fresh(made)


@pytest.fixture
def address(language):
    with override(language):
        return reverse("together")


@pytest.fixture
def send(client, address):
    def post(**data):
        answer = client.post(address, data)
        return answer, pages.soup(answer.content)

    return post


def suggested(page):
    return [node.get_text(strip=True) for node in page.select(".suggested h3 a")]


def reasons(page):
    return [node.get_text(strip=True) for node in page.select(".suggested .because li")]


# ---------------------------------------------------------------- asking
def test_the_page_asks_everything_and_chooses_nothing_beforehand(client, world, address, language):
    answer = client.get(address)
    page = pages.soup(answer.content)
    assert pages.faults_of(answer.content.decode(), language) == []
    assert "ETag" in answer and not answer.cookies
    assert not page.select("input[checked], option[selected]")
    sent = {
        name: [node["value"] for node in page.select(f"input[name={name}]")]
        for name in ("needs", "wishes", "barriers")
    }
    assert sent == {name: list(getattr(book(), name)) for name in sent}
    assert all(node.find_parent("fieldset").legend.get_text(strip=True) for node in page.select("main input"))
    assert page.select_one("main form")["method"] == "post"
    assert not page.select("main form input[name=csrfmiddlewaretoken]")


def test_the_address_is_in_the_words_of_the_language(address, language):
    assert address == {"fi": "/fi/asiakkaan-kanssa/", "sv": "/sv/med-en-kund/"}[language]


def test_the_home_page_leads_here(client, world, address, language):
    home = pages.soup(client.get(f"/{language}/").content)
    assert home.select_one(f'.pro a[href="{address}"]')


def test_what_stands_behind_the_address_chooses_nothing(client, world, address):
    assert not pages.soup(client.get(address + "?needs=sleep&municipality=075").content).select(
        "[checked], [selected]"
    )


# ---------------------------------------------------------------- answering
def test_services_and_a_step_are_suggested_each_with_its_reasons(send, world, language):
    answer, page = send(needs="movement", municipality="075", wishes="group", barriers="free")
    names = {"fi": "Maksuton ryhmä", "sv": "Gratis grupp"}
    assert suggested(page) == [names[language]]
    rules = {rule.key: rule.said for rule in book().rules}
    ways = [book().wishes["group"].ways[0].said, book().barriers["free"].ways[0].said]
    expected = [rules["movement-groups"], *ways, rules["stage-test"]]
    assert reasons(page) == [str(said.in_(language)) for said in expected]
    assert page.select_one(".suggested .step a")["href"].endswith("#own-test")
    assert pages.faults_of(answer.content.decode(), language) == []


def test_what_was_chosen_is_said_and_stays_chosen(send, world, language):
    _answer, page = send(needs=["movement", "sleep"], municipality="075", age="65_plus", wishes="group")
    said = [node.get_text(strip=True) for node in page.select(".asked .tag")]
    town = {"fi": "Hamina", "sv": "Fredrikshamn"}[language]
    needs = [str(book().needs[key].said.in_(language)) for key in ("movement", "sleep")]
    assert said[:2] == needs and town in said and len(said) == 5
    assert [node["value"] for node in page.select("input[checked]")] == ["movement", "sleep", "group"]
    assert [node["value"] for node in page.select("option[selected]")] == ["075", "65_plus"]


def test_the_other_language_is_one_press_away_with_the_same_choices(client, send, world, language):
    _answer, page = send(needs="movement", municipality="075")
    other = next(code for code in ("fi", "sv") if code != language)
    button = page.select_one(f"main button[lang={other}]")
    form = button.find_parent("form")
    there = client.post(form["action"], {node["name"]: node["value"] for node in form.select("input")})
    found = pages.soup(there.content)
    assert found.html["lang"] == other
    assert [node["href"].split("/")[3] for node in found.select(".suggested h3 a")] == [
        node["href"].split("/")[3] for node in page.select(".suggested h3 a")
    ]


def test_when_nothing_fits_it_says_what_left_services_out_and_whom_to_ask(send, world, language):
    _answer, page = send(needs="movement", municipality="075", barriers="step_free")
    assert suggested(page) == []
    heading = {"fi": "Mikään palvelu ei sovi kaikkiin valintoihin", "sv": "Ingen tjänst passar alla val"}
    assert page.select_one("#h-suggested").get_text(strip=True) == heading[language]
    said = {
        "fi": "Ilman tätä ehtoa löytyisi 3 palvelua lisää: Esteetön",
        "sv": "Utan det här villkoret finns 3 tjänster till: Fysiskt tillgängligt",
    }
    note = page.select_one(".note")
    assert said[language] in note.get_text()
    assert "delivery=by_phone" in note.a["href"]


def test_the_services_are_put_aside_with_one_press(client, send, world):
    _answer, page = send(needs="movement", municipality="075")
    keys = [node["value"] for node in page.select("main form input[name=key]")]
    assert keys == [node["id"] for node in page.select(".suggested .card")]
    assert len(keys) == 3
    form = page.select_one("main form input[name=key]").find_parent("form")
    client.post(form["action"], {"key": keys}, headers={"sec-fetch-site": "same-origin"})
    lists = pages.soup(client.get(form["action"].rsplit("/", 2)[0] + "/").content)
    assert all(lists.find(id=key) or key in str(lists) for key in keys)


# ---------------------------------------------------------------- bad input
def test_nothing_chosen_says_what_to_choose_and_keeps_the_rest(send, world, language):
    answer, page = send(municipality="285", age="18_29", barriers="free")
    assert answer.status_code == 200
    assert pages.title(page).startswith(ERROR[language])
    summary = page.select_one(".err[autofocus]")
    assert NEED[language] in summary.get_text()
    assert page.find(id=summary.a["href"].removeprefix("#")).name == "fieldset"
    assert NEED[language] in page.select_one("#err-needs").get_text()
    assert [node["value"] for node in page.select("[checked], [selected]")] == ["285", "18_29", "free"]
    assert pages.faults_of(answer.content.decode(), language) == []


@pytest.mark.parametrize("name", ["needs", "wishes", "barriers", "municipality", "age"])
def test_an_answer_that_is_none_is_said_and_never_shown(send, world, language, name):
    for value in ("wings", "\0", "x" * 100_000, "<i>&", "📌", "075\0"):
        answer, page = send(**{"needs": "movement", "wishes": "group"} | {name: value})
        assert answer.status_code == 200
        assert UNKNOWN[language] in page.select_one(".err").get_text()
        assert value not in answer.content.decode()
        assert pages.faults_of(answer.content.decode(), language) == []
        assert name == "wishes" or page.select_one("input[name=wishes][checked]")


def test_an_empty_need_is_no_need(send, world, language):
    assert UNKNOWN[language] in send(needs="")[1].select_one(".err").get_text()


def test_thousands_of_answers_are_refused_whole(client, send, world, address, language):
    answer, _page = send(needs=["movement"] * 900)
    assert answer.status_code == 200
    assert UNKNOWN[language] in answer.content.decode()
    for data, status in (({"needs": ["movement"] * 5000}, 400), ({"needs": "x" * 1_000_000}, 413)):
        refused = client.post(address, data)
        assert refused.status_code == status
        assert pages.faults_of(refused.content.decode(), "fi") == [], "one page for both languages"


def test_fields_that_nobody_asked_for_change_nothing(send, world):
    plain = send(needs="movement", municipality="075")[1]
    more = send(needs="movement", municipality="075", most="100", name="Matti", next="//evil")[1]
    assert suggested(plain) == suggested(more)
    assert "Matti" not in more.get_text()


@pytest.mark.parametrize("kind", ["application/json", "text/plain", "multipart/form-data", "nonsense"])
def test_a_body_of_another_kind_is_no_crash(client, world, address, kind):
    answer = client.generic("POST", address, b'{"needs": "movement"}\0\xff', content_type=kind)
    assert answer.status_code in (200, 400)


@pytest.mark.parametrize("method", ["put", "delete", "patch"])
def test_other_methods_are_refused(client, world, address, method):
    assert getattr(client, method)(address).status_code == 405


# ---------------------------------------------------------------- nothing stays
def test_nothing_is_kept_of_what_was_chosen(client, world, address, caplog):
    with caplog.at_level(logging.DEBUG), CaptureQueriesContext(connection) as captured:
        answer = client.post(address, {"needs": "safety", "municipality": "075", "age": "30_64"})
    assert answer["Cache-Control"] == "no-store"
    assert "noindex" in answer["X-Robots-Tag"]
    assert not answer.cookies and not client.cookies
    assert not Session.objects.exists()
    written = ("INSERT", "UPDATE", "DELETE")
    assert not [query for query in captured.captured_queries if query["sql"].startswith(written)]
    said = " ".join(record.getMessage() for record in caplog.records if "django.db" not in record.name)
    assert "safety" not in said and "30_64" not in said


def test_a_page_of_another_site_can_send_it_but_changes_nothing(client, world, address):
    headers = {"sec-fetch-site": "cross-site", "origin": "https://elsewhere.example"}
    answer = client.post(address, {"needs": "movement"}, headers=headers)
    assert answer.status_code == 200 and not answer.cookies


def test_an_answer_costs_as_many_queries_for_fifty_services_as_for_three(client, world, address):
    def queries():
        with CaptureQueriesContext(connection) as captured:
            assert client.post(address, {"needs": ["movement", "mind"], "wishes": "group"}).status_code == 200
        return len(captured)

    queries()  # what is read once in the life of a process
    few = queries()
    make.copies(world["free"], 49)
    queries()  # the picture of the catalogue follows what was changed, once
    assert queries() == few <= 2
