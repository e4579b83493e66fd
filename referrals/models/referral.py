"""What was asked for whom: never changes its owner. Personal data stand apart (client.py, answers.py)."""

import secrets
import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from organisations.models import Municipality, Organisation

from .keeping import Keeping
from .kind import Kind
from .making import Making, MakingQuerySet

# Read aloud in either language none is taken for another; no vowels, so that no words come about.
LETTERS, LENGTH = "23456789FHJKLMPRTVX", 8


def new_number():
    """``7FH4-K2MP``: what people say on the phone. It tells nothing and cannot be counted on from another."""
    letters = "".join(secrets.choice(LETTERS) for _place in range(LENGTH))
    return f"{letters[:4]}-{letters[4:]}"


class ReferralQuerySet(MakingQuerySet):
    def visible_to(self, user):
        """The only way to get one: of the units where this person meets clients, sent or received."""
        from referrals.reach import reach_of

        reach = reach_of(user)
        sent = Q(sender__in=reach.sending)
        received = Q(assignments__receiver__in=reach.receiving)
        return self.filter(sent | received, erased_at__isnull=True).distinct()

    def for_case(self):
        """With what the page of a case says of it."""
        return self.select_related("kind", "client", "asked", "sender__parent", "made_by", "municipality")

    def restricted(self):
        """Those whose use the client has limited (GDPR art. 18)."""
        return self.filter(restricted_at__isnull=False)

    def standing(self):
        """Sent and not erased."""
        return self.filter(sent_at__isnull=False, erased_at__isnull=True)

    def for_figures(self):
        """Sent, erased or not; what only was practice counts nowhere, nor does what the client has had restricted."""
        return self.filter(sent_at__isnull=False, practice=False, restricted_at__isnull=True)

    def ended(self):
        """No team has it any more, and none may get it by a draft."""
        from .assignment import OPEN

        return self.standing().exclude(assignments__state__in=["draft", *OPEN])

    def ended_before(self, moment):
        """With ``last_end``: when the last team was done with it."""
        return self.ended().annotate(last_end=models.Max("assignments__ended_at")).filter(last_end__lt=moment)

    def unrestricted(self):
        return self.filter(restricted_at__isnull=True)

    def not_asked_to_erase(self):
        return self.filter(erasure_asked_at__isnull=True)

    def asked_to_erase(self):
        return self.ended().filter(erasure_asked_at__isnull=False)

    def of_person(self, client, organisation_ids):
        """The sent ones of somebody who asks for their data, by code or by name and date of birth, newest first.

        ``client``: a row that is not saved; ``organisation_ids``: those whose referrals are looked through.
        """
        from referrals import tracing

        from .trace import Trace

        digests = tracing.of_person(client, Kind.objects.values_list("pk", flat=True), organisation_ids)
        found = self.standing().filter(pk__in=Trace.objects.of_person(digests).values("referral"))
        return found.select_related("kind", "sender").order_by("-sent_at", "pk")

    def named(self, ids):
        return self.filter(pk__in=ids)

    def numbered(self, number):
        return self.filter(number=number)


class Referral(Keeping, Making, models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    number = models.CharField(max_length=9, unique=True, default=new_number, editable=False)
    # A form sent twice makes one referral: the form's own key.
    key = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    kind = models.ForeignKey(Kind, models.PROTECT, related_name="+")
    controller = models.ForeignKey(Organisation, models.PROTECT, related_name="+")  # the agreement's sender
    sender = models.ForeignKey(
        Organisation, models.PROTECT, null=True, related_name="+"
    )  # unit; none: a resident
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    municipality = models.ForeignKey(Municipality, models.PROTECT, null=True, related_name="+")
    self_made = models.BooleanField(default=False)  # by the resident themself
    wants_feedback = models.BooleanField(default=True)
    practice = models.BooleanField(default=False)  # synthetic: nothing leaves, no figure counts it
    restricted_at = models.DateTimeField(null=True)  # GDPR art. 18: out of the work lists
    made_at = models.DateTimeField(default=timezone.now)
    touched_at = models.DateTimeField(default=timezone.now)  # of a draft: the last autosave
    sent_at = models.DateTimeField(null=True)
    erasure_asked_at = models.DateTimeField(null=True)  # GDPR art. 17: the nightly job does it
    erased_at = models.DateTimeField(null=True)  # what is left is for the figures

    objects = ReferralQuerySet.as_manager()

    class Meta:
        verbose_name = _("referral")
        verbose_name_plural = _("referrals")
        ordering = ["-made_at", "pk"]
        indexes = [
            models.Index(fields=["sender", "-made_at"], name="referral_of_unit"),
            models.Index(fields=["sent_at"], name="referral_by_time"),
        ]
        constraints = [
            models.CheckConstraint(
                name="referral_by_a_unit_or_by_the_resident",
                condition=Q(self_made=True, sender__isnull=True, made_by__isnull=True)
                | Q(self_made=False, sender__isnull=False)
                & (Q(made_by__isnull=False) | Q(erased_at__isnull=False)),
                violation_error_message=_("A referral is made by somebody of a unit or by the resident."),
            ),
            models.CheckConstraint(
                name="referral_of_a_resident_is_sent",
                condition=Q(self_made=False) | Q(sent_at__isnull=False),
                violation_error_message=_("A resident's own referral is never a draft."),
            ),
        ]

    def __str__(self):
        return self.number
