"""Places: where services happen, whoever gives them."""

from django.contrib import admin
from django.contrib.admin import RelatedOnlyFieldListFilter
from django.contrib.admin.utils import unquote
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from catalogue.imports.corrections import note
from catalogue.models import OpeningHours, Place, Service
from organisations.admin.base import PortalAdmin, name_column
from organisations.admin.fields import in_own_language
from organisations.admin.history import HistoryMixin
from organisations.desk import desk

from .rows import OpeningHoursInline


@admin.register(Place)
class PlaceAdmin(HistoryMixin, PortalAdmin):
    for_editors = True
    list_display = ["shown_name", "street_shown", "municipality", "organisation_name", "accuracy"]
    list_filter = [
        ("municipality", RelatedOnlyFieldListFilter),
        "accuracy",
        ("organisation", RelatedOnlyFieldListFilter),
    ]
    list_select_related = ["municipality", "organisation"]
    search_fields = [
        "name_fi",
        "name_sv",
        "street_fi",
        "street_sv",
        "municipality__name_fi",
        "municipality__name_sv",
    ]
    inlines = [OpeningHoursInline]
    beside = [(OpeningHours, "place_id")]
    fieldsets = [
        (_("Which place"), {"fields": ["name", "organisation"]}),
        (_("Address"), {"fields": ["street", "postcode", "post_office", "municipality", "directions"]}),
        (
            _("Point on the map"),
            {
                "fields": [("latitude", "longitude"), ("accuracy", "point_source")],
                "description": _("Leave all four empty when the point is not known. Nothing is guessed."),
            },
        ),
        (_("Accessibility"), {"fields": ["step_free", "access"]}),
    ]
    shown_name = name_column(Place)

    @admin.display(description=_("street address"))
    def street_shown(self, place):
        return place.street_fi or place.street_sv

    @admin.display(description=_("who keeps it up"), ordering="organisation__name_fi")
    def organisation_name(self, place):
        return in_own_language(place.organisation) if place.organisation else ""

    def own(self, request):
        """A coordinator's are all places, also those that nobody keeps up."""
        if desk(request).coordinator:
            return Place.objects.all()
        return Place.objects.of(desk(request).organisations())

    def get_form(self, request, obj=None, change=False, **kwargs):
        """An editor's place belongs to the own organisation, or it would leave the editor's hands."""
        form = super().get_form(request, obj, change=change, **kwargs)
        if not desk(request).coordinator and "organisation" in form.base_fields:
            form.base_fields["organisation"].required = True
        return form

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        note(form.instance)
        # again: its opening hours are saved after it
        Service.objects.within(Service.objects.using_places([form.instance])).refresh()

    # ------------------------------------------------------------ deleting
    def delete_view(self, request, object_id, extra_context=None):
        place = self.get_object(request, unquote(object_id))
        using = [] if place is None else Service.objects.using_places([place])
        return super().delete_view(request, object_id, {"used_by": using, **(extra_context or {})})

    def get_deleted_objects(self, objs, request):
        """A place with times stays; one that others use is not an editor's to take away."""
        listed, counts, lacking, blocked = super().get_deleted_objects(objs, request)
        using = Service.objects.using_places(objs)
        own = using if desk(request).coordinator else using.edited_by(request.user)
        protected = [str(service) for service in own.filter(schedules__place__in=objs)]
        foreign = using.exclude(pk__in=own.values("pk"))
        for service in foreign.published():
            protected.append(_("%(name)s (used by services of others)") % {"name": service})
        if hidden := foreign.exclude(pk__in=Service.objects.published().values("pk")).count():
            words = ngettext(
                "%(n)d service of others that is not public",
                "%(n)d services of others that are not public",
                hidden,
            )
            protected.append(words % {"n": hidden})
        return listed, counts, lacking, protected or blocked  # in our words, which name no draft of others
