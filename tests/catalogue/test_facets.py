"""A number beside an answer is the number of services the page then shows."""

import pytest
from django.http import QueryDict

from catalogue.filters import ServiceFilter
from catalogue.models import LifeEvent, Service, TargetGroup
from tests.factories import (
    full_service,
    municipalities,
    municipality,
    organisation,
    service,
    spoken,
    term,
    theme,
)

pytestmark = [pytest.mark.django_db, pytest.mark.seldom]


@pytest.fixture
def many():
    """A small catalogue in which every facet has answers that differ."""
    municipalities()
    exercise, mind = theme("exercise"), theme("mind")
    old, young = term(TargetGroup, "KR1.1"), term(TargetGroup, "KR1.3")
    city = organisation(kind="municipality", municipality=municipality("285"))
    unit = organisation(kind="unit", parent=city)
    service(themes=[exercise], target_groups=[old], price_kind="free", provider=city, evening=True)
    service(
        themes=[exercise, mind],
        target_groups=[old, young],
        price_kind="paid",
        access_kind="book",
        provider=unit,
    )
    service(
        themes=[mind],
        area="municipalities",
        municipalities=[municipality("075"), municipality("285")],
        life_events=[term(LifeEvent, "KE10")],
        languages=[spoken("fi"), spoken("sv")],
        evening=True,
        beginners=True,
        on_site=False,
        remote=True,
    )
    service(area="municipalities", municipalities=[municipality("285")], format="place", by_phone=True)
    service(status="draft", price_kind="free", themes=[exercise])
    full_service()


def ask(query):
    return ServiceFilter(QueryDict(query), "fi")


def keys(query):
    return ask(query).ids(0, 1000)


@pytest.mark.parametrize(
    "query", ["", "theme=exercise", "municipality=075&price=free", "q=palvelu&barrier=evening"]
)
def test_each_count_is_what_choosing_that_answer_gives(many, query):
    checked = 0
    for facet in ask(query).facets:
        for option in facet.options:
            with_it = QueryDict(query, mutable=True)
            if facet.name == "barrier":  # all must hold: the answer is added to the chosen ones
                with_it.appendlist(facet.name, option.value)
            else:
                with_it.setlist(facet.name, [option.value])
            assert option.count == ServiceFilter(with_it, "fi").number, (facet.name, option.value)
            checked += 1
    assert checked > 30


def test_two_answers_of_one_facet_widen_and_two_facets_narrow(many):
    assert ask("price=free&price=paid").number > ask("price=free").number
    assert ask("price=free&theme=mind").number < ask("theme=mind").number


def test_no_service_stands_twice_in_the_results(many):
    results = keys("theme=exercise&theme=mind&municipality=075&municipality=285")
    assert len(results) == len(set(results)) > 1


def test_services_of_the_whole_county_are_found_in_each_municipality(many):
    county_wide = Service.objects.published().filter(area="county").values_list("pk", flat=True)
    assert set(county_wide) <= set(keys("municipality=489"))


def test_a_provider_brings_its_units_along(many):
    city = Service.objects.get(price_kind="free", status="published").provider
    assert ask(f"provider={city.pk}").number == 2


def test_a_wrong_answer_is_named_and_the_others_still_narrow(many):
    form = ask("theme=nonsense&price=free")
    assert "nonsense" in str(form.form.errors["theme"])
    assert form.chosen == {"price": ["free"]}


def test_the_same_answer_many_times_is_one_answer(many):
    assert ask("&".join(["price=free"] * 500)).chosen == {"price": ["free"]}


def test_drafts_and_archived_services_are_never_found(many):
    assert set(keys("")) == set(Service.objects.published().values_list("pk", flat=True))


def test_groups_of_companies_and_authorities_are_not_offered(many):
    term(TargetGroup, "KR2", shown_to_residents=False)
    assert "KR2" not in dict(ask("").options["group"])
