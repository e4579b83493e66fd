"""Pathways in the admin: what is refused and why, rows added together, the picture that follows, confirming."""

import re

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from catalogue import snapshot
from catalogue.models.choices import Status
from organisations.models import Role
from pathways import reading
from pathways.models import Pathway, Stage
from tests import factories as make
from tests.admin_forms import faults, form_of, send, told

from . import making

pytestmark = [pytest.mark.django_db, pytest.mark.seldom]
LIST = reverse("admin:pathways_pathway_changelist")


@pytest.fixture
def coordinator():
    return make.user(Role.COORDINATOR, make.organisation(), language="fi")


@pytest.fixture
def desk(client, coordinator):
    make.municipalities()
    client.force_login(coordinator)
    return client


def numbers(pathway, rows, **wanted):
    """The number of the row with these values among the saved rows of an inline."""
    order = list(getattr(pathway, rows).all())
    return next(
        number for number, row in enumerate(order) if all(getattr(row, n) == v for n, v in wanted.items())
    )


def new_stage(pathway, **over):
    """The answers that add a stage in the last, empty row."""
    at = pathway.stages.count()
    values = {"key": "new", "order": 9, "kind": "talk", "lane": pathway.lanes.first().pk}
    values |= {"title_fi": "Uusi vaihe", "title_sv": "Nytt steg", "body_fi": "Mitä.", "body_sv": "Vad."}
    return {f"stages-{at}-{name}": value for name, value in (values | over).items()}


def new_way(pathway, origin, to, condition="", row=0):
    at = pathway.transitions.count() + row
    values = {"from_key": origin, "to_key": to, "condition_fi": condition, "condition_sv": condition}
    return {f"transitions-{at}-{name}": value for name, value in values.items()}


# ------------------------------------------------------------ publishing
def test_publishing_with_problems_is_refused_with_every_sentence(desk):
    pathway = making.pathway(status=Status.DRAFT, ways=making.WAYS[:3])
    Pathway.objects.filter(pk=pathway.pk).update(easy_sv="")
    answer = send(desk, form_of(pathway), status="published")
    assert "Tästä vaiheesta ei pääse päämäärään: Vaihe doing" in faults(answer)
    assert "Puuttuu ruotsiksi: Selkokielellä" in faults(answer)
    pathway.refresh_from_db()
    assert pathway.status == Status.DRAFT


def test_publishing_without_problems_shows_the_pathway_at_once(desk, client):
    pathway = making.pathway(status=Status.DRAFT)
    assert client.get(pathway.get_absolute_url("fi")).status_code == 404
    assert faults(send(desk, form_of(pathway), status="published")) == []
    assert client.get(pathway.get_absolute_url("fi")).status_code == 200


def test_a_draft_is_saved_with_its_problems_and_the_page_says_them(desk):
    pathway = making.pathway(status=Status.DRAFT, ways=making.WAYS[:3])
    assert faults(send(desk, form_of(pathway), lead_fi="Toinen.")) == []
    page = BeautifulSoup(desk.get(form_of(pathway)).content, "html.parser")
    said = [node.get_text() for node in page.select(".pathway-problems li")]
    assert said == ["Tästä vaiheesta ei pääse päämäärään: Vaihe doing"]


def test_a_public_pathway_cannot_be_broken(desk):
    pathway = making.pathway()
    at = numbers(pathway, "stages", key="own")
    answer = send(desk, form_of(pathway), **{f"stages-{at}-kind": "talk"})
    assert "Polulla on vähintään yksi päämäärä." in faults(answer)
    assert pathway.stages.get(key="own").kind == "goal"


def test_a_pathway_that_was_public_is_no_draft_again(desk):
    pathway = making.pathway()
    assert faults(send(desk, form_of(pathway), status="draft"))
    assert faults(send(desk, form_of(pathway), status="archived")) == []


def test_a_new_pathway_is_made_as_a_draft(desk):
    theme, owner = make.theme("nature"), make.organisation()
    answers = {
        "name_fi": "Luonto",
        "slug_fi": "luonto",
        "key": "nature",
        "themes": [theme.pk],
        "owner": owner.pk,
    }
    assert faults(send(desk, reverse("admin:pathways_pathway_add"), **answers)) == []
    made = Pathway.objects.get()
    assert (made.status, made.owner, list(made.themes.all())) == (Status.DRAFT, owner, [theme])


