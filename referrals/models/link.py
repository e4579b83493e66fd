"""The resident's way in: a single-purpose link, a one-time code, a short sitting. Only digests are kept."""

import secrets
import uuid
from datetime import timedelta
from hashlib import sha256
from unicodedata import normalize

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from referrals import codes

from .referral import LETTERS, Referral

HOURS = 72  # that a link works
CODES = 3  # that one link may send
SITTING = timedelta(minutes=20)  # without a step
LONGEST = timedelta(hours=2)  # of one sitting in all
PARTS, PART = 4, 4  # of a letter's code: 68 bits


def digest(token):
    return sha256(token.encode()).hexdigest()


def letters(typed):
    """A letter's code as it is stored, of what people type: no blanks, hyphens or signs that nobody sees."""
    return "".join(one for one in normalize("NFKC", typed).upper() if one.isalnum())


class LinkQuerySet(models.QuerySet):
    # ------------------------------------------------------------ words
    def of(self, referral):
        return self.filter(referral=referral)

    def by_message(self):
        return self.exclude(purpose=Link.Purpose.LETTER)

    def by_letter(self):
        return self.filter(purpose=Link.Purpose.LETTER)

    def live(self, now):
        return self.filter(Q(expires_at__isnull=True) | Q(expires_at__gt=now), revoked_at__isnull=True)

    def shown_by(self, token):
        return self.filter(token=digest(token))

    def sat_by(self, secret, now):
        """The link whose sitting this is, while it lasts."""
        began = now - LONGEST
        return self.filter(sitting=digest(secret), sitting_until__gt=now, used_at__gt=began)

    # ------------------------------------------------------------ verbs
    def make(self, referral_id, channel, *, purpose="status", now=None):
        """``(link, token)``: the token is known this once."""
        now, token = now or timezone.now(), secrets.token_urlsafe(32)
        ends = now + timedelta(hours=HOURS)
        values = {"purpose": purpose, "channel": channel, "created_at": now, "expires_at": ends}
        return self.create(referral_id=referral_id, token=digest(token), **values), token

    def letter(self, referral, *, now=None):
        """The code of a printed letter, known this once; it works until the referral ends or another is printed."""
        now = now or timezone.now()
        text = "".join(secrets.choice(LETTERS) for _place in range(PARTS * PART))
        self.of(referral).by_letter().revoke(now)
        values = {"purpose": Link.Purpose.LETTER, "channel": "letter", "created_at": now}
        self.create(referral=referral, token=digest(text), **values)
        return "-".join(text[place : place + PART] for place in range(0, len(text), PART))

    def revoke(self, now):
        """They open nothing any more; returns the ids of those that did. A sitting that has begun goes on."""
        found = list(self.filter(revoked_at__isnull=True).values_list("pk", flat=True))
        self.filter(pk__in=found).update(revoked_at=now, code="")
        return found

    def end_sittings(self):
        return self.update(sitting="", sitting_until=None)


class Link(models.Model):
    """One row per link or letter. It dies by use, time and any change of the referral's state."""

    class Purpose(models.TextChoices):
        STATUS = "status", _("see the referral")
        FOLLOW_UP = "follow_up", _("answer the follow-up questions")
        LETTER = "letter", _("a letter's code")  # until the referral ends

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    referral = models.ForeignKey(Referral, models.CASCADE, related_name="links")
    purpose = models.CharField(max_length=9, choices=Purpose)
    token = models.CharField(max_length=64, unique=True)  # SHA-256
    channel = models.CharField(max_length=6)  # by which the link went: email, sms, letter
    created_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField(null=True)  # none: a letter's
    revoked_at = models.DateTimeField(null=True)
    used_at = models.DateTimeField(null=True)
    code = models.CharField(max_length=64, blank=True)  # digest of the one-time code that is out
    code_expires_at = models.DateTimeField(null=True)
    code_tries = models.PositiveSmallIntegerField(default=0)
    codes_sent = models.PositiveSmallIntegerField(default=0)
    sitting = models.CharField(max_length=64, blank=True)  # digest of what the visitor's cookie holds
    sitting_until = models.DateTimeField(null=True)

    objects = LinkQuerySet.as_manager()

    class Meta:
        verbose_name = _("client's link")
        verbose_name_plural = _("clients' links")
        ordering = ["-created_at", "pk"]
        indexes = [models.Index(fields=["sitting"], name="link_sitting", condition=~Q(sitting=""))]
        constraints = [
            models.CheckConstraint(
                name="link_that_expires",
                condition=Q(purpose="letter") | Q(expires_at__isnull=False),
                violation_error_message=_("A link ends."),
            ),
            models.CheckConstraint(
                name="link_purpose_from_the_list",
                condition=Q(purpose__in=["status", "follow_up", "letter"]),
                violation_error_message=_("Choose an answer from the list."),
            ),
        ]

    def __str__(self):
        return str(self.pk)

    def _mine(self):
        return Link.objects.filter(pk=self.pk)

    # ------------------------------------------------------------ the one-time code
    def count_code(self):
        """One code more is on its way; False when the link has sent as many as it may."""
        return bool(self._mine().filter(codes_sent__lt=CODES).update(codes_sent=F("codes_sent") + 1))

    def renew_code(self, now):
        """A new code, known this once; the one before it no longer counts."""
        code = codes.new()
        kept = codes.digest(code, self.pk)
        self._mine().update(code=kept, code_expires_at=now + codes.LASTS, code_tries=0)
        return code

    def take_code(self, typed, now):
        """Whether it is the code that is out. Each try counts before it is compared; a right code counts once."""
        out = self._mine().filter(code_expires_at__gt=now).exclude(code="")
        if not out.filter(code_tries__lt=codes.TRIES).update(code_tries=F("code_tries") + 1):
            return False
        kept = self._mine().values_list("code", flat=True).first()
        return codes.same(typed, kept, self.pk) and bool(out.filter(code=kept).update(code=""))

    # ------------------------------------------------------------ the sitting
    def sit(self, now):
        """The sitting begins: what the visitor's cookie is to hold. A mailed link is used up by it."""
        secret = secrets.token_urlsafe(32)
        new = {"sitting": digest(secret), "sitting_until": now + SITTING, "used_at": now}
        if self.purpose != self.Purpose.LETTER:
            new["revoked_at"] = now
        self._mine().update(**new)
        return secret

    def stay(self, now):
        """A step within the sitting: it lasts from here again."""
        self._mine().update(sitting_until=now + SITTING)

    def leave(self):
        self._mine().end_sittings()
