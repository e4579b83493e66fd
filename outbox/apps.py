"""Messages and jobs that must not be lost. Knows nobody: a receiver is a plain id and an encrypted address."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OutboxConfig(AppConfig):
    name = "outbox"
    verbose_name = _("Messages and jobs")

    def ready(self):
        from . import digests, forgetting, jobs

        jobs.register("digests", _("Send the digests of the day"), digests.send, hour=7)
        jobs.register("forget_messages", _("Delete old messages and old job runs"), forgetting.forget, hour=3)
