"""Invitations: the only way to an account. The link is known to its receiver alone; here stands its fingerprint."""

import secrets
from datetime import timedelta
from hashlib import sha256

from django.conf import settings
from django.db import models, transaction
from django.db.models import Exists, ExpressionWrapper, F, OuterRef, Q
from django.db.models.functions import TruncDate
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from outbox import sending

from .people import wait_for_each_other
from .user import User

HOURS = 72  # that an invitation can be accepted


def fingerprint(token):
    """The token is 256 random bits: nobody finds it by trying, so no slow hash is needed."""
    return sha256(token.encode(errors="replace")).hexdigest()


class InvitationQuerySet(models.QuerySet):
    def open(self, now=None):
        """Those that can be accepted: in time, and not of somebody whose last role has come to its last day since.

        Who had no role when it was sent (an account opened again) may come and wait for one.
        """
        from .membership import Membership

        theirs = Membership.objects.filter(user=OuterRef("user"))
        sent = TruncDate(ExpressionWrapper(OuterRef("sent_at"), models.DateTimeField()))
        before = theirs.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=sent), ended_at__isnull=True)
        wanted = Q(user__is_superuser=True) | Exists(theirs.lasting()) | ~Exists(before)
        return self.filter(
            wanted, accepted_at__isnull=True, revoked_at__isnull=True, expires_at__gt=now or timezone.now()
        )

    def open_for(self, user):
        """The one that can still be accepted, or None."""
        return self.open().filter(user=user).order_by("-sent_at", "-pk").first()

    def find(self, token):
        """The open invitation of this link; None when there is none or the account is closed."""
        found = self.open().filter(token_hash=fingerprint(token), user__is_active=True, user__practice=False)
        return found.select_related("user").first()

    def withdrawn_for(self, user):
        """Whether the person's newest invitation was taken back."""
        newest = self.filter(user=user).order_by("-sent_at", "-pk").first()
        return newest is not None and newest.revoked_at is not None

    def revoke(self, user):
        """No link sent to this person works any more, and none that still waits is sent. Returns how many ended, and
        how many of these had not been sent yet.
        """
        mine = self.filter(user=user, accepted_at__isnull=True, revoked_at__isnull=True)
        stopped = sending.stop(keys=[f"invitation:{pk}" for pk in mine.values_list("pk", flat=True)])
        return mine.update(revoked_at=timezone.now()), stopped

    @transaction.atomic
    def send(self, user, by=None):
        """A new link by mail, the older ones stop working; ``token`` of what is returned is known only now."""
        self.revoke(user)
        token, now = secrets.token_urlsafe(32), timezone.now()
        made = self.create(
            user=user,
            sent_by=by,
            token_hash=fingerprint(token),
            sent_at=now,
            expires_at=now + timedelta(hours=HOURS),
        )
        made.token = token
        sending.put(
            "invitation",
            key=f"invitation:{made.pk}",
            address=user.email,
            language=user.spoken,
            words={"link": made.link(), "hours": HOURS},
            receiver=(user.pk, user.name),
        )
        return made


class Invitation(models.Model):
    user = models.ForeignKey(User, models.CASCADE, related_name="invitations", verbose_name=_("user"))
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    sent_by = models.ForeignKey(
        User, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("invited by")
    )
    sent_at = models.DateTimeField(_("sent"))
    expires_at = models.DateTimeField(_("works until"))
    accepted_at = models.DateTimeField(_("accepted"), null=True, blank=True)
    revoked_at = models.DateTimeField(_("withdrawn"), null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        ordering = ["-sent_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="invitation_ends_after_it_is_sent",
                condition=Q(expires_at__gt=F("sent_at")),
                violation_error_message=_("An invitation works for a while."),
            ),
            models.CheckConstraint(
                name="invitation_accepted_or_withdrawn",
                condition=Q(accepted_at__isnull=True) | Q(revoked_at__isnull=True),
                violation_error_message=_("An invitation is accepted or withdrawn, not both."),
            ),
            models.UniqueConstraint(
                name="one_open_invitation_per_person",
                fields=["user"],
                condition=Q(accepted_at__isnull=True, revoked_at__isnull=True),
                violation_error_message=_("The person has an open invitation already."),
            ),
        ]

    token = None  # the secret of the link, only on the object that ``send`` returns

    def __str__(self):
        return f"{self.user}, {self.sent_at:%Y-%m-%d}"

    def link(self):
        """The whole address, in the language of the person."""
        with override(self.user.spoken):
            return settings.HYTE_ORIGIN + reverse("invitation", args=[self.token])

    @transaction.atomic
    def accept(self, password):
        """The person's password from now on, and nothing that was before; False when somebody was quicker."""
        from organisations.signin.factors import forget

        wait_for_each_other(self.user, None)
        mine = type(self).objects.open().filter(pk=self.pk, user__is_active=True)
        if not mine.update(accepted_at=timezone.now()):
            return False
        forget(self.user)
        self.user.set_password(password)
        self.user.save(update_fields=["password"])
        return True