# ------------------------------------------------------------ rows
def test_a_stage_and_its_ways_are_added_to_a_public_pathway_in_one_saving(desk, client):
    pathway = making.pathway()
    before = client.get(pathway.get_absolute_url("fi")).content.decode()
    answers = new_stage(pathway) | new_way(pathway, "talk", "new", "jos haluat")
    sent = desk.get(form_of(pathway))
    at = pathway.transitions.count()
    more = {
        "transitions-TOTAL_FORMS": at + 2,
        f"transitions-{at + 1}-from_key": "new",
        f"transitions-{at + 1}-to_key": "own",
        f"transitions-{at + 1}-pathway": pathway.pk,
    }
    assert sent.status_code == 200
    assert faults(send(desk, form_of(pathway), **answers, **more)) == []
    assert set(pathway.stages.get(key="new").ways_out.values_list("to_stage__key", flat=True)) == {"own"}
    after = client.get(pathway.get_absolute_url("fi")).content.decode()
    assert "Uusi vaihe" not in before
    assert 'aria-label="5. Uusi vaihe"' in after
    assert 'id="new"' in after


def test_the_picture_on_the_page_follows_what_is_saved(desk):
    pathway = making.pathway(status=Status.DRAFT)
    page = desk.get(form_of(pathway)).content.decode()
    assert page.count('class="sl-box"') == 4
    assert faults(send(desk, form_of(pathway), **new_stage(pathway))) == []
    page = desk.get(form_of(pathway)).content.decode()
    assert page.count('class="sl-box"') == 5
    assert "Uusi" in page


def test_a_stage_without_its_ways_is_refused_while_the_pathway_is_public(desk):
    pathway = making.pathway()
    answer = send(desk, form_of(pathway), **new_stage(pathway))
    assert "Alusta ei pääse tähän vaiheeseen: Uusi vaihe" in faults(answer)
    assert not Stage.objects.filter(key="new").exists()
    assert b"Uusi vaihe" in answer.content  # what was typed stays


def test_a_way_to_a_stage_that_does_not_exist_is_refused_even_in_a_draft(desk):
    pathway = making.pathway(status=Status.DRAFT)
    answer = send(desk, form_of(pathway), **new_way(pathway, "talk", "nowhere", "jos"))
    assert "Siirtymässä on vaihe, jota polulla ei ole: nowhere" in faults(answer)


def test_a_second_way_without_condition_is_refused(desk):
    pathway = making.pathway(status=Status.DRAFT)
    answer = send(desk, form_of(pathway), **new_way(pathway, "talk", "need"))
    assert "Vaiheesta lähtee enintään yksi reitti ilman ehtoa." in faults(answer)


def test_a_way_between_the_same_stages_and_one_to_itself_are_refused(desk):
    pathway = making.pathway(status=Status.DRAFT)
    assert "Näiden vaiheiden välillä on jo siirtymä." in faults(
        send(desk, form_of(pathway), **new_way(pathway, "talk", "own", "jos muu"))
    )
    [said] = faults(send(desk, form_of(pathway), **new_way(pathway, "talk", "talk", "jos")))
    assert said.endswith("samaan vaiheeseen: talk")


def test_two_ways_change_which_of_them_has_no_condition(desk):
    pathway = making.pathway()
    free = numbers(pathway, "transitions", from_stage=pathway.stages.get(key="talk"), condition_fi="")
    bound = numbers(pathway, "transitions", condition_fi="jos pärjäät itse")
    answers = {f"transitions-{bound}-condition_{code}": "" for code in ("fi", "sv")}
    answers |= {f"transitions-{free}-condition_{code}": "jos tarvitset apua" for code in ("fi", "sv")}
    assert faults(send(desk, form_of(pathway), **answers)) == []
    said = {way.to_stage.key: way.condition_fi or "" for way in pathway.stages.get(key="talk").ways_out.all()}
    assert said == {"doing": "jos tarvitset apua", "own": ""}


def test_a_stage_goes_with_its_ways(desk):
    pathway = making.pathway()
    at = numbers(pathway, "stages", key="doing")
    ways = [number for number, way in enumerate(pathway.transitions.all()) if "doing" in str(way)]
    talk = numbers(pathway, "transitions", condition_fi="jos pärjäät itse")
    answers = {f"stages-{at}-DELETE": "on"} | {f"transitions-{number}-DELETE": "on" for number in ways}
    answers |= {f"transitions-{talk}-condition_{code}": "" for code in ("fi", "sv")}
    assert faults(send(desk, form_of(pathway), **answers)) == []
    assert set(pathway.stages.values_list("key", flat=True)) == {"need", "talk", "own"}


