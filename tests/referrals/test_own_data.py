"""What the client may see of their data on their own page: who has seen it, all of it, and nobody else's."""

import json

import pytest
from django.core.cache import cache

from audit import trail
from audit.models import Entry
from organisations.acting import actor_of
from referrals import deeds
from referrals.models import Consent
from tests.referrals.own_page import PAGE, seated
from tests.referrals.scene import referral, scene

pytestmark = [pytest.mark.django_db, pytest.mark.once]
OWN = "/fi/oma-lahete/"


@pytest.fixture
def made(db):
    cache.clear()
    return scene()


def test_the_client_sees_who_has_seen_their_data(made):
    it = referral(made, "accepted")
    with trail.request(actor=actor_of(made.adviser)):
        deeds.saw(it.referral, client=it.referral.client, fields=["name"])
    visitor = seated(it)
    visitor.get(PAGE)
    page = visitor.get(f"{OWN}loki/").text
    assert made.adviser.name in page and "Sinä tai joku" in page
    assert "1 ammattilainen" in visitor.get(PAGE).text


def test_everything_is_shown_and_downloaded_five_times_a_day(made):
    it = referral(made, "accepted")
    visitor = seated(it)
    assert "Jaksan kävellä kauppaan." in visitor.get(f"{OWN}tiedot/").text
    first = visitor.post(f"{OWN}lataa/", {"what": "all"})
    assert first["Content-Type"] == "application/json" and first["Cache-Control"] == "no-store, private"
    assert json.loads(first.text)["client"][0]["name"] == it.referral.client.name
    assert "log" not in json.loads(visitor.post(f"{OWN}lataa/", {"what": "given"}).text)
    more = [visitor.post(f"{OWN}lataa/", {"what": "all"}).status_code for _time in range(4)]
    assert more == [200, 200, 200, 429]
    assert Entry.objects.filter(action="exported").count() == 5


def test_no_page_of_one_client_shows_anything_of_another(made):
    it, other = referral(made, "accepted"), referral(made, "accepted")
    visitor = seated(it)
    for where in ("nyt", "loki", "tiedot", "numero", "suostumus"):
        page = visitor.get(f"{OWN}{where}/").text
        assert other.referral.client.name not in page and other.referral.number not in page


def test_consents_keep_their_history(made):
    it = referral(made, "accepted")
    share = it.referral.consents.get(scope="share")
    assert share.withdraw() and not Consent.objects.get(pk=share.pk).withdraw()
