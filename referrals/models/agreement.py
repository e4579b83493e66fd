"""Who may send what to whom, and who answers for the data: without one in force nothing is offered."""

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from fields.text import text
from organisations.models import Organisation

from .kind import Kind


class AgreementQuerySet(models.QuerySet):
    def active(self, today=None):
        today = today or timezone.localdate()
        return self.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=today), valid_from__lte=today)

    def of_kind(self, kind):
        return self.filter(kind=kind)

    def sent_by(self, lineage):
        """``lineage``: ids of the sending unit and everything above it."""
        return self.filter(sender__in=lineage)

    def received_by(self, lineage):
        return self.filter(receiver__in=lineage)

    def with_itself(self):
        """What a resident's own referral needs."""
        return self.filter(sender=F("receiver"))

    def for_offers(self):
        """The newest first, with both sides."""
        return self.select_related("sender", "receiver").order_by("-valid_from", "-pk")

    def between(self, sender, receiver, kind, today=None):
        """The one in force, the newest first; None when there is none. ``sender`` None: a resident's own."""
        return self.active(today).ever(sender, receiver, kind)

    def ever(self, sender, receiver, kind):
        """The newest of these two, in force or not."""
        found = self.of_kind(kind).received_by(receiver.lineage())
        found = found.sent_by(sender.lineage()) if sender else found.with_itself()
        return found.order_by("-valid_from", "-pk").first()

    def shortest(self):
        """Months after which the first agreement lets something go."""
        kept = [min(pair) for pair in self.values_list("kept_months", "kept_months_unstarted")]
        fields = [Agreement._meta.get_field(name) for name in ("kept_months", "kept_months_unstarted")]
        return min([*kept, *(field.default for field in fields)])


class Agreement(models.Model):
    """``sender`` is controller of the referral, ``receiver`` of its own record of advice. A resident's own referral
    needs the receiver's agreement with itself.
    """

    sender = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name=_("sender"))
    receiver = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name=_("receiver"))
    kind = models.ForeignKey(
        Kind, models.PROTECT, related_name="agreements", verbose_name=_("kind of referral")
    )
    valid_from = models.DateField(_("valid from"))
    valid_to = models.DateField(_("valid to, that day included"), null=True, blank=True)
    basis = models.CharField(_("legal basis"), max_length=300)
    notice = models.TextField(_("privacy notice"), max_length=5000)
    notice_version = models.CharField(_("version of the notice"), max_length=20)
    controllers = models.TextField(_("who is controller of what"), max_length=1000)
    officer = models.CharField(_("contact of the data-protection officer"), max_length=200)
    needs_identity_code = models.BooleanField(
        _("the receiver needs the personal identity code"), default=False
    )
    kept_months = models.PositiveSmallIntegerField(_("months kept after the end of advice"), default=24)
    kept_months_unstarted = models.PositiveSmallIntegerField(
        _("months kept when advice never began"), default=12
    )

    objects = AgreementQuerySet.as_manager()

    class Meta:
        verbose_name = _("agreement")
        verbose_name_plural = _("agreements")
        ordering = ["receiver", "kind", "-valid_from", "pk"]
        constraints = [
            models.CheckConstraint(
                name="agreement_ends_after_it_begins",
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                violation_error_message=_("The last day is before the first."),
            ),
            models.CheckConstraint(
                name="agreement_notice_in_both_languages",
                condition=Q(notice_fi__isnull=False, notice_sv__isnull=False)
                & ~Q(notice_fi="")
                & ~Q(notice_sv=""),
                violation_error_message=_("The privacy notice stands in Finnish and in Swedish."),
            ),
            models.UniqueConstraint(
                name="agreement_once_per_pair_kind_and_day",
                fields=["sender", "receiver", "kind", "valid_from"],
                violation_error_message=_("These two have an agreement on this kind from that day already."),
            ),
        ]

    def __str__(self):
        return f"{self.sender} → {self.receiver}: {self.kind}"

    def words(self, field, language=None):
        return text(self, field, language)
