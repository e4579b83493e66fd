"""The roles of people who sign in. What each may give to others: ``granting``."""

from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _


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

    @property
    def words(self):
        return capfirst(self.label)

    @property
    def gives(self):
        """A sentence on what one can do in the role."""
        return GIVES[self]


GIVES = {
    Role.PROFESSIONAL: _("Makes referrals and sees those of the own unit."),
    Role.ADVISER: _("Takes on clients by referral and keeps in touch with them."),
    Role.INTAKE: _("Receives referrals and hands them to an adviser."),
    Role.EDITOR: _("Keeps up the services and places of the organisation."),
    Role.MAIN_USER: _("Keeps up the services and decides who has which role in the organisation."),
    Role.COORDINATOR: _("Keeps up all services and pathways, and decides on roles in every organisation."),
    Role.REFERRAL_COORDINATOR: _("Sees how referrals move and moves them, without personal data of clients."),
    Role.AUDITOR: _("Reads the usage log: who has seen and changed what."),
    Role.ADMINISTRATOR: _("Decides on every role and closes accounts. Sees no referrals."),
}
