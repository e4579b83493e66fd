"""Blind indexes are made anew after their key was changed, and nobody works with the new key before that."""

import io

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from fields.sealing import blind_index
from organisations.models import Canary
from referrals import tracing
from referrals.models import Referral, Trace
from tests.referrals.scene import referral, scene

pytestmark = pytest.mark.django_db


def said(*arguments):
    output = io.StringIO()
    call_command("rebuild_indexes", *arguments, stdout=output)
    return output.getvalue()


@pytest.fixture
def one():
    made = scene()
    found = referral(made, "sent", name="Eeva Esimerkki-Virta", identity_code="030461-9998")
    referral(made, "draft")
    tracing.renew(found.referral)
    return found.referral


def test_with_another_key_the_client_is_found_again_only_after_the_rebuild(one, settings):
    before = set(Trace.objects.values_list("what", "digest"))
    assert {what for what, _digest in before} == {"surname", "birth_date", "same_code", "same_person"}
    settings.INDEX_KEY = "k" * 40
    assert "INDEX_KEY is not the one" in Canary.objects.fault()
    assert "Referrals with indexes: 1. Dry run" in said()
    assert set(Trace.objects.values_list("what", "digest")) == before
    assert "made anew: 1." in said("--commit")
    assert Canary.objects.fault() == ""
    after = set(Trace.objects.values_list("what", "digest"))
    assert len(after) == len(before) and not after & before
    said("--commit")
    assert set(Trace.objects.values_list("what", "digest")) == after


def test_whether_a_referral_is_open_stays_known(one):
    said("--commit")
    assert Trace.objects.filter(open=True).count() == Trace.objects.count() > 0
    one.assignments.update(state="declined", ended_at="2026-01-01T00:00Z")
    said("--commit")
    assert not Trace.objects.filter(open=True).exists()


def test_wrong_field_keys_change_nothing(one, settings):
    before = set(Trace.objects.values_list("digest", flat=True))
    settings.FIELD_KEYS = ["x" * 43 + "="]
    with pytest.raises(CommandError, match="Nothing was changed"):
        said("--commit")
    assert set(Trace.objects.values_list("digest", flat=True)) == before


def test_an_index_of_one_controller_says_nothing_to_another(one):
    """Who has the index of the county cannot find the client among the town's."""
    town, county = set(), set()
    for trace in Trace.objects.filter(referral=one):
        (county if trace.controller == one.controller else town).add(trace.digest)
    assert town and county and not town & county
    assert blind_index("surname", "esimerkki", scope=1) != blind_index("surname", "esimerkki", scope=2)


def test_a_draft_leaves_no_index(one):
    assert set(Trace.objects.values_list("referral", flat=True)) == {one.pk}
    assert Referral.objects.count() == 2
