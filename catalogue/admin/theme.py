"""Themes of the front page, and the rules that bring services under them."""

from django.contrib import admin

from catalogue.models import Theme
from organisations.admin.base import PortalAdmin, name_column
from organisations.admin.history import HistoryMixin

from .rows import ThemeRuleInline


@admin.register(Theme)
class ThemeAdmin(HistoryMixin, PortalAdmin):
    list_display = ["shown_name", "key", "order"]
    search_fields = ["name_fi", "name_sv", "key"]
    inlines = [ThemeRuleInline]
    fieldsets = [(None, {"fields": ["name", "key", "order"]})]
    shown_name = name_column(Theme)

    def get_readonly_fields(self, request, obj=None):
        return ["key"] if obj else []
