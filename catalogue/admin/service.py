"""Services: the form reads like the answers a resident looks for."""

from django.contrib import admin
from django.contrib.admin import RelatedOnlyFieldListFilter
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from catalogue.imports.corrections import note
from catalogue.models import Contact, Schedule, Service
from catalogue.models.choices import BARRIERS, DELIVERY, Status
from catalogue.models.service import TEXTS
from organisations.admin.base import PortalAdmin, name_column
from organisations.admin.fields import in_own_language
from organisations.admin.history import HistoryMixin
from organisations.desk import desk

from . import actions
from .filters import Confirmation, InMunicipality, InTheme, LanguageGap
from .rows import WHEN_AND_WHERE, ContactInline, ScheduleInline
from .service_form import ServiceForm

DATES = ["content_changed_at", "verified_at", "verified_by", "verified_for", "verified_how", "next_review_on"]


@admin.register(Service)
class ServiceAdmin(HistoryMixin, PortalAdmin):
    for_editors = True
    form = ServiceForm
    list_display = ["shown_name", "provider_name", "status", "gap", "checked"]
    list_filter = [
        "status",
        LanguageGap,
        Confirmation,
        InTheme,
        InMunicipality,
        "provenance",
        ("provider", RelatedOnlyFieldListFilter),
    ]
    list_select_related = ["provider"]
    search_fields = [
        "name_fi",
        "name_sv",
        "summary_fi",
        "summary_sv",
        "provider__name_fi",
        "provider__name_sv",
    ]
    actions = [actions.publish, actions.archive, actions.verify]
    inlines = [ScheduleInline, ContactInline]
    beside = [(Schedule, "service_id"), (Contact, "service_id")]
    untold = ["content_changed_at", "created_at"]
    not_restored = ["status"]
    readonly_fields = ["themes_shown", "provenance", "created_at", *DATES]
    fieldsets = [
        (_("What it is"), {"fields": ["name", "summary", "description", "format"]}),
        (_("For whom"), {"fields": ["for_whom", "target_groups", "life_events"]}),
        (_("Good to know beforehand"), {"fields": [tuple(BARRIERS)]}),
        (_("What it costs"), {"fields": ["price_kind", "price"]}),
        (_("How to take part"), {"fields": ["access_kind", "how_to", "first_visit"]}),
        (WHEN_AND_WHERE, {"fields": [tuple(DELIVERY), "places", "languages"]}),
        (_("Who answers for it"), {"fields": ["provider", "producers"]}),
        (_("Classification"), {"fields": ["classes", "keywords", "themes_shown"]}),
        (_("Area"), {"fields": ["area", "municipalities"]}),
        (_("State and dates"), {"fields": ["status", "provenance", "created_at", *DATES]}),
    ]
    shown_name = name_column(Service)

    # ------------------------------------------------------------ list
    @admin.display(description=_("provider"), ordering="provider__name_fi")
    def provider_name(self, service):
        return in_own_language(service.provider)

    @admin.display(description=_("language gap"))
    def gap(self, service):
        """Which language lacks something that another has."""
        words = {"sv": _("Swedish is incomplete"), "fi": _("Finnish is incomplete")}
        lacking = [code for code in words if self._lacks(service, code)]
        return " · ".join(str(words[code]) for code in lacking)

    def _lacks(self, service, code):
        than = "fi" if code == "sv" else "sv"
        return any(
            getattr(service, f"{name}_{than}") and not getattr(service, f"{name}_{code}") for name in TEXTS
        )

    @admin.display(description=_("confirmed"), ordering="verified_at")
    def checked(self, service):
        if service.verified_at is None:
            return _("not confirmed")
        day = date_format(timezone.localtime(service.verified_at), "SHORT_DATE_FORMAT")
        late = service.next_review_on < timezone.localdate()
        return _("%(day)s, overdue") % {"day": day} if late else day

    # ------------------------------------------------------------ form
    @admin.display(description=_("themes"))
    def themes_shown(self, service):
        if not service.pk:
            return _("They are set when the service is saved.")
        return ", ".join(str(theme) for theme in service.themes.all()) or _("no theme")

    def own(self, request):
        return Service.objects.edited_by(request.user) if desk(request).open else Service.objects.none()

    def has_delete_permission(self, request, obj=None):
        """What was public is archived, so that its address can say so; only a coordinator deletes it."""
        public_once = obj is not None and obj.status in (Status.PUBLISHED, Status.ARCHIVED)
        return super().has_delete_permission(request, obj) and (desk(request).coordinator or not public_once)

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        content = set(form.changed_data) - {"status"} or any(formset.has_changed() for formset in formsets)
        if content:
            form.instance.changed(now=timezone.now())
        note(form.instance)
        form.instance.refresh()  # last: the page also says that the record was corrected here
