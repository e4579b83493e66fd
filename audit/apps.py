"""Who did and saw what: one append-only table, one function to write it. People and places are plain ids."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AuditConfig(AppConfig):
    name = "audit"
    verbose_name = _("Log of use")
