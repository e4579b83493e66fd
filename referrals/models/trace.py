"""By what a client is found without being read: blind indexes (fields.sealing.blind_index), keyed per controller."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from organisations.models import Organisation

from .referral import Referral


class TraceQuerySet(models.QuerySet):
    def of(self, referral):
        return self.filter(referral=referral)

    def of_others(self, referral):
        return self.exclude(referral=referral)

    def matching(self, what, digests):
        return self.filter(what=what, digest__in=digests)

    def of_person(self, digests):
        """Whether the referrals are open or not."""
        return self.filter(what__in=Trace.SAME, digest__in=digests)

    def same(self, digests):
        """Open referrals of the same client and kind within the same controller."""
        return self.filter(what__in=Trace.SAME, digest__in=digests, open=True)


class Trace(models.Model):
    """SURNAME and BIRTH_DATE are keyed per receiving controller: its teams find their clients by them. SAME_CODE (kind
    and identity code) and SAME_PERSON (kind, birth date and folded name) are keyed per sending and per receiving
    controller: whoever makes a referral for it or has one learns that another is open, and its number, even in a unit
    whose referrals they do not see. No controller learns of another's.
    """

    class What(models.TextChoices):
        SURNAME = "surname", _("surname")
        BIRTH_DATE = "birth_date", _("date of birth")
        SAME_CODE = "same_code", _("kind and personal identity code")
        SAME_PERSON = "same_person", _("kind, date of birth and name")

    SAME = (What.SAME_CODE, What.SAME_PERSON)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    referral = models.ForeignKey(Referral, models.CASCADE, related_name="traces")
    controller = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    what = models.CharField(max_length=11, choices=What)
    digest = models.CharField(max_length=64)
    number = models.CharField(max_length=9)  # the referral's
    open = models.BooleanField(default=True)  # one of its assignments is

    objects = TraceQuerySet.as_manager()

    class Meta:
        verbose_name = _("blind index of a client")
        verbose_name_plural = _("blind indexes of clients")
        indexes = [models.Index(fields=["digest"], name="trace_digest")]
        constraints = [
            models.UniqueConstraint(
                name="trace_once",
                fields=["referral", "controller", "what", "digest"],
                violation_error_message=_("This index stands already."),
            ),
            models.CheckConstraint(
                name="trace_of_a_known_kind",
                condition=Q(what__in=["surname", "birth_date", "same_code", "same_person"]),
                violation_error_message=_("Choose an answer from the list."),
            ),
        ]

    def __str__(self):
        return f"{self.what} {self.pk}"
