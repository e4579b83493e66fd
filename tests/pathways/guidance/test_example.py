"""Guidance over the example content: what it says is true, allowed, and the same in both languages."""

from collections import Counter
from dataclasses import replace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from catalogue.models import Service
from catalogue.snapshot import Snapshot
from pathways import reading, searches
from pathways.guidance import Situation, suggest
from pathways.guidance.rules import book
from pathways.guidance.situation import AGES

# Loading the example content takes long; nothing here that databases answer differently.
pytestmark = [pytest.mark.django_db, pytest.mark.once, pytest.mark.long]
TOWNS = ["", "075", "285", "286", "489", "624", "935"]
RESULTS = [
    "movement:below",
    "movement:partly",
    "findrisc:high",
    "who-5:very-low",
    "loneliness:often",
    "sleep:much",
]
CODES = ["icd10:E11.9", "icd10:Z72.3", "icpc2:P06", "icd10:X99", "nonsense", ""]


def some(values, most=4):
    return st.frozensets(st.sampled_from(sorted(values)), max_size=most)


def situations():
    known = book()
    return st.builds(
        Situation,
        age=st.sampled_from(["", "ninety", *AGES]),
        municipality=st.sampled_from(TOWNS),
        needs=some({*known.needs, "unheard-of"}),
        wishes=some({*known.wishes, "unheard-of"}),
        barriers=some({*known.barriers, "unheard-of"}, most=2),
        results=some(RESULTS, most=2),
        conditions=some(CODES, most=2),
    )


# ---------------------------------------------------------------- whatever is asked
def test_every_suggestion_is_true_inside_the_area_allowed_and_the_same_in_both_languages(now, facts):
    seen = Counter()

    @hypothesis_settings(max_examples=400, deadline=None, suppress_health_check=list(HealthCheck))
    @given(situation=situations(), most=st.integers(1, 5))
    def hold(situation, most):
        found, other = (suggest(situation, now, code, most=most) for code in ("fi", "sv"))
        assert found == suggest(situation, now, "fi", most=most), "asked again"
        assert _targets(found) == _targets(other)
        assert len(found.services) <= most
        assert len(found.stages) <= most
        for one in (*found.services, *found.stages, *other.services, *other.stages):
            assert one.reasons
            assert all(facts.true_of(reason, one.target) for reason in one.reasons), one
            assert all(reason.endswith(".") and not reason.lang for reason in one.reasons)
            assert len(set(one.reasons)) == len(one.reasons)
        for one in found.services:
            seen[one.target] += 1
            assert facts.inside(one.target, situation.municipality)
            assert all(facts.meets(one.target, key) for key in situation.barriers & book().barriers.keys())
            assert not _for_others(facts, one.target, situation)
        seen["reasons"] += sum(len(one.reasons) for one in found.services)

    hold()
    assert len(seen) > 40, "the situations are too much alike to prove anything"


def _targets(found):
    return [
        (one.target, one.score, [reason.key for reason in one.reasons])
        for one in (*found.services, *found.stages)
    ]


def _for_others(facts, key, situation):
    """Only for an age that this person is not of."""
    groups = facts.facets[key]["group"]
    if groups == {"KR1.1"}:
        return situation.age in {"under18", "18_29", "30_64"}
    return groups == {"KR1.3"} and situation.age in {"30_64", "65_plus"}


def test_three_services_of_one_provider_stand_together_only_when_there_is_no_other(now, facts):
    for need in book().needs:
        for town in TOWNS:
            situation = Situation(needs=frozenset([need]), municipality=town)
            three = [facts.provider[one.target] for one in suggest(situation, now, "fi").services]
            if len(three) == 3 and len(set(three)) == 1:
                every = suggest(situation, now, "fi", most=200).services
                assert {facts.provider[one.target] for one in every} == set(three), (need, town)


def test_a_picture_read_anew_gives_the_same(now):
    situation = Situation(needs=frozenset(["movement", "loneliness"]), municipality="286")
    anew = Snapshot.whole((now.version, now.generation, now.analyser, ""))
    assert suggest(situation, anew, "fi") == suggest(situation, now, "fi")


def test_no_service_costs_a_query(now):
    situation = Situation(needs=frozenset(book().needs), wishes=frozenset(book().wishes), municipality="286")
    suggest(situation, now, "fi")  # what is read once a version of the catalogue
    with CaptureQueriesContext(connection) as captured:
        suggest(situation, now, "fi", most=50)
        suggest(replace(situation, municipality="075"), now, "fi", most=50)
    assert len(captured) == 0


# ---------------------------------------------------------------- each rule
def _situations_of(rule):
    """Those that fire the rule, each as small as it may be; in every municipality."""
    one = {name: sorted(values) for name, values in rule.when.items()}
    for town in TOWNS:
        for need in one.get("needs", [""]):
            for age in one.get("ages", ["", *AGES]):
                yield Situation(
                    age=age,
                    municipality=town,
                    needs=frozenset([need] if need else []),
                    **{name: frozenset(one.get(name, [])[:1]) for name in ("wishes", "barriers", "results")},
                )


def test_every_rule_fires_and_says_its_reason_of_something(now):
    silent = []
    for rule in book().rules:
        answers = (suggest(one, now, "fi", most=60) for one in _situations_of(rule))
        reasons = (
            reason.key
            for found in answers
            for one in (*found.services, *found.stages)
            for reason in one.reasons
        )
        if rule.key not in reasons:
            silent.append(rule.key)
    assert silent == []


