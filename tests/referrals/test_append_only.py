"""Events, their words and consents stay as they were written, whatever Python does."""

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from referrals import append_only, erasing
from referrals.models import Consent, Event, EventText, Referral
from tests.referrals.scene import referral, scene
from tests.referrals.whole import whole

pytestmark = pytest.mark.django_db
SAID = "append-only"


def refused(work):
    with pytest.raises(DatabaseError, match=SAID), transaction.atomic():
        work()


def test_an_event_is_neither_changed_nor_removed():
    one = whole(scene())
    event = Event.objects.filter(referral=one.referral_id).first()
    refused(lambda: Event.objects.filter(pk=event.pk).update(reason="other"))
    refused(lambda: Event.objects.filter(pk=event.pk).update(at=timezone.now()))
    refused(lambda: event.delete())
    refused(lambda: EventText.objects.filter(event=event).delete())
    silent = Event.objects.create(
        assignment=one,
        referral=one.referral,
        letter="I",
        move="note",
        from_state="sent",
        to_state="sent",
        version=9,
    )
    refused(lambda: silent.delete())  # one without words
    other = Event.objects.exclude(pk=event.pk).first()
    refused(lambda: EventText.objects.filter(event=event).update(referral=other.referral_id, event=other))


def test_a_consent_is_withdrawn_once_and_changed_in_no_other_way():
    one = whole(scene())
    consents = Consent.objects.filter(referral=one.referral_id, scope="share")
    refused(lambda: consents.update(text_version="2"))
    refused(lambda: consents.update(withdrawn_at=timezone.now(), how="written"))
    refused(lambda: consents.delete())
    assert consents.update(withdrawn_at=timezone.now()) == 1
    refused(lambda: consents.update(withdrawn_at=None))
    refused(lambda: consents.update(withdrawn_at=timezone.now()))


def test_a_draft_goes_with_all_it_has():
    one = referral(scene(), "draft")
    one.delete()
    one.referral.delete()
    assert not Referral.objects.filter(pk=one.referral_id).exists()


def test_what_was_erased_stays_erased():
    one = whole(scene())
    assert erasing.erase(one.referral, why=erasing.ASKED, now=timezone.now())
    refused(lambda: Referral.objects.filter(pk=one.referral_id).update(erased_at=None))


@pytest.mark.parametrize("name", append_only.POSTGRESQL)
def test_a_trigger_that_is_gone_is_missed(name):
    assert append_only.faults(connection) == []
    on = f" ON {append_only.POSTGRESQL[name][0]}" if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER {name}{on}")
    assert append_only.faults(connection) == [f"Trigger {name} is missing or altered."]
    append_only.install(connection)
    assert append_only.faults(connection) == []
