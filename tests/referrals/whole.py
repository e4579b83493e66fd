"""A referral with every kind of row around it, as rows alone; each text can be searched for in a dump."""

import json
from datetime import timedelta

from django.utils import timezone

from referrals.models import (
    Assignment,
    Attempt,
    Event,
    EventText,
    FollowUp,
    Link,
    Meeting,
    Outcome,
    Plan,
    Trace,
)
from tests.referrals.scene import referral

SECRETS = {
    "name": "Eeva Esimerkki-Poistuva",
    "phone": "+358500000077",
    "email": "poistuva@esimerkki.invalid",
    "identity_code": "030461-9998",
    "address": "Poistuvankuja 7",
    "contact_note": "Soita poistuvan iltaisin",
    "interpreter": "poistuvankieli",
}
TEXTS = {
    "goal": "Poistuva tavoite",
    "place": "Poistuva paikka",
    "next_step": "Poistuva askel",
    "words": "Poistuva kysymys",
    "for_client": "Poistuva teksti",
}
EVERY = [*SECRETS.values(), *TEXTS.values()]


def whole(made, state="completed", *, now=None, started=True, **client):
    now = now or timezone.now()
    given = SECRETS | client
    one = referral(made, state, now=now, **given)
    Assignment.objects.filter(pk=one.pk).update(started_at=now if started else None, version=3)
    one.refresh_from_db()
    row = one.referral
    row.asked.goal, row.asked.reason_note = TEXTS["goal"], TEXTS["goal"]
    row.asked.save()
    Plan.objects.create(assignment=one, goals=TEXTS["goal"], next_step=TEXTS["next_step"])
    Attempt.objects.create(assignment=one, channel="phone", result="reached", by=made.adviser)
    Meeting.objects.create(assignment=one, at=now, place=TEXTS["place"], state="held")
    Outcome.objects.create(
        assignment=one, code="started", goal_met="yes", minutes_before="30", minutes_after="90", minutes_change=60,
        next_step=TEXTS["next_step"], fed_back=True, services_started=[1],
    )  # fmt: skip
    FollowUp.objects.create(assignment=one, month=3, who5=json.dumps([3, 3, 3, 3, 3]))
    for number, told in ((2, True), (3, False)):
        event = Event.objects.create(
            assignment=one, referral=row, actor_id=made.adviser.pk, actor_label=str(made.adviser), letter="A",
            move="ask" if told else "note", from_state="sent", to_state="sent", version=number,
            for_referrer=told, for_client=told, at=now + timedelta(minutes=number),
        )  # fmt: skip
        EventText.objects.create(
            event=event, referral=row, words=TEXTS["words"], for_client=TEXTS["for_client"] if told else ""
        )
    Trace.objects.create(
        referral=row, controller=made.town, what="surname", digest="a" * 64, number=row.number, open=False
    )
    Trace.objects.create(
        referral=row, controller=made.county, what="same_code", digest="b" * 64, number=row.number, open=False
    )
    Link.objects.create(referral=row, purpose="letter", token=row.pk.hex * 2, channel="letter")
    return one
