"""Kinds of referral with their questions, and the choices that are ticked."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from organisations.admin.base import PortalAdmin, PortalInline, name_column
from organisations.admin.history import HistoryMixin
from referrals.models import Choice, Kind, Question

ONCE = _("A short name that never changes, such as exercise.")


class QuestionInline(PortalInline):
    model = Question
    rows = ["words", ("code", "answer"), ("active", "position")]


@admin.register(Kind)
class KindAdmin(HistoryMixin, PortalAdmin):
    list_display = ["shown_name", "code", "active"]
    list_filter = ["active"]
    search_fields = ["name_fi", "name_sv", "code"]
    inlines = [QuestionInline]
    beside = [(Question, "kind_id")]
    fieldsets = [
        (_("What it is"), {"fields": ["name", "short_name", "advice", "adviser"]}),
        (_("What is asked"), {"fields": ["asks_safety", "asks_activity", "asks_wellbeing"]}),
        (_("Where it stands"), {"fields": [("code", "position"), "themes", "active"]}),
    ]
    shown_name = name_column(Kind)

    def get_readonly_fields(self, request, obj=None):
        return [*super().get_readonly_fields(request, obj), *(["code"] if obj else [])]


@admin.register(Choice)
class ChoiceAdmin(HistoryMixin, PortalAdmin):
    list_display = ["shown_name", "group", "code", "active"]
    list_filter = ["group", "kinds", "active"]
    search_fields = ["name_fi", "name_sv", "code"]
    fieldsets = [
        (None, {"fields": ["name", ("group", "code"), "kinds"]}),
        (_("In a national code system"), {"fields": [("system", "system_code")]}),
        (_("Where it stands"), {"fields": ["position", "active"]}),
    ]
    shown_name = name_column(Choice)

    def get_readonly_fields(self, request, obj=None):
        return [*super().get_readonly_fields(request, obj), *(["code"] if obj else [])]
