"""A result of a self-assessment on its way to a professional: sealed under a code, read once, gone in half an hour."""

import base64
import hashlib
import json
import secrets
import unicodedata
from datetime import timedelta

from cryptography.fernet import Fernet, InvalidToken
from django.db import models
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

LASTS = timedelta(minutes=30)
# Read aloud in either language none is taken for another; no vowels, so that no words come about.
LETTERS = "23456789FHJKLMPRTVX"
LENGTH, GROUP = 12, 4  # 19 ** 12 is 51 bits
_SALT = "pathways.handover"


def new_code():
    """A code in groups, as it is shown and read aloud."""
    letters = "".join(secrets.choice(LETTERS) for _number in range(LENGTH))
    return "-".join(letters[start : start + GROUP] for start in range(0, LENGTH, GROUP))


def plain(code):
    """The letters of a code however it was typed; empty when it can be none."""
    if len(code) > 100:
        return ""
    letters = "".join(one for one in unicodedata.normalize("NFKC", code).upper() if one.isalnum())
    return letters if len(letters) == LENGTH and set(letters) <= set(LETTERS) else ""


def _secrets(code):
    """(what the row is found by, what it is opened with): both need the code and the portal's secret, and are slow."""
    pepper = salted_hmac(_SALT, "code", algorithm="sha256").digest()
    made = hashlib.scrypt(plain(code).encode(), salt=pepper, n=2**13, r=8, p=1, dklen=64)
    return made[:32].hex(), base64.urlsafe_b64encode(made[32:])


class HandOverQuerySet(models.QuerySet):
    def expired(self, now):
        return self.filter(expires_at__lte=now)

    def purge(self, now):
        """Delete what is too old to be read; how many there were."""
        return self.expired(now).delete()[0]

    def give(self, content, *, nonce, now):
        """Seal the content under a new code, which is returned and kept nowhere.

        ``nonce`` stands for the result on the person's screen: a second press replaces the first code.
        """
        self.purge(now)
        code = new_code()
        digest, key = _secrets(code)
        self.update_or_create(
            result=salted_hmac(_SALT, nonce, algorithm="sha256").hexdigest(),
            defaults={
                "digest": digest,
                "sealed": Fernet(key).encrypt(json.dumps(content).encode()).decode(),
                "expires_at": now + LASTS,
            },
        )
        return code

    def take(self, code, *, now):
        """The content, once: of two readers at the same moment the one who deletes the row gets it. None otherwise."""
        self.purge(now)
        if not plain(code):
            return None
        digest, key = _secrets(code)
        row = self.filter(digest=digest).first()  # too old ones are gone by now
        if row is None or self.filter(pk=row.pk, digest=digest).delete()[0] != 1:
            return None
        try:
            return json.loads(Fernet(key).decrypt(row.sealed))
        except InvalidToken:
            return None


class HandOver(models.Model):
    """Never in the admin: nobody but the reader with the code has any business here."""

    digest = models.CharField(max_length=64)
    result = models.CharField(max_length=64)
    sealed = models.TextField()
    expires_at = models.DateTimeField()

    objects = HandOverQuerySet.as_manager()

    class Meta:
        verbose_name = _("hand-over of a result")
        verbose_name_plural = _("hand-overs of results")
        constraints = [
            models.UniqueConstraint(
                fields=["digest"],
                name="hand_over_code_once",
                violation_error_message=_("A code leads to one result only."),
            ),
            models.UniqueConstraint(
                fields=["result"],
                name="hand_over_once_per_result",
                violation_error_message=_("One code at a time works for a result."),
            ),
            models.CheckConstraint(
                condition=~models.Q(sealed="") & ~models.Q(digest=""),
                name="hand_over_sealed",
                violation_error_message=_("A result is kept only sealed and under a code."),
            ),
        ]

    def __str__(self):
        return str(self.pk)
