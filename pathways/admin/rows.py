"""Rows that are edited on the page of their pathway: lanes, stages, transitions."""

from django import forms
from django.utils.translation import gettext_lazy as _

from organisations.admin.base import PortalInline
from organisations.admin.fields import Select
from pathways.assessments.instruments import instruments
from pathways.models import Lane, Stage, Transition

from .forms import WayForm, WaysForm


class LaneInline(PortalInline):
    model = Lane
    rows = [("key", "actor", "order"), "name"]


class StageInline(PortalInline):
    model = Stage
    rows = [
        ("key", "order", "kind"),
        "lane",
        "title",
        "body",
        "bring",
        "duration",
        ("assessment", "referral"),
        "search",
        "services",
    ]

    def offered(self, db_field, request):
        """A stage stands in a lane of its own pathway."""
        if db_field.name == "lane":
            return Lane.objects.filter(pathway=getattr(request, "record", None))
        return super().offered(db_field, request)

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if db_field.name == "assessment":
            choices = [("", _("no test")), *((one.key, str(one.title)) for one in instruments().values())]
            return forms.ChoiceField(label=field.label, choices=choices, required=False, widget=Select)
        return field


class TransitionInline(PortalInline):
    model = Transition
    form, formset = WayForm, WaysForm
    rows = [("from_key", "to_key"), "condition"]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("from_stage", "to_stage")
