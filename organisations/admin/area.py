"""Municipalities: facts of Statistics Finland; the coordinator writes the inflected forms of the names."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from organisations.models import Municipality

from .base import PortalAdmin, name_column


@admin.register(Municipality)
class MunicipalityAdmin(PortalAdmin):
    list_display = ["shown_name", "code", "languages", "county"]
    list_filter = ["languages"]
    search_fields = ["name_fi", "name_sv", "code"]
    readonly_fields = [
        "code",
        "name_fi",
        "name_sv",
        "name_en",
        "county",
        "languages",
        "latitude",
        "longitude",
    ]
    fieldsets = [
        (None, {"fields": ["code", "name", "county", "languages", "latitude", "longitude"]}),
        (
            _("Forms of the name"),
            {
                "fields": ["name_of", "name_in", "name_to", "name_from"],
                "description": _(
                    "Write the whole form as people there say it: Pyhtäällä, i Pyttis. "
                    "An empty form is left out of the pages."
                ),
            },
        ),
    ]
    shown_name = name_column(Municipality)

    def own(self, request):
        return Municipality.objects.here()

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False
