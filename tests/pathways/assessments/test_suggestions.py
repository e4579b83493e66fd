"""What follows a result: services near the visitor and steps on pathways, each with its reasons."""

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test.utils import CaptureQueriesContext

from catalogue import tray
from catalogue.models import TargetGroup
from pathways.assessments.instruments import instruments
from pathways.content import documents
from pathways.guidance.rules import book
from pathways.models import SavedSearch
from tests import factories as make
from tests import pages
from tests.pathways import making
from tests.pathways.assessments.sitting import PASSED_OVER, Visitor

pytestmark = pytest.mark.seldom
ANSWERS = ["30_64", {"minutes": "90"}, {"minutes": "0"}, "1", "8"]


@pytest.fixture
def world(db):
    """A group in Hamina and one in Kotka; saved searches and a pathway on which the test of movement stands."""
    make.municipalities()
    SavedSearch.objects.bulk_create(
        SavedSearch(
            key=row["key"], facets=row["facets"], name_fi=row["fi"]["name"], name_sv=row["sv"]["name"]
        )
        for row in documents()["searches"]
    )
    line = [("need", 0, "start"), ("own-test", 1, "assessment"), ("own", 0, "goal")]
    path = making.pathway(key="exercise", line=line, ways=[("need", "own-test", ""), ("own-test", "own", "")])
    path.stages.filter(key="own-test").update(assessment="movement")
    common = {"themes": [make.theme("exercise")], "target_groups": [make.term(TargetGroup, "KR1")]}
    common |= {"area": "municipalities", "format": "group"}
    return {
        code: make.service(
            name_fi=f"Ryhmä {code}",
            name_sv=f"Grupp {code}",
            municipalities=[make.municipality(code)],
            **common,
        )
        for code in ("075", "285")
    }


@pytest.fixture
def visitor(client, world, language):
    return Visitor(client, "movement", language).begin().go(*ANSWERS)


def suggested(visitor):
    """{name: reasons}"""
    return {
        " ".join(node.h3.get_text(" ").split()): [one.get_text() for one in node.select(".because li")]
        for node in visitor.page.select(".suggested > li")
    }


def test_every_suggestion_says_why(visitor, language):
    found = suggested(visitor)
    word = {"fi": "Ryhmä", "sv": "Grupp"}[language]
    assert {f"{word} 075", f"{word} 285"} <= set(found)
    assert all(reasons and all(one.endswith(".") for one in reasons) for reasons in found.values())
    assert pages.faults_of(visitor.answer.content.decode(), language) == []


def test_the_chosen_municipality_narrows_the_suggestions(visitor, language):
    state = visitor.hidden["state"]
    names = suggested(visitor.post({"state": state, "municipality": "285"}))
    assert any("285" in name for name in names)
    assert not any("075" in name for name in names)


def test_the_municipality_of_the_tray_is_chosen_beforehand(client, world, language):
    answer = tray.answer(HttpResponse(), tray.Tray(municipality="285"))
    client.cookies = answer.cookies
    visitor = Visitor(client, "movement", language).begin().go(*ANSWERS)
    assert visitor.page.select_one("#town option[selected]")["value"] == "285"
    assert not any("075" in name for name in suggested(visitor))
    visitor.post({"state": visitor.hidden["state"], "municipality": ""})
    assert any("075" in name for name in suggested(visitor)), "the whole county is a choice too"


def test_the_result_leads_to_the_step_of_the_pathway_that_holds_the_test(visitor):
    assert [link for link in pages.links(visitor.page) if link.endswith("#own-test")]


def test_without_an_answer_nothing_is_suggested(client, world, language):
    answers = [PASSED_OVER] * 5
    visitor = Visitor(client, "movement", language).begin().go(*answers)
    assert suggested(visitor) == {}
    assert not visitor.page.select("#town")


@pytest.mark.django_db
def test_a_result_without_suggestions_leads_to_all_services(client, language):
    visitor = Visitor(client, "loneliness", language).begin().go("0")
    assert visitor.page.select_one("section[aria-labelledby=h-suggested] a[href$='/palvelut/'], "
                                   "section[aria-labelledby=h-suggested] a[href$='/tjanster/']")  # fmt: skip


def test_every_need_of_a_test_is_one_that_guidance_knows():
    known = set(book().needs)
    for test in instruments().values():
        own = {need for one in (*test.bands, *test.questions, *test.goals) for need in one.needs}
        own |= {need for question in test.questions for one in question.answers for need in one.needs}
        assert own <= known, test.key


def test_a_result_asks_the_database_as_often_for_fifty_services_as_for_one(visitor, world):
    data = visitor.hidden | {"do": "result"}

    def queries():
        with CaptureQueriesContext(connection) as captured:
            visitor.post(data)
        return len(captured)

    queries()
    few = queries()
    make.copies(world["075"], 49)
    queries()
    assert queries() == few <= 4


def test_a_question_asks_the_database_once(visitor):
    with CaptureQueriesContext(connection) as captured:
        visitor.begin()
    assert len(captured) == 1
