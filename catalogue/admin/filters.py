"""What the list of services can be narrowed by, beyond plain columns."""

from django.contrib import admin
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from catalogue.models import Theme
from organisations.models import Municipality


class LanguageGap(admin.SimpleListFilter):
    title = _("language gap")
    parameter_name = "lacking"

    def lookups(self, request, model_admin):
        return [("sv", _("something is missing in Swedish")), ("fi", _("something is missing in Finnish"))]

    def queryset(self, request, queryset):
        than = {"sv": "fi", "fi": "sv"}.get(self.value())
        return queryset.lacking(self.value(), than=than) if than else queryset


class Confirmation(admin.SimpleListFilter):
    title = _("confirmation")
    parameter_name = "confirmation"

    def lookups(self, request, model_admin):
        return [("confirmed", _("confirmed")), ("overdue", _("overdue")), ("never", _("not confirmed"))]

    def queryset(self, request, queryset):
        words = {"confirmed": queryset.confirmed, "overdue": queryset.overdue, "never": queryset.unconfirmed}
        return words[self.value()]() if self.value() in words else queryset


class InMunicipality(admin.SimpleListFilter):
    """Services that name the municipality, not those of the whole county."""

    title = _("municipality")
    parameter_name = "municipality"

    def lookups(self, request, model_admin):
        return [(one.code, str(one)) for one in Municipality.objects.here().by_name(get_language())]

    def queryset(self, request, queryset):
        return queryset.having("municipalities", [self.value()]) if self.value() else queryset


class InTheme(admin.SimpleListFilter):
    title = _("theme")
    parameter_name = "theme"

    def lookups(self, request, model_admin):
        return [*((theme.key, str(theme)) for theme in Theme.objects.all()), ("none", _("no theme"))]

    def queryset(self, request, queryset):
        if self.value() is None:
            return queryset
        return queryset.without_theme() if self.value() == "none" else queryset.for_theme(self.value())
