"""Receiving teams: a coordinator makes them, their own organisation's editors keep them true."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from organisations.admin.base import PortalAdmin, name_column
from organisations.admin.fields import in_own_language
from organisations.admin.history import HistoryMixin
from organisations.desk import desk
from referrals.models import Team


@admin.register(Team)
class TeamAdmin(HistoryMixin, PortalAdmin):
    for_editors = True
    list_display = ["shown_name", "belongs_to", "capacity", "capacity_on", "active"]
    list_filter = ["active", "kinds", "capacity"]
    list_select_related = ["organisation"]
    search_fields = ["name_fi", "name_sv", "organisation__name_fi", "organisation__name_sv"]
    for_coordinators = ["organisation", "kinds", "practice"]
    fieldsets = [
        (_("Who this is"), {"fields": ["name", "organisation"]}),
        (_("What it takes"), {"fields": ["kinds", "municipalities", "active"]}),
        (_("For clients"), {"fields": ["phone", "place"]}),
        (_("Capacity"), {"fields": [("capacity", "waiting_weeks"), "capacity_on"]}),
        (_("Practice"), {"fields": ["practice"]}),
    ]
    shown_name = name_column(Team)

    @admin.display(description=_("organisation or unit"), ordering="organisation__name_fi")
    def belongs_to(self, team):
        return in_own_language(team.organisation)

    def own(self, request):
        return Team.objects.of(desk(request).organisations())

    def has_add_permission(self, request):
        return desk(request).coordinator

    def has_delete_permission(self, request, obj=None):
        return desk(request).coordinator

    def get_readonly_fields(self, request, obj=None):
        own = [] if desk(request).coordinator else self.for_coordinators
        return [*super().get_readonly_fields(request, obj), *own]
