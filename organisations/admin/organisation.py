"""Organisations of every kind and their units."""

from django.contrib import admin
from django.contrib.admin import RelatedOnlyFieldListFilter
from django.utils.translation import gettext_lazy as _

from organisations.desk import desk
from organisations.models import Organisation

from .base import PortalAdmin, PortalInline, name_column
from .fields import in_own_language
from .history import HistoryMixin


class UnitInline(PortalInline):
    model = Organisation
    fk_name = "parent"
    verbose_name = _("unit")
    verbose_name_plural = _("units")
    rows = ["name", ("phone", "email")]
    extra = 0
    show_change_link = True

    def has_add_permission(self, request, obj):
        return False

    has_change_permission = has_delete_permission = lambda self, request, obj=None: False


@admin.register(Organisation)
class OrganisationAdmin(HistoryMixin, PortalAdmin):
    for_editors = True
    list_display = ["shown_name", "kind", "parent_name", "municipality"]
    list_filter = ["kind", ("municipality", RelatedOnlyFieldListFilter)]
    list_select_related = ["parent", "municipality"]
    search_fields = ["name_fi", "name_sv", "parent__name_fi", "parent__name_sv", "business_id"]
    inlines = [UnitInline]
    fieldsets = [
        (_("Who this is"), {"fields": ["name", "kind", "parent", "municipality"]}),
        (_("What it does"), {"fields": ["description"]}),
        (_("Contacts"), {"fields": ["website", ("phone", "email")]}),
        (_("Identifiers"), {"fields": ["business_id", "ptv_id", "oid"]}),
    ]
    for_coordinators = ["kind", "parent", "municipality", "business_id", "ptv_id", "oid"]
    shown_name = name_column(Organisation)

    @admin.display(description=_("unit of"), ordering="parent__name_fi")
    def parent_name(self, organisation):
        return in_own_language(organisation.parent) if organisation.parent else ""

    def own(self, request):
        return desk(request).organisations()

    def has_add_permission(self, request):
        return desk(request).coordinator

    def has_delete_permission(self, request, obj=None):
        return desk(request).coordinator

    def get_readonly_fields(self, request, obj=None):
        return [] if desk(request).coordinator else self.for_coordinators

    def get_inlines(self, request, obj):
        return self.inlines if obj else []