def test_a_stage_is_offered_only_the_lanes_of_its_own_pathway(desk):
    pathway, other = making.pathway(), making.pathway()
    answer = send(desk, form_of(pathway), **{"stages-0-lane": other.lanes.first().pk})
    assert faults(answer)
    assert pathway.stages.first().lane.pathway == pathway


FIELDS = ["stages-0-key", "stages-0-order", "stages-0-lane", "stages-0-services", "stages-0-assessment"]
FIELDS += ["transitions-0-from_key", "key", "order", "themes", "owner"]


@pytest.mark.long
@pytest.mark.parametrize("value", ["\0", "x" * 1_000_000, "99999999999999999999", "ÄÖ ../", "-1"])
@pytest.mark.parametrize("field", FIELDS)
def test_answers_that_no_form_sends_are_refused(desk, field, value):
    pathway = making.full()
    before = list(Stage.objects.order_by("pk").values())
    answer = send(desk, form_of(pathway), **{field: value})
    assert answer.status_code in (302, 400, 413) or faults(answer)
    if answer.status_code != 302:
        assert list(Stage.objects.order_by("pk").values()) == before
    assert answer.status_code != 302 or field == "key"  # what never changes is not read


def test_a_change_through_the_admin_moves_the_date_and_the_pictures_in_mind(desk):
    pathway = making.full()
    [before] = reading.pathways(snapshot.current(), "fi").values()
    changed = pathway.changed_at
    service = make.service()
    at = numbers(pathway, "stages", key="talk")
    assert faults(send(desk, form_of(pathway), **{f"stages-{at}-services": [service.pk]})) == []
    [after] = reading.pathways(snapshot.current(), "fi").values()
    assert (before.stages[1].services, after.stages[1].services) == ((), (service.pk,))
    pathway.refresh_from_db()
    assert pathway.changed_at > changed


def test_a_new_address_leads_on_from_the_old_one(desk, client):
    pathway = making.pathway(slug_fi="vanha")
    assert faults(send(desk, form_of(pathway), slug_fi="uusi")) == []
    moved = client.get("/fi/polut/vanha/")
    assert (moved.status_code, moved["Location"]) == (301, "/fi/polut/uusi/")


# ------------------------------------------------------------ confirming, history, the list
def test_still_correct_is_one_press_in_the_list(desk, coordinator):
    pathway = making.pathway()
    answer = desk.post(LIST, {"action": "verify", "_selected_action": [pathway.pk]}, follow=True)
    assert told(answer) == ["1 polku merkittiin tarkistetuksi."]
    pathway.refresh_from_db()
    assert pathway.verified_by == coordinator
    assert pathway.next_review_on


def test_the_list_says_how_much_is_to_be_put_right(desk):
    making.pathway(status=Status.DRAFT, ways=making.WAYS[:3])
    making.pathway()
    page = BeautifulSoup(desk.get(LIST).content, "html.parser")
    assert sorted(node.get_text() for node in page.select("td.field-wrong")) == ["-", "1"]


def test_the_list_asks_as_often_for_many_as_for_one(desk, django_assert_max_num_queries):
    making.pathway()
    desk.get(LIST)
    with django_assert_max_num_queries(30) as few:
        desk.get(LIST)
    for _ in range(6):
        making.pathway()
    with django_assert_max_num_queries(len(few)):
        desk.get(LIST)


def test_history_tells_who_changed_a_stage(desk, coordinator):
    pathway = making.pathway()
    assert faults(send(desk, form_of(pathway), **{"stages-0-title_fi": "Toinen"})) == []
    page = desk.get(reverse("admin:pathways_pathway_history", args=[pathway.pk])).content.decode()
    assert coordinator.name in page
    assert "Vaihe, muutettu:" in page


def test_no_field_of_the_forms_is_without_a_label(desk):
    for record in (making.full(), making.search("another")):
        page = BeautifulSoup(desk.get(form_of(record)).content, "html.parser")
        fields = page.select(
            "#content-main input:not([type=hidden]):not([type=submit]), #content-main select"
        )
        labels = {node["for"] for node in page.select("label[for]")}
        assert [node["name"] for node in fields if node.get("id") not in labels] == []
        assert not re.search(r"\sstyle=", str(page))
