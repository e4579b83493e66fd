"""A pathway inside the page of another website, and its stages on the tray."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from pathways.models import Pathway
from tests import pages
from tests.pathways import making
from tests.tray.pressing import address, held, hold, press, soup

pytestmark = [pytest.mark.django_db, pytest.mark.once]  # nothing here that databases answer differently


@pytest.fixture
def one():
    return making.full()


def slug(pathway, language):
    return getattr(pathway, f"slug_{language}")


def test_its_stages_stand_in_order_and_lead_to_the_portal(client, one, settings, language):
    settings.HYTE_EMBED_PARENTS = ["https://www.example.org"]
    answer = client.get(address("embed_pathway", language, slug(one, language)))
    page = soup(answer)
    titles = [getattr(stage, f"title_{language}") for stage in one.stages.all()]
    assert [node.get_text() for node in page.select(".stage h2")] == titles
    assert all(link["href"].startswith(one.get_absolute_url(language)) for link in page.select(".stage h2 a"))
    assert page.head.base.attrs == {"target": "_top"} and not page.select("form, button, header, footer")
    assert "frame-ancestors https://www.example.org" in answer["Content-Security-Policy"]
    assert "X-Frame-Options" not in answer and not answer.cookies
    assert pages.faults_of(answer.content.decode(), language) == []


def test_where_the_visitor_stands_is_not_looked_at(client, one, language):
    path = address("embed_pathway", language, slug(one, language))
    plain = client.get(path).content
    hold(client, here={one.key: one.stages.first().key}, municipality="285")
    assert client.get(path).content == plain


def test_one_that_is_not_there_or_no_longer_says_so_inside_the_frame(client, one, language):
    path = address("embed_pathway", language, slug(one, language))
    assert client.get(address("embed_pathway", language, "nowhere")).status_code == 404
    Pathway.objects.get(pk=one.pk).archive(by=making.make.user())
    answer = client.get(path)
    assert answer.status_code == 410 and "X-Frame-Options" not in answer


def test_it_costs_the_same_queries_again_and_again(client, one, language):
    path = address("embed_pathway", language, slug(one, language))
    client.get(path)
    with CaptureQueriesContext(connection) as captured:
        client.get(path)
    assert len(captured) == 1


def test_a_stage_lies_on_the_tray_beside_services(client, one, language):
    stage = one.stages.first()
    key = f"p{one.key}/{stage.key}"
    answer = press(client, "tray_add", language, key=key, next=one.get_absolute_url(language))
    assert answer["Location"] == f"{one.get_absolute_url(language)}#{stage.key}"
    assert held(client).items == (key,)
    card = soup(client.get(address("tray", language))).select_one("ol.cards > li")
    assert getattr(stage, f"title_{language}") in card.h3.get_text()
    assert card.h3.a["href"].endswith(f"#{stage.key}")
    press(client, "tray_here", language, here=f"{one.key}/{stage.key}")
    assert held(client).here == {one.key: stage.key}
