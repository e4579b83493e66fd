"""The second wall around referrals, asked of PostgreSQL itself as an ordinary role."""

import pytest
from django.db import transaction

from organisations.scope import Scope, within
from referrals.models import Assignment, Client, Referral
from tests import walls
from tests.referrals.scene import referral, scene

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]


def seen(**scope):
    with transaction.atomic(), within(Scope(**scope)):
        return Referral.objects.count(), Assignment.objects.count(), Client.objects.count()


def test_each_organisation_sees_its_own_rows_and_no_others():
    made = scene()
    one = referral(made)
    with walls.nothing():
        assert Referral.objects.count() == Assignment.objects.count() == Client.objects.count() == 0
    assert seen(units=(made.station.pk,)) == (1, 1, 1)
    assert seen(units=(made.advice.pk,)) == (1, 1, 1)
    assert seen(units=(made.town.pk,)) == (0, 0, 0)
    assert seen(referral=one.referral_id) == (1, 1, 1)
    assert seen(county="10") == (1, 1, 0)
