"""Whom a referral is for, and what they have agreed to. Names, contacts and codes stand encrypted."""

import uuid
from hashlib import sha256

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from fields.encrypted import EncryptedText
from organisations.models import Organisation

from .referral import Referral


class ClientQuerySet(models.QuerySet):
    def for_jobs(self):
        """What the jobs' role may read on PostgreSQL (organisations.database_roles): whom to tell and how."""
        return self.only(*READ_BY_JOBS)


# To tell the client, to compare a request for a link, and to count by age: no identity code, no free text.
READ_BY_JOBS = [
    "referral",
    "name",
    "birth_date",
    "phone",
    "email",
    "address",
    "channels",
    "language",
    "non_disclosure",
]


class Client(models.Model):
    """One per referral; a person has no record of their own that would outlive it."""

    class Channel(models.TextChoices):
        PHONE = "phone", _("phone call")
        SMS = "sms", _("text message")
        EMAIL = "email", _("e-mail")
        LETTER = "letter", _("letter")

    referral = models.OneToOneField(Referral, models.CASCADE, primary_key=True, related_name="client")
    name = EncryptedText(blank=True)
    birth_date = EncryptedText(blank=True)  # 1961-04-03
    identity_code = EncryptedText(blank=True)
    phone = EncryptedText(blank=True)  # +358…
    email = EncryptedText(blank=True)
    address = EncryptedText(blank=True)  # for a letter; never with non-disclosure
    contact_note = EncryptedText(blank=True)  # how and when
    channels = models.JSONField(default=list)  # the client's own wish, in order: codes of Channel
    language = models.CharField(
        max_length=2, default="fi"
    )  # of contact: fi, sv; another stands in interpreter
    interpreter = EncryptedText(blank=True)  # the language to interpret from; empty: none needed
    non_disclosure = models.BooleanField(default=False)  # turvakielto

    objects = ClientQuerySet.as_manager()

    class Meta:
        verbose_name = _("client")
        verbose_name_plural = _("clients")

    def __str__(self):
        return str(self.pk)


class ConsentQuerySet(models.QuerySet):
    def in_force(self):
        return self.filter(withdrawn_at__isnull=True)

    def to(self, organisation):
        """Those that let this organisation have the data."""
        return self.in_force().filter(scope=Consent.Scope.SHARE, receiver__in=organisation.lineage())

    def record(self, referral, agreement, scope, *, how, language, by=None, now=None):
        """The client has said yes to the notice of this agreement; nothing changes where a yes is in force.

        ``by`` who recorded it, None for the resident themself.
        """
        known = self.in_force().filter(referral=referral, scope=scope, receiver=agreement.receiver).first()
        if known:
            return known
        return self.create(
            referral=referral,
            scope=scope,
            receiver=agreement.receiver,
            basis=agreement.words("basis", language),
            text_version=agreement.notice_version,
            text_hash=sha256(agreement.words("notice", language).encode()).hexdigest(),
            language=language,
            how=how,
            recorded_by=by,
            given_at=now or timezone.now(),
        )

    def known_to(self, parts):
        """What the teams of these parts of a referral read: what names them, not to whom else it went."""
        return self.filter(receiver__in={pk for one in parts for pk in one.receiver.lineage()})

    def on_feedback(self):
        return self.in_force().filter(scope=Consent.Scope.FEEDBACK)


class Consent(models.Model):
    """Added, withdrawn once, never changed otherwise."""

    class Scope(models.TextChoices):
        SHARE = "share", _("the information is given to the receiver")
        FEEDBACK = "feedback", _("the one who made the referral hears how it went")

    class How(models.TextChoices):
        ORAL = "oral", _("orally")
        WRITTEN = "written", _("in writing")
        DIGITAL = "digital", _("in the service")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    referral = models.ForeignKey(Referral, models.CASCADE, related_name="consents")
    scope = models.CharField(max_length=8, choices=Scope)
    receiver = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    basis = models.CharField(max_length=300, blank=True)  # legal basis, as the agreement said
    text_version = models.CharField(max_length=20)  # of the privacy notice
    text_hash = models.CharField(max_length=64)  # SHA-256 of the words that were read or shown
    language = models.CharField(max_length=2)
    how = models.CharField(max_length=7, choices=How)
    recorded_by = models.ForeignKey(  # none: the resident themself
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    given_at = models.DateTimeField(default=timezone.now)
    withdrawn_at = models.DateTimeField(null=True)

    objects = ConsentQuerySet.as_manager()

    class Meta:
        verbose_name = _("consent")
        verbose_name_plural = _("consents")
        ordering = ["given_at", "pk"]
        constraints = [
            models.CheckConstraint(
                name="consent_scope_from_the_list",
                condition=Q(scope__in=["share", "feedback"]),
                violation_error_message=_("Choose an answer from the list."),
            ),
            models.CheckConstraint(
                name="consent_names_its_text",
                condition=~Q(text_version="") & ~Q(text_hash=""),
                violation_error_message=_("A consent says which text was agreed to."),
            ),
            models.UniqueConstraint(
                name="consent_once_at_a_time",
                fields=["referral", "scope", "receiver"],
                condition=Q(withdrawn_at__isnull=True),
                violation_error_message=_("This consent has been recorded already."),
            ),
        ]

    def __str__(self):
        return f"{self.scope} {self.pk}"

    @property
    def opens(self):
        """Whether it lets the receiver have the information now."""
        return self.scope == self.Scope.SHARE and self.withdrawn_at is None

    def withdraw(self, *, now=None):
        """Once; False when it was withdrawn before."""
        now = now or timezone.now()
        mine = Consent.objects.in_force().filter(pk=self.pk)
        self.withdrawn_at = self.withdrawn_at or now
        return bool(mine.update(withdrawn_at=now))
