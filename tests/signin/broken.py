"""What breaks each rule of the tables of sign-in, on the database itself."""

from datetime import timedelta

from django.utils import timezone

from organisations.models import Invitation
from tests import factories as make


def invitation(**over):
    now = timezone.now()
    values = {"sent_at": now, "expires_at": now + timedelta(hours=1), "token_hash": make.user().email[:64]}
    values["user"] = over.pop("user", None) or make.user()
    return Invitation.objects.create(**values | over)


def two_open_for_one():
    person = make.user()
    invitation(user=person)
    invitation(user=person)


def two_of_one_token():
    invitation(token_hash="x")
    invitation(token_hash="x")


CASES = [
    ("invitation_ends_after_it_is_sent", lambda: invitation(expires_at=timezone.now() - timedelta(hours=1))),
    (
        "invitation_accepted_or_withdrawn",
        lambda: invitation(accepted_at=timezone.now(), revoked_at=timezone.now()),
    ),
    ("one_open_invitation_per_person", two_open_for_one),
    ("Invitation.token_hash", two_of_one_token),
]
