"""Tells the auditors that somebody's use of clients' data should be looked at. No message names anybody."""

from datetime import timedelta

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from organisations.models import Membership, Role
from outbox import jobs, sending

from . import watching

KIND = "unusual_use"


def many_identity_codes(user, now=None):
    """At once, but once an hour: this person has reached the limit."""
    now = now or timezone.now()
    for auditor in _auditors():
        sending.put(KIND, key=f"{KIND}:{user.pk}:{now:%Y-%m-%dT%H}:{auditor.pk}", **_to(auditor, now))


def tell(now):
    """A line in the digest of every auditor when yesterday's reads should be looked at; returns counts."""
    day = timezone.localdate(now) - timedelta(days=1)
    unusual = [one for one in watching.readers(day) if one.unusual]
    told = _auditors() if unusual else []
    for auditor in told:
        sending.gather(KIND, key=f"{KIND}:{day}:{auditor.pk}", **_to(auditor, now))
    return {"unusual": len(unusual), "told": len(told)}


def _auditors():
    held = Membership.objects.valid().filter(role=Role.AUDITOR, user__is_active=True).select_related("user")
    return sorted({row.user for row in held}, key=lambda user: user.pk)


def _to(auditor, now):
    with override(auditor.spoken):
        address = settings.HYTE_ORIGIN + reverse("referral_unusual")
    return {
        "address": auditor.email,
        "language": auditor.spoken,
        "receiver": (auditor.pk, str(auditor)),
        "words": {"address": address},
        "due_at": now,
    }


def register():
    jobs.register("unusual_use", _("Look for unusual use of clients' data"), tell, hour=5)
