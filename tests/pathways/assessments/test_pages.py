"""Pages of the self-assessments: one question a page, back and again, errors, results."""

import pytest
from django.utils.translation import override

from pathways.assessments.instruments import instruments
from pathways.models import HandOver
from tests import factories as make
from tests import pages
from tests.pathways.assessments.sitting import PASSED_OVER, WHOLE, Visitor

pytestmark = [pytest.mark.django_db, pytest.mark.once]  # nothing here that databases answer differently
OF = {"fi": "Kysymys {}, yhteensä {}", "sv": "Fråga {} av {}"}
ERROR = {"fi": "Virhe:", "sv": "Fel:"}


@pytest.fixture
def visit(client, language):
    return lambda key: Visitor(client, key, language)


# ---------------------------------------------------------------- before
def test_the_list_names_every_test(client, language):
    page = pages.soup(client.get({"fi": "/fi/testit/", "sv": "/sv/test/"}[language]).content)
    shown = [node.get_text(strip=True) for node in page.select(".tests h2 a")]
    with override(language):
        assert shown == [str(one.title) for one in instruments().values()]


def test_the_page_before_says_how_long_it_takes_and_what_is_stored(client, visit, language):
    response = client.get(visit("findrisc").address)
    said = response.content.decode()
    assert {"fi": "noin 3 minuuttia", "sv": "cirka 3 minuter"}[language] in said
    assert {"fi": "Vastauksiasi ei tallenneta", "sv": "Dina svar sparas inte"}[language] in said
    assert "ETag" in response


@pytest.mark.parametrize(
    ("wrong", "right"), [("/fi/testit/somn/", "/fi/testit/uni/"), ("/sv/test/uni/", "/sv/test/somn/")]
)
def test_an_address_of_the_other_language_leads_to_the_page_of_this_one(client, wrong, right):
    response = client.get(wrong)
    assert (response.status_code, response["Location"]) == (301, right)


@pytest.mark.parametrize("path", ["/fi/testit/jotain/", "/sv/test/isi/"])
def test_there_is_no_other_test(client, path):
    assert client.get(path).status_code == client.post(path).status_code == 404


# ---------------------------------------------------------------- questions
@pytest.mark.parametrize("key", WHOLE)
def test_every_test_can_be_gone_through_and_every_page_is_whole(visit, language, key):
    visitor = visit(key).begin()
    for number, one in enumerate(WHOLE[key], 1):
        html = visitor.answer.content.decode()
        assert visitor.answer.status_code == 200
        assert pages.faults_of(html, language) == []
        assert pages.faults_of_headers(visitor.answer.headers) == []
        assert visitor.answer["Cache-Control"] == "no-store"
        assert OF[language].format(number, "")[:-1] in pages.title(visitor.page)
        assert visitor.page.select_one("legend h1")
        visitor.go(one)
    assert visitor.answer["Cache-Control"] == "no-store"
    assert pages.faults_of(visitor.answer.content.decode(), language) == []
    assert visitor.page.select_one(".verdict h1")


def test_nothing_is_chosen_beforehand(visit):
    assert visit("sleep").begin().checked == []


def test_back_shows_the_question_before_with_its_answer(visit):
    visitor = visit("audit-c").begin().go("3", "1")
    assert visitor.press("back").checked == ["1"]
    assert visitor.press("back", answer="1").checked == ["3"]


def test_back_keeps_what_was_chosen_on_the_page_one_leaves(visit):
    visitor = visit("audit-c").begin().go("3")
    visitor.press("back", answer="4")
    assert visitor.go("3").checked == ["4"]


def test_back_without_an_answer_is_no_mistake(visit):
    visitor = visit("audit-c").begin().go("3").press("back")
    assert visitor.checked == ["3"]
    assert not visitor.page.select(".err")


def test_the_first_question_has_none_before_it(visit):
    visitor = visit("audit-c").begin()
    assert not visitor.page.select("button[value=back]")
    heading = visitor.heading
    assert visitor.press("back").heading == heading


