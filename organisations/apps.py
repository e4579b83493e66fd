"""Who: counties, municipalities, organisations and their units, users, memberships."""

from django.apps import AppConfig
from django.core.checks import Tags, register
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class OrganisationsConfig(AppConfig):
    name = "organisations"
    verbose_name = _("Organisations and people")

    def ready(self):
        from audit import actions
        from fields import rotation
        from outbox import jobs

        from . import checks as keys
        from . import follow, stuck
        from .models.canary import set_canary
        from .signin import checks, entering, log  # noqa: F401 (checks register themselves)

        follow.connect()
        rotation.register_json("mfa.Authenticator", "data")  # secrets of second factors
        actions.register(log.WORDS)
        register(keys.keys_are_those_of_the_database, keys.KEYS, Tags.database)
        post_migrate.connect(set_canary, sender=self, dispatch_uid="organisations.canary")
        forget = _("Forget sessions that have ended")
        jobs.register("forget_ended_sessions", forget, entering.forget_ended, hour=3)
        jobs.register("tell_of_stuck", _("Tell of messages that could not be sent"), stuck.tell, hour=6)
