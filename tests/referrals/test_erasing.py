"""What is no longer needed is erased in time; what stays names nobody; what was erased does not come back."""

import io
from datetime import datetime, timedelta

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.utils import timezone

from audit.models import Entry
from referrals import erasing
from referrals.models import Agreement, Assignment, Client, Consent, Event, Outcome, Referral, Trace
from tests.kept import fresh, kept
from tests.referrals.scene import agreement, kind, scene
from tests.referrals.whole import whole

pytestmark = pytest.mark.django_db
ENDED = datetime(2024, 2, 29, 13, 37, tzinfo=timezone.get_default_timezone())


@pytest.fixture(autouse=True)
def outside_the_database(settings, tmp_path):
    settings.HYTE_ERASURES = tmp_path / "erasures"


made = kept(scene)


@pytest.fixture
def here(made, db):
    """Kept 24 months after advice, 12 without."""
    return fresh(made)


def due(*day):
    now = datetime(*day, 12, tzinfo=timezone.get_default_timezone())
    return {(referral.pk, why) for referral, why in erasing.due(now)}


def said(name, *arguments):
    output = io.StringIO()
    call_command(name, *arguments, stdout=output)
    return output.getvalue()


# ------------------------------------------------------------ when
@pytest.mark.parametrize(
    ("started", "before", "after"),
    [(True, (2026, 2, 27), (2026, 2, 28)), (False, (2025, 2, 27), (2025, 2, 28))],
)
def test_it_is_kept_as_long_as_the_agreement_says_and_not_a_day_longer(here, started, before, after):
    one = whole(here, now=ENDED, started=started)
    assert due(*before) == set()
    assert due(*after) == {(one.referral_id, "kept")}


def test_an_agreement_that_has_ended_still_says_how_long(here):
    one = whole(here, now=ENDED)
    Agreement.objects.update(kept_months=30, valid_from="2020-01-01", valid_to="2024-12-31")
    assert due(2026, 8, 28) == set()
    assert due(2026, 8, 29) == {(one.referral_id, "kept")}


def test_the_agreement_of_the_day_counts_and_not_a_newer_one(here):
    one = whole(here, now=ENDED)
    Agreement.objects.update(valid_from="2020-01-01", kept_months=6)
    agreement(here.county, here.town, kind(), kept_months=60, valid_from="2025-01-01")
    assert due(2024, 8, 29) == {(one.referral_id, "kept")}


def test_of_two_teams_the_longer_time_counts(here):
    one = whole(here, "declined", now=ENDED, started=False)
    later = ENDED + timedelta(days=90)
    Assignment.objects.create(
        referral=one.referral, team=here.team, sender=here.station, receiver=here.advice, state="completed",
        created_at=later, state_since=later, started_at=later, ended_at=later, adviser=here.adviser,
    )  # fmt: skip
    assert due(2026, 5, 28) == set()
    assert due(2026, 5, 29) == {(one.referral_id, "kept")}


def test_nothing_open_and_nothing_restricted_is_due(here):
    whole(here, "advising", now=ENDED)
    closed = whole(here, now=ENDED)
    Referral.objects.filter(pk=closed.referral_id).update(restricted_at=ENDED)
    assert due(2036, 1, 1) == set()


def test_what_the_client_asks_is_due_at_once_but_not_while_it_is_open(here):
    open_one, closed = whole(here, "sent"), whole(here)
    Referral.objects.update(erasure_asked_at=timezone.now())
    today = timezone.localdate()
    assert due(today.year, today.month, today.day) == {(closed.referral_id, "asked")}
    assert not erasing.erase(open_one.referral, why=erasing.ASKED, now=timezone.now())
    assert Client.objects.filter(referral=open_one.referral_id).exists()


# ------------------------------------------------------------ what stays
def test_what_stays_is_for_the_figures_and_names_nobody(here):
    one = whole(here, now=ENDED)
    before = one.referral
    assert erasing.erase(before, why=erasing.KEPT, now=timezone.now())
    row = Referral.objects.get(pk=before.pk)
    assert (row.municipality_id, row.sender_id, row.kind_id) == (
        here.hamina.pk,
        here.station.pk,
        here.kind.pk,
    )
    assert row.number != before.number and row.key != before.key and row.made_by is None
    assert timezone.localtime(row.sent_at).isoformat() == "2024-02-29T00:00:00+02:00"
    left = Assignment.objects.get(pk=one.pk)
    assert (left.state, left.adviser, left.booked_at) == ("completed", None, None)
    outcome = Outcome.objects.get(pk=one.pk)
    assert (outcome.code, outcome.minutes_change, outcome.minutes_before, outcome.services_started) == (
        "started", 60, "", [],
    )  # fmt: skip
    for model in [*erasing.OF_REFERRAL, *erasing.OF_ASSIGNMENT]:
        assert not model.objects.exists(), model
    assert set(erasing.OF_REFERRAL) >= {Client, Consent, Event, Trace}