def test_an_answer_that_is_changed_changes_what_is_asked(visit):
    visitor = visit("audit-c").begin().go("3", "1")
    visitor.press("back").press("back").go("0")
    assert visitor.page.select_one(".verdict"), "who never drinks is not asked how much"
    movement = visit("movement").begin().go("65_plus")
    assert "/6" in movement.text or "av 6" in movement.text


def test_sending_a_page_again_shows_the_same(visit):
    visitor = visit("audit-c").begin()
    held = visitor.hidden | {"do": "next", "answer": "2"}
    first = visitor.post(held).heading
    assert visitor.post(held).heading == first


def test_a_question_passed_over_makes_the_result_partial(visit, language):
    visitor = visit("audit-c").begin().go("3", PASSED_OVER, "2")
    assert {"fi": "1 kysymys jäi pois", "sv": "1 fråga hoppades över"}[language] in visitor.text
    assert {"fi": "Tuloksesi on osittainen", "sv": "Ditt resultat är bara delvis"}[
        language
    ] == visitor.heading
    assert visitor.press("change").checked == ["3"]
    assert visitor.go("3").checked == [PASSED_OVER]


def test_all_passed_over_says_that_there_is_no_result(visit, language):
    visitor = visit("sleep").begin().go(PASSED_OVER, PASSED_OVER)
    assert visitor.heading == {"fi": "Tulosta ei ole", "sv": "Det finns inget resultat"}[language]
    assert not visitor.page.select("button[value=code]")


# ---------------------------------------------------------------- mistakes
def test_no_answer_is_said_on_top_with_focus_and_in_the_title(visit, language):
    visitor = visit("audit-c").begin().go("")
    assert pages.title(visitor.page).startswith(ERROR[language])
    summary = visitor.page.select_one(".err[tabindex]")
    assert summary.has_attr("autofocus")
    target = summary.select_one("a")["href"].removeprefix("#")
    assert visitor.page.find(id=target)["name"] == "answer"
    assert summary.a.get_text() == visitor.page.select_one(".field-error span").get_text()


@pytest.mark.parametrize(
    "typed",
    ["", "abc", "-1", "3001", "1e3", "９", "10.5", "1" * 500, "10\x00", "nan", "inf", "<b>", " ", "1,2,3"],
)
def test_no_number_in_bounds_is_a_mistake_that_loses_nothing(visit, language, typed):
    visitor = visit("movement").begin().go("18_29", {"minutes": typed})
    assert visitor.answer.status_code == 200
    assert pages.title(visitor.page).startswith(ERROR[language])
    if typed.isprintable() and typed.strip():
        assert visitor.page.find("input", attrs={"name": "minutes"})["value"] == typed[:20]
    assert visitor.go({"minutes": "20"}).page.select_one("legend")


@pytest.mark.parametrize("typed", ["72,5", "72.5", " 72,5 ", "72"])
def test_numbers_are_taken_with_comma_or_point(visit, typed):
    visitor = visit("findrisc").begin().go("45", {"height": "170", "weight": typed})
    assert not visitor.page.select(".err")
    kept = visitor.press("back").page.find("input", attrs={"name": "weight"})["value"]
    assert kept == typed.strip().replace(".", ",")


def test_each_number_has_its_own_mistake(visit):
    visitor = visit("findrisc").begin().go("45", {"height": "1,70", "weight": "70"})
    assert [node["href"] for node in visitor.page.select(".err a")] == ["#id_height"]
    assert visitor.page.find(id="id_height")["aria-invalid"] == "true"
    assert visitor.page.find(id="id_weight")["value"] == "70"


@pytest.mark.parametrize("value", ["9", "x" * 100_000, "\x00", "0\x00", "' OR 1=1"])
def test_an_answer_that_is_not_offered_is_asked_again(visit, value):
    visitor = visit("audit-c").begin().go(value)
    assert visitor.answer.status_code == 200
    assert visitor.page.select(".err")


