"""Anonymous counts of what happens: no person, no address, no identifier."""

import atexit

from django.apps import AppConfig
from django.core.signals import request_finished
from django.utils.translation import gettext_lazy as _


class CountersConfig(AppConfig):
    name = "counters"
    verbose_name = _("Counters")

    def ready(self):
        from . import counting

        request_finished.connect(counting.write_when_due, dispatch_uid="counters.write")
        atexit.register(counting.write_at_exit)