def test_every_table_of_a_referral_is_emptied_or_named_here():
    """A new table with a way to the referral fails here until it is erased too."""
    ways = {
        model.related_model
        for root in (Referral, Assignment, Event)
        for model in root._meta.related_objects
        if model.on_delete is not None
    }
    assert ways == {*erasing.OF_REFERRAL, *erasing.OF_ASSIGNMENT, Assignment, Outcome}


def test_of_a_client_with_non_disclosure_no_municipality_stays(here):
    one = whole(here, non_disclosure=True)
    erasing.erase(one.referral, why=erasing.KEPT, now=timezone.now())
    assert Referral.objects.get(pk=one.referral_id).municipality is None


def test_erasing_is_a_line_of_the_log_and_again_it_does_nothing(here):
    one = whole(here, now=ENDED)
    now = timezone.now()
    assert erasing.run(now) == {"erased": 1}
    assert erasing.run(now) == {"erased": 0}
    assert not erasing.erase(one.referral, why=erasing.KEPT, now=now)
    line = Entry.objects.doing("erased").get()
    assert (line.subject_id, line.purpose) == (str(one.referral_id), "kept")
    assert erasing.place().read_text() == f"{one.referral_id} {timezone.localdate(now)}\n"
    assert erasing.place().stat().st_mode & 0o777 == 0o600


def test_one_that_cannot_be_erased_keeps_no_other(here, monkeypatch):
    first, second = whole(here, now=ENDED), whole(here, now=ENDED)
    erase = erasing.erase

    def failing(referral, **more):
        if referral.pk == first.referral_id:
            raise OSError
        return erase(referral, **more)

    monkeypatch.setattr(erasing, "erase", failing)
    with pytest.raises(erasing.NotErased):
        erasing.run(timezone.now())
    assert not Client.objects.filter(referral=second.referral_id).exists()
    assert Client.objects.filter(referral=first.referral_id).exists()


def test_nothing_is_erased_that_the_list_cannot_name(here, settings, tmp_path):
    one = whole(here, now=ENDED)
    settings.HYTE_ERASURES = tmp_path  # a folder
    with pytest.raises(IsADirectoryError):
        erasing.erase(one.referral, why=erasing.KEPT, now=timezone.now())
    assert Client.objects.filter(referral=one.referral_id).exists()


def test_who_looks_at_the_page_meanwhile_moves_nothing(here):
    one = whole(here, now=ENDED)
    erasing.erase(one.referral, why=erasing.KEPT, now=timezone.now())
    assert not Assignment.objects.filter(pk=one.pk, version=one.version).exists()


# ------------------------------------------------------------ by command
def test_the_command_erases_only_when_it_is_told_to(here):
    whole(here, now=ENDED)
    text = said("erase_due")
    assert "as the agreement says: 1" in text and "Dry run" in text
    assert Client.objects.count() == 1 and not erasing.place().exists()
    assert "Erased: 1." in said("erase_due", "--commit")
    assert Client.objects.count() == 0
    assert "as the agreement says: 0" in said("erase_due")


def test_what_a_restored_backup_brings_back_is_erased_again(here):
    one, other = whole(here, "advising"), whole(here)
    erasing.place().write_text(f"{one.referral_id} 2026-01-01\n{one.referral_id} 2026-01-01\n")
    assert "Came back: 1. Nothing was erased" in said("replay_erasures")
    assert "Erased again: 1." in said("replay_erasures", "--commit")
    assert not Client.objects.filter(referral=one.referral_id).exists()
    assert Client.objects.filter(referral=other.referral_id).exists()
    assert Assignment.objects.get(pk=one.pk).state == "lapsed"
    assert "Erased again: 0." in said("replay_erasures", "--commit")


def test_a_broken_list_is_said_and_erases_nothing(here):
    one = whole(here)
    erasing.place().write_text(f"{one.referral_id} 2026-01-01\nEeva\n")
    with pytest.raises(CommandError):
        said("replay_erasures", "--commit")
    assert Client.objects.exists()
