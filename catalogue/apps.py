"""What exists: services, places, vocabularies and finding them."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CatalogueConfig(AppConfig):
    name = "catalogue"
    verbose_name = _("Catalogue")

    def ready(self):
        from . import follow
        from .tray import items, kinds

        follow.connect()
        kinds.register("s", items.services)
