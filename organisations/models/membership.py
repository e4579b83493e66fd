"""Which role a person holds in which organisation, and when."""

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .organisation import Organisation
from .user import User


class Role(models.TextChoices):
    PROFESSIONAL = "professional", _("professional")
    ADVISER = "adviser", _("adviser")
    INTAKE = "intake", _("intake")
    EDITOR = "editor", _("editor")
    MAIN_USER = "main_user", _("main user of the organisation")
    COORDINATOR = "coordinator", _("regional coordinator")
    REFERRAL_COORDINATOR = "referral_coordinator", _("referral coordinator")
    AUDITOR = "auditor", _("auditor")
    ADMINISTRATOR = "administrator", _("administrator")

    @classmethod
    def editing(cls):
        """Roles that change the catalogue records of their own organisation."""
        return [cls.EDITOR, cls.MAIN_USER]


class MembershipQuerySet(models.QuerySet):
    def valid(self, today=None):
        today = today or timezone.localdate()
        return self.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=today), valid_from__lte=today)

    def grant(self, user, organisation, role):
        """The role in force from today, unless the user holds it already."""
        if not self.held_by(user).filter(organisation=organisation, role=role).exists():
            self.create(user=user, organisation=organisation, role=role)

    def held_by(self, user):
        """The user's memberships in force today; none for one who may not sign in."""
        return self.valid().filter(user_id=user.pk, user__is_active=True)


class Membership(models.Model):
    user = models.ForeignKey(User, models.CASCADE, related_name="memberships", verbose_name=_("user"))
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="memberships", verbose_name=_("organisation or unit")
    )
    role = models.CharField(_("role"), max_length=20, choices=Role)
    valid_from = models.DateField(_("valid from"), default=timezone.localdate)
    valid_to = models.DateField(_("valid to, that day included"), null=True, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        ordering = ["user", "organisation", "role", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="role_once_per_organisation",
                fields=["user", "organisation", "role", "valid_from"],
                violation_error_message=_("The user has this role here from that day already."),
            ),
            models.CheckConstraint(
                name="membership_ends_after_it_begins",
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                violation_error_message=_("The last day is before the first."),
            ),
        ]

    def __str__(self):
        return f"{self.user}, {self.get_role_display()}, {self.organisation}"
