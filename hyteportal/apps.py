"""The site as an app (its template tags and static files), and the admin with its own door."""

import sys

from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig


class PortalConfig(AppConfig):
    name = "hyteportal"
    verbose_name = "Hyteportaali"

    def ready(self):
        from organisations.county import fact

        from . import (
            checks,  # noqa: F401  registers them
            jobs,
        )
        from .redaction import say_uncaught

        if sys.excepthook is sys.__excepthook__:
            sys.excepthook = say_uncaught
        fact("name")  # an unknown HYTE_COUNTY stops the process here
        jobs.register()


class PortalAdminConfig(AdminConfig):
    default_site = "hyteportal.admin_site.PortalAdminSite"
