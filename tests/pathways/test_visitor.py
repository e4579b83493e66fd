"""What the visitor marks on a pathway: a place, stages on the tray, a municipality; all in the visitor's cookie."""

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.translation import override

from tests import factories as make

from . import making

pytestmark = [pytest.mark.django_db, pytest.mark.once]  # nothing here that databases answer differently
OWN = {"sec-fetch-site": "same-origin"}


@pytest.fixture(autouse=True)
def county():
    make.municipalities()


def at(client, pathway):
    return BeautifulSoup(client.get(pathway.get_absolute_url("fi")).content, "html5lib")


def press(client, name, **data):
    with override("fi"):
        return client.post(reverse(name), data, headers=OWN)


def test_the_visitors_stage_is_marked_in_the_list_and_in_the_picture(client):
    pathway, other = making.full(), making.full()
    answer = press(client, "tray_here", here=f"{pathway.key}/talk", next=pathway.get_absolute_url("fi"))
    assert answer["Location"].endswith("#talk")
    page = at(client, pathway)
    assert [node["id"] for node in page.select(".stage.now")] == ["talk"]
    assert [node["href"] for node in page.select(".sl-now")] == ["#talk"]
    assert "Olet tässä vaiheessa" in page.select_one("#talk h3").get_text()
    assert not at(client, other).select(".stage.now, .sl-now")


def test_the_mark_is_taken_away(client):
    pathway = making.full()
    press(client, "tray_here", here=f"{pathway.key}/talk")
    press(client, "tray_here", here=f"{pathway.key}/")
    assert not at(client, pathway).select(".stage.now")


def test_a_mark_on_a_stage_that_is_gone_is_no_mark(client):
    pathway = making.full()
    press(client, "tray_here", here=f"{pathway.key}/talk")
    pathway.stages.get(key="talk").delete()
    assert not at(client, pathway).select(".stage.now")


def test_a_stage_is_put_on_the_tray_and_said_there(client):
    pathway = making.full()
    key = f"p{pathway.key}/talk"
    assert press(client, "tray_add", key=key).status_code == 302
    assert at(client, pathway).select_one("#talk .on-tray")
    assert not at(client, pathway).select_one("#doing .on-tray")
    tray = client.get("/fi/tarjotin/").content.decode()
    assert "Vaihe talk" in tray
    assert pathway.name_fi in tray


def test_marks_of_one_visitor_are_not_seen_by_another(client):
    pathway = making.full()
    press(client, "tray_here", here=f"{pathway.key}/talk")
    press(client, "tray_add", key=f"p{pathway.key}/talk")
    at(client, pathway)
    client.cookies.clear()
    assert not at(client, pathway).select(".stage.now, .sl-now, .on-tray")


def test_the_chosen_municipality_narrows_the_services(client):
    pathway = making.full()
    kotka = make.service(area="municipalities", municipalities=[make.municipality("285")])
    hamina = make.service(area="municipalities", municipalities=[make.municipality("075")])
    press(client, "tray_municipality", municipality="285")
    page = at(client, pathway)
    names = [node.get_text(strip=True) for node in page.select(".cards h3")]
    assert kotka.name_fi in names
    assert hamina.name_fi not in names
    assert page.select_one("#town option[selected]")["value"] == "285"
    assert "municipality=285" in page.select_one("#doing .stage-links a.act")["href"]


def test_a_municipality_without_services_leads_to_those_of_the_whole_county(client):
    pathway = making.pathway()
    pathway.stages.filter(key="doing").update(search=making.search())
    make.service(area="municipalities", municipalities=[make.municipality("075")])
    press(client, "tray_municipality", municipality="285")
    link = at(client, pathway).select_one("#doing .stage-links a.act")
    assert link["href"] == "/fi/palvelut/?format=group"


def test_a_visitor_with_marks_asks_as_often(client):
    pathway = making.full()
    path = pathway.get_absolute_url("fi")
    press(client, "tray_here", here=f"{pathway.key}/talk")
    press(client, "tray_add", key=f"p{pathway.key}/doing")
    press(client, "tray_municipality", municipality="285")
    client.get(path)
    with CaptureQueriesContext(connection) as asked:
        client.get(path)
    assert len(asked) <= 2
