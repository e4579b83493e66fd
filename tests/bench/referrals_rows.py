"""Rows for the measuring of the inbox: so many open referrals of one team, spread over states and days."""

import random
from datetime import timedelta

from django.utils import timezone

from referrals.models import Asked, Assignment, Client, Referral

STATES = [
    "sent",
    "sent",
    "info",
    "accepted",
    "contacting",
    "contacting",
    "booked",
    "advising",
    "advising",
    "hold",
]
BATCH = 1000


def fill(made, number):
    chance, now = random.Random(20), timezone.now()
    for start in range(0, number, BATCH):
        rows = [
            Referral(
                kind=made.kind, controller=made.county, sender=made.station, made_by=made.nurse,
                municipality=made.hamina, sent_at=now,
            )
            for _ in range(start, min(start + BATCH, number))
        ]  # fmt: skip
        Referral.objects.bulk_create(rows)
        Client.objects.bulk_create(
            [
                Client(referral=row, name=f"Eeva Esimerkki {row.number}", birth_date="1961-04-03")
                for row in rows
            ]
        )
        Asked.objects.bulk_create([Asked(referral=row) for row in rows])
        Assignment.objects.bulk_create([_assignment(made, row, chance, now) for row in rows])


def _assignment(made, row, chance, now):
    state, at = chance.choice(STATES), now - timedelta(minutes=chance.randrange(90 * 24 * 60))
    return Assignment(
        referral=row, team=made.team, sender=made.station, receiver=made.advice, state=state, created_at=at,
        adviser=None if state in ("sent", "info") else chance.choice([made.adviser, made.colleague]),
        seen_at=None if chance.random() < 0.3 else at,
        resumes_to={"info": "sent", "hold": "advising"}.get(state, ""),
        due_on=timezone.localdate() + timedelta(days=chance.randrange(-10, 60)),
    )  # fmt: skip
