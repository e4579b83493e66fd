"""The site as an app (its template tags and static files), and the admin with its own door."""

from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig


class PortalConfig(AppConfig):
    name = "hyteportal"
    verbose_name = "Hyteportaali"


class PortalAdminConfig(AdminConfig):
    default_site = "hyteportal.admin_site.PortalAdminSite"
