"""What stands around sending: the same client twice, consents, traces, and the move itself."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from organisations.scope import of_referral

from . import deeds, tracing
from .acting import by_for
from .models import Consent, Trace
from .models.moving import NotNow

FEEDBACK = "yes"
ANOTHER_NOTICE = _(
    "The privacy notice of this receiver is another one than the client heard. Go back to client and consent, tell the "
    "client what it says now and write down the answer."
)


def same(referral, client):
    """Numbers of open referrals of the same client and kind from the same sending controller. Writes that they were
    looked for.
    """
    digests = [digest for _what, digest in tracing.same(referral, client)]
    found = Trace.objects.same(digests).of_others(referral)
    numbers = sorted({one.number for one in found})
    if numbers:
        deeds.saw(referral, action="similar_shown", fields=["number"])
    return numbers


def send(assignment, making, *, offer, user, version, numbers=(), confirmed=False, now=None):
    """Records the consents, marks the client for who looks for them, and sends. Raises NotNow and Meanwhile."""
    referral = assignment.referral
    if not making.heard(offer.agreement):
        raise NotNow([ANOTHER_NOTICE])
    with of_referral(referral.pk), transaction.atomic():  # no consent stays behind that nothing was sent with
        record(referral, making, offer.agreement, by=user)
        event = assignment.send(
            by=by_for(assignment, user, "send"),
            version=version,
            team=offer.team,
            same=numbers,
            same_confirmed=confirmed,
            now=now,
        )
        referral.settle(offer.agreement)
        tracing.mark(referral, offer.team.organisation)
        tracing.mark_sender(referral)
    return event


def record(referral, making, agreement, *, by=None):
    """The client's yes, when it was said and as it was said; how it went is a consent of its own."""
    how, language = making.said("consent"), referral.client.language
    scopes = [Consent.Scope.SHARE]
    if making.said("feedback") == FEEDBACK:
        scopes.append(Consent.Scope.FEEDBACK)
    for scope in scopes:
        Consent.objects.record(
            referral, agreement, scope, how=how, language=language, by=by, now=making.consented_at
        )