@pytest.mark.parametrize(
    "data",
    [
        {"at": "nonsense"},
        {"at": "six\x00"},
        {"do": "nonsense"},
        {"do": "code"},
        {"do": "result"},
        {"at": ["a", "b"]},
    ],
)
def test_a_form_somebody_changed_leads_to_the_question_that_is_open(visit, data):
    visitor = visit("audit-c").begin().go("3")
    heading = visitor.heading
    visitor.post({"state": visitor.hidden["state"]} | data)
    assert visitor.answer.status_code == 200
    assert visitor.heading == heading
    assert HandOver.objects.count() == 0


# ---------------------------------------------------------------- the result
def test_the_result_says_where_one_stands_why_and_what_would_change_it(visit, language):
    visitor = visit("findrisc").begin().go(*WHOLE["findrisc"])
    fi = language == "fi"
    assert visitor.heading == ("Riski on suuri" if fi else "Risken är stor")
    assert ("16 pistettä, enintään 26" if fi else "16 poäng av 26") in visitor.text
    assert visitor.page.select_one(".standing li[aria-current]").b.get_text() == "15–20"
    heavy = [node.b.get_text() for node in visitor.page.select(".weighed li")]
    assert heavy == (
        ["Ikä", "Vyötärönympärys", "Diabetes suvussa"]
        if fi
        else ["Ålder", "Midjeomfång", "Diabetes i släkten"]
    )
    assert visitor.page.select(".changes li")
    assert ("ei ole diagnoosi" if fi else "ingen diagnos") in visitor.text
    assert "Tuomilehto" in visitor.text


def test_a_derived_value_is_shown_with_a_comma(visit, language):
    answers = ["0", {"height": "170", "weight": "95"}, "0", "yes", "daily", "no", "no", "no"]
    assert "32,9" in visit("findrisc").begin().go(*answers).text


def test_movement_is_shown_against_the_recommendation(visit):
    visitor = visit("movement").begin().go(*WHOLE["movement"])
    shown = [node.span.get_text() for node in visitor.page.select(".gauge .top-l")]
    assert [one.rpartition(" ")[0] for one in shown] == ["90 / 150", "1 / 2", "0 / 2"]
    assert "60 minu" in visitor.text


@pytest.mark.parametrize(("key", "shown"), [("who-5", True), ("loneliness", True), ("sleep", False)])
def test_help_in_a_crisis_stands_above_the_result_when_it_is_asked_for(visit, key, shown):
    visitor = visit(key).begin().go(*WHOLE[key])
    crisis = visitor.page.select_one(".crisis")
    assert bool(crisis) is shown
    if shown:
        numbers = {node["href"] for node in crisis.select("a")}
        assert numbers == {"tel:+358925250111", "tel:+358925250112", "tel:112"}
        html = visitor.answer.content.decode()
        assert html.index('class="note stone crisis"') < html.index('class="verdict"')


def test_the_municipality_can_be_chosen_with_the_result(visit):
    make.municipalities()
    visitor = visit("sleep").begin().go(*WHOLE["sleep"])
    assert visitor.page.select_one("#town")
    visitor.post({"state": visitor.hidden["state"], "municipality": "285"})
    assert visitor.page.select_one("#town option[selected]")["value"] == "285"
    assert visitor.press("code").page.select_one(".one-time-code")
    state = visitor.page.find("input", attrs={"name": "state"})["value"]
    visitor.post({"state": state, "do": "result"})
    assert visitor.page.select_one("#town option[selected]")["value"] == "285"


@pytest.mark.parametrize("code", ["999", "x" * 10_000, "\x00", "285 "])
def test_a_municipality_that_there_is_not_means_the_whole_county(visit, code):
    make.municipalities()
    visitor = visit("sleep").begin().go(*WHOLE["sleep"])
    visitor.post({"state": visitor.hidden["state"], "municipality": code})
    assert visitor.answer.status_code == 200
    assert not [one for one in visitor.page.select("#town option[selected]") if one["value"]]
