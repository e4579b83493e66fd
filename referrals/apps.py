"""Referrals as a closed loop between people."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReferralsConfig(AppConfig):
    name = "referrals"
    verbose_name = _("Referrals")

    def ready(self):
        from . import alarms, clock, counting, deeds, erasing, posting

        alarms.register()
        clock.register()
        counting.register()
        deeds.register()
        erasing.register()
        posting.register()
