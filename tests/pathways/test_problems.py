"""What is wrong with a pathway is said in a sentence, one fault at a time."""

import pytest
from django.core.exceptions import ValidationError
from django.db.models import RestrictedError
from django.utils.translation import override

from catalogue.models.choices import Status
from pathways.models import Lane, Pathway, Stage, Transition
from tests import factories as make

from . import making

pytestmark = [pytest.mark.django_db, pytest.mark.once]  # nothing here that databases answer differently


def said(pathway):
    with override("en"):
        return [str(problem) for problem in Pathway.objects.get(pk=pathway.pk).problems()]


def draft(**over):
    return making.pathway(status=Status.DRAFT, **over)


def test_a_whole_pathway_has_no_problems():
    assert said(making.full()) == []


def test_a_second_start_is_named():
    pathway = draft(line=[*making.LINE, ("again", 0, "start")], ways=[*making.WAYS, ("again", "talk", "")])
    assert said(pathway) == [
        "A pathway has exactly one start. Now: 2",
        "No way leads from the start to this stage: Vaihe again",
    ]


def test_a_pathway_without_start_is_named():
    line = [(key, lane, "talk" if kind == "start" else kind) for key, lane, kind in making.LINE]
    assert said(draft(line=line)) == ["A pathway has exactly one start. Now: 0"]


def test_a_pathway_without_goal_is_named():
    line = [(key, lane, "talk" if kind == "goal" else kind) for key, lane, kind in making.LINE]
    assert said(draft(line=line)) == ["A pathway has at least one goal."]


def test_a_stage_that_nobody_reaches_is_named():
    pathway = draft(line=[*making.LINE, ("lost", 1, "talk")], ways=[*making.WAYS, ("lost", "own", "")])
    assert said(pathway) == ["No way leads from the start to this stage: Vaihe lost"]


def test_a_dead_end_is_named():
    pathway = draft(line=[*making.LINE, ("end", 1, "talk")], ways=[*making.WAYS, ("talk", "end", "jos niin")])
    assert said(pathway) == ["No way leads from this stage to a goal: Vaihe end"]


def test_a_ring_without_a_way_out_is_a_dead_end():
    line = [*making.LINE, ("one", 1, "talk"), ("two", 1, "talk")]
    ways = [*making.WAYS, ("talk", "one", "jos"), ("one", "two", ""), ("two", "one", "")]
    assert said(draft(line=line, ways=ways)) == [
        "No way leads from this stage to a goal: Vaihe one",
        "No way leads from this stage to a goal: Vaihe two",
    ]


def test_a_lane_of_another_pathway_is_named():
    pathway, other = draft(), making.pathway()
    Stage.objects.filter(pathway=pathway, key="talk").update(lane=other.lanes.first())
    assert said(pathway) == ["The lane belongs to another pathway: Vaihe talk"]


def test_a_way_to_a_stage_of_another_pathway_is_named():
    pathway, other = draft(), making.pathway()
    way = pathway.transitions.get(from_stage__key="talk", to_stage__key="own")
    Transition.objects.filter(pk=way.pk).update(to_stage=other.stages.get(key="own"))
    assert [words for words in said(pathway) if "does not have" in words]
    way.refresh_from_db()
    with pytest.raises(ValidationError, match="Kummankin vaiheen"):
        way.full_clean()


def test_a_test_that_does_not_exist_is_named():
    pathway = draft()
    pathway.stages.filter(key="need").update(assessment="iq")
    assert said(pathway) == ["There is no such test: iq"]


def test_a_way_back_to_the_same_stage_is_named():
    with override("en"):
        found = making.pathway().problems(ways=[*[way[:2] for way in making.WAYS], ("talk", "talk")])
        assert "A way leads from a stage to another one. Now it leads back: talk" in map(str, found)


def test_a_key_that_stands_twice_is_named():
    pathway = making.pathway()
    stages = list(pathway.stages.all())
    with override("en"):
        found = [str(words) for words in pathway.problems(stages=[*stages, stages[0]])]
    assert "Two stages have the same key: need" in found


@pytest.mark.parametrize("field", ["name", "slug", "lead", "for_whom", "duration", "easy"])
def test_a_text_that_is_missing_in_swedish_is_named(field):
    pathway = draft()
    Pathway.objects.filter(pk=pathway.pk).update(**{f"{field}_sv": ""})
    [words] = said(pathway)
    assert words.startswith("Missing in Swedish:")


def test_a_title_that_is_missing_in_a_language_is_named():
    pathway = draft()
    pathway.stages.filter(key="talk").update(title_sv="")
    assert said(pathway) == ["The title is missing in Swedish: Vaihe talk"]
    pathway.stages.filter(key="talk").update(title_sv="Samtal", title_fi="")
    assert said(pathway) == ["The title is missing in Finnish: Samtal"]


def test_a_pathway_without_theme_is_named():
    assert said(draft(themes=[])) == ["Choose at least one theme."]


def test_problems_are_said_in_the_language_of_the_page(language):
    pathway = draft(themes=[])
    with override(language):
        words = {"fi": "Valitse vähintään yksi aihe.", "sv": "Välj minst ett tema."}
        assert [str(one) for one in pathway.problems()] == [words[language]]


def test_publishing_with_problems_is_refused_with_the_sentences():
    pathway = draft(themes=[])
    with pytest.raises(ValueError, match="Valitse vähintään yksi aihe"):
        pathway.publish(by=make.user())
    pathway.refresh_from_db()
    assert pathway.status == Status.DRAFT


def test_a_whole_pathway_is_published_and_archived():
    pathway = draft()
    pathway.publish(by=make.user())
    assert Pathway.objects.published().get() == pathway
    pathway.archive(by=make.user())
    assert not Pathway.objects.published().exists()


def test_a_lane_with_stages_is_not_deleted_alone():
    pathway = making.pathway()
    with pytest.raises(RestrictedError):
        pathway.lanes.get(key="adviser").delete()
    pathway.delete()
    assert not Lane.objects.exists()
