"""Code lists: official codes and names are facts; the coordinator writes the names residents see."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from catalogue.models import Keyword, Language, LifeEvent, PlaceType, ServiceClass, Synonym, TargetGroup
from organisations.admin.base import PortalAdmin, name_column
from organisations.admin.history import HistoryMixin


class FixedList(PortalAdmin):
    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


class TermAdmin(FixedList):
    list_display = ["shown_words", "code"]
    search_fields = ["code", "name_fi", "name_sv", "label_fi", "label_sv"]
    readonly_fields = ["code", "uri", "parent", "name_fi", "name_sv", "name_en"]
    fieldsets = [
        (_("Shown to residents"), {"fields": ["label"]}),
        (_("Official list"), {"fields": ["code", "name", "parent", "uri"]}),
    ]

    @admin.display(description=_("shown name"), ordering="order")
    def shown_words(self, term):
        return str(term)


admin.site.register([ServiceClass, LifeEvent], TermAdmin)


@admin.register(TargetGroup)
class TargetGroupAdmin(TermAdmin):
    list_display = ["shown_words", "code", "shown_to_residents"]
    fieldsets = [
        (_("Shown to residents"), {"fields": ["label", "shown_to_residents"]}),
        TermAdmin.fieldsets[1],
    ]


@admin.register(Keyword)
class KeywordAdmin(PortalAdmin):
    list_display = ["shown_name", "uri"]
    search_fields = ["name_fi", "name_sv", "uri"]
    fieldsets = [(None, {"fields": ["name", "uri"]})]
    shown_name = name_column(Keyword)


@admin.register(Language)
class LanguageAdmin(FixedList):
    list_display = ["shown_name", "code", "order"]
    search_fields = ["name_fi", "name_sv", "code"]
    readonly_fields = ["code"]
    fieldsets = [(None, {"fields": ["name", "code", "order"]})]
    shown_name = name_column(Language)


@admin.register(PlaceType)
class PlaceTypeAdmin(FixedList):
    """Which types of the register of sports places become services, and under which classes."""

    list_display = ["shown_name", "code", "makes_service"]
    list_filter = ["makes_service"]
    search_fields = ["name_fi", "name_sv", "code"]
    readonly_fields = ["code", "name_fi", "name_sv", "name_en"]
    fieldsets = [
        (_("As a service"), {"fields": ["makes_service", "classes", "target_groups"]}),
        (_("Official list"), {"fields": ["code", "name"]}),
    ]
    shown_name = name_column(PlaceType)


@admin.register(Synonym)
class SynonymAdmin(HistoryMixin, PortalAdmin):
    """From the words people type to the words of the services."""

    list_display = ["typed", "means", "language"]
    list_filter = ["language"]
    search_fields = ["typed", "means"]
    fieldsets = [(None, {"fields": ["language", "typed", "means"]})]
