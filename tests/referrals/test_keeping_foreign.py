"""The pages of the client's data: what is another's is not there."""

import re
import uuid

import pytest
from django.urls import reverse
from django.utils import timezone

from audit.models import Entry
from referrals.models import Assignment
from tests import factories
from tests.referrals.scene import agreement, team, unit
from tests.referrals.test_keeping import PAGES, at, enter, here, made, made_copy  # noqa: F401 (fixtures)
from tests.referrals.whole import SECRETS, TEXTS

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("who", ["foreign", "stranger"])
@pytest.mark.parametrize("name", PAGES)
def test_what_is_anothers_is_not_there_and_the_attempt_is_noted(here, enter, who, name):  # noqa: F811
    browser = enter(getattr(here, who))
    post = name == "referral_copy_of_data"
    address, nothing = at(name, here.one), reverse(name, args=[uuid.uuid4()])
    answers = [browser.post(one, {"form": "all"}) if post else browser.get(one) for one in (address, nothing)]
    assert [one.status_code for one in answers] == [404, 404]
    alike = [re.sub(r"[0-9a-f-]{36}", "", one.content.decode()) for one in answers]
    assert alike[0] == alike[1]
    assert Entry.objects.refused().about("referral", here.one.referral_id).count() == 1
    assert not Entry.objects.allowed().about("referral", here.one.referral_id).exists()


def test_another_receiver_of_the_same_referral_sees_its_own_part(here, enter):  # noqa: F811
    """Redirected from another town: what the first team wrote is not the second's to give."""
    town = factories.organisation(
        kind="municipality", municipality=factories.municipality("286", name_fi="Kouvola")
    )
    second = unit(town, "Kouvolan neuvonta")
    agreement(here.county, town, here.kind)
    Assignment.objects.create(
        referral=here.one.referral, team=team(second, here.kind), sender=here.station, receiver=second, state="sent",
        due_on=timezone.localdate(),
    )  # fmt: skip
    text = made_copy(enter(factories.user("intake", second)), here.one, "all").content.decode()
    assert SECRETS["name"] in text
    for secret in ("place", "next_step", "words"):
        assert TEXTS[secret] not in text
