"""The site as an app (its template tags and static files), and the admin with its own door."""

from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig


class PortalConfig(AppConfig):
    name = "hyteportal"
    verbose_name = "Hyteportaali"

    def ready(self):
        from organisations.county import fact

        fact("name")  # an unknown HYTE_COUNTY stops the process here


class PortalAdminConfig(AdminConfig):
    default_site = "hyteportal.admin_site.PortalAdminSite"