def test_every_wish_raises_what_meets_it(now, facts):
    silent = []
    for key, wish in book().wishes.items():
        said = [
            reason
            for need in book().needs
            for one in suggest(
                Situation(needs=frozenset([need]), wishes=frozenset([key])), now, "fi", most=5
            ).services
            for reason in one.reasons
            if reason.kind == "wish"
        ]
        if not {str(reason) for reason in said} & {way.said.text_fi for way in wish.ways}:
            silent.append(key)
    assert silent == []


def test_every_condition_is_met_by_something_and_said(now):
    silent = []
    for key in book().barriers:
        said = {
            reason.key
            for need in book().needs
            for one in suggest(
                Situation(needs=frozenset([need]), barriers=frozenset([key])), now, "fi"
            ).services
            for reason in one.reasons
            if reason.kind == "barrier"
        }
        if key not in said:
            silent.append(key)
    assert silent == []


def test_a_condition_is_not_spoken_of_where_it_does_not_matter(now):
    """Nobody needs equipment to talk: no word of it."""
    asked = Situation(needs=frozenset(["mind"]), barriers=frozenset(["equipment", "beginners", "sore"]))
    found = suggest(asked, now, "fi").services
    assert found
    assert not [reason for one in found for reason in one.reasons if reason.kind == "barrier"]


def test_two_conditions_met_in_the_same_way_are_said_once(now):
    asked = Situation(needs=frozenset(["alcohol"]), barriers=frozenset(["transport", "step_free"]))
    reasons = suggest(asked, now, "fi", most=1).services[0].reasons
    assert len(reasons) == len(set(reasons)) and "Tätä voit käyttää etänä." in reasons


# ---------------------------------------------------------------- stories
STORIES = [
    ({"needs": {"movement"}, "municipality": "075"}, "Liikuntaneuvonta Haminassa", "exercise/own-test"),
    ({"needs": {"sleep"}, "municipality": "285", "age": "30_64"}, "Tukea unettomuuteen", "lifestyle/choose"),
    ({"needs": {"loneliness"}, "municipality": "935", "age": "65_plus"}, "Kylien ryhmät", "older/company"),
    (
        {"needs": {"livelihood"}, "municipality": "286", "age": "18_29"},
        "Ohjaamo Kouvolassa",
        "young/guidance",
    ),
    ({"needs": {"illness"}, "municipality": "286"}, "Porukkatalo", "longterm/choose"),
    ({"needs": {"safety"}}, "Pysäkki", None),
    ({"needs": {"nature"}, "municipality": "624"}, "Valkmusan", "nature/what-kind"),
    (
        {"results": {"movement:below"}, "municipality": "285"},
        "Liikuntaneuvonta Kotkassa",
        "exercise/self-referral",
    ),
    ({"conditions": {"icd10:F17.2"}, "age": "30_64"}, "Tukea tupakan", "lifestyle/choose"),
]


@pytest.mark.parametrize(("asked", "name", "stage"), STORIES)
def test_a_known_situation_gets_the_answer_a_colleague_would_give(now, asked, name, stage):
    asked = {key: value if isinstance(value, str) else frozenset(value) for key, value in asked.items()}
    found = suggest(Situation(**asked), now, "fi")
    assert Service.objects.get(pk=found.services[0].target).name_fi.startswith(name)
    assert (found.stages[0].target if found.stages else None) == stage


@pytest.mark.parametrize("need", ["memory", "relative", "safety"])
def test_what_is_for_a_few_is_suggested_only_to_those_who_need_it(now, facts, need):
    """A lonely person is not sent to a group for people with a memory disease."""
    search = {"memory": "memory", "relative": "relatives", "safety": "safety"}[need]
    others = frozenset(book().needs) - {"memory", "relative", "safety"}
    for age in ("", "65_plus"):
        found = suggest(Situation(age=age, needs=others), now, "fi", most=200)
        assert not [one.target for one in found.services if facts.in_search(one.target, search)]
    found = suggest(Situation(age="65_plus", needs=frozenset([need])), now, "fi")
    assert facts.in_search(found.services[0].target, search)


def test_when_little_fits_it_says_which_condition_left_out_how_many(now):
    asked = Situation(
        needs=frozenset(["nature"]), municipality="624", barriers=frozenset(["step_free", "free"])
    )
    found = suggest(asked, now, "sv")
    assert found.services == ()
    without = suggest(replace(asked, barriers=frozenset(["free"])), now, "sv", most=200).services
    assert [(one.key, one.name, one.number) for one in found.left_out] == [
        ("step_free", "Fysiskt tillgängligt", len(without))
    ]


def test_what_is_long_past_its_day_comes_after_its_equals(now, facts):
    asked = Situation(needs=frozenset(["nature"]), municipality="286")
    first, *_rest = suggest(asked, now, "fi").services
    anew = Snapshot.whole((now.version, now.generation, now.analyser, ""))
    anew.review[first.target] = 1
    second = suggest(asked, anew, "fi").services[0]
    assert (second.score, second.target) > (first.score, first.target) and second.score == first.score


# ---------------------------------------------------------------- the content itself
def test_every_saved_search_finds_something_and_the_same_in_both_languages(now):
    different = {}
    for key in searches.rows(now):
        fi, sv = (searches.found(now, code, key).services for code in ("fi", "sv"))
        if fi != sv or not fi:
            different[key] = (fi.bit_count(), sv.bit_count())
    assert different == {}


def test_every_pathway_is_there_whole_in_both_languages(loaded, now):
    assert loaded.errors == []
    assert set(reading.pathways(now, "fi")) == set(reading.pathways(now, "sv"))
    assert len(reading.pathways(now, "fi")) == 7
    for language in ("fi", "sv"):
        for one in reading.pathways(now, language).values():
            assert not one.only_elsewhere
            assert not [
                stage.key for stage in one.stages if stage.title.lang or stage.body.lang or not stage.body
            ]
            assert not [way for way in one.ways if way.condition.lang]
