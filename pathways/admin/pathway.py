"""Pathways: texts, lanes, stages and transitions on one page, with the picture they make."""

from django.contrib import admin, messages
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext_lazy as _

from catalogue.models.choices import Status
from organisations.admin.base import PortalAdmin, name_column
from organisations.admin.history import HistoryMixin
from organisations.desk import desk
from pathways import reading
from pathways.models import Lane, Pathway, Stage, Transition
from pathways.picture import drawing

from .forms import PathwayForm
from .rows import LaneInline, StageInline, TransitionInline

DATES = ["changed_at", "verified_at", "verified_by", "verified_for", "next_review_on"]


@admin.action(description=_("Mark as checked today"), permissions=["change"])
def verify(modeladmin, request, queryset):
    done, now = 0, timezone.now()
    for pathway in queryset:
        if pathway.status != Status.ARCHIVED:
            organisation, _owner = desk(request).confirms_for(pathway.owner)
            pathway.verify(by=request.user, organisation=organisation, now=now)
            done += 1
    if done:
        words = ngettext(
            "%(n)d pathway was marked as checked.", "%(n)d pathways were marked as checked.", done
        )
        modeladmin.message_user(request, words % {"n": done}, messages.SUCCESS)
    else:
        words = _("Nothing changed: pathways that were taken away are not checked.")
        modeladmin.message_user(request, words, messages.INFO)


@admin.register(Pathway)
class PathwayAdmin(HistoryMixin, PortalAdmin):
    form = PathwayForm
    change_form_template = "admin/pathways/pathway.html"
    list_display = ["shown_name", "status", "checked", "wrong"]
    list_filter = ["status"]
    search_fields = ["name_fi", "name_sv", "key"]
    actions = [verify]
    inlines = [LaneInline, StageInline, TransitionInline]
    beside = [(Lane, "pathway_id"), (Stage, "pathway_id"), (Transition, "pathway_id")]
    untold = ["changed_at", "content_hash", "former_slugs"]
    not_restored = ["status"]
    readonly_fields = DATES
    fieldsets = [
        (_("What it is"), {"fields": ["name", "slug", "lead", "for_whom", "gives", "duration", "easy"]}),
        (_("For professionals"), {"fields": ["bring_up", "questions", "print", "call", "referral"]}),
        (_("Where it stands"), {"fields": [("key", "order"), "themes", "owner"]}),
        (_("State and dates"), {"fields": ["status", *DATES]}),
    ]
    shown_name = name_column(Pathway)

    # ------------------------------------------------------------ list
    @admin.display(description=_("confirmed"), ordering="verified_at")
    def checked(self, pathway):
        if pathway.verified_at is None:
            return _("not confirmed")
        day = date_format(timezone.localtime(pathway.verified_at), "SHORT_DATE_FORMAT")
        late = pathway.next_review_on < timezone.localdate()
        return _("%(day)s, overdue") % {"day": day} if late else day

    @admin.display(description=_("to be put right"))
    def wrong(self, pathway):
        return len(pathway.problems()) or ""

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("themes", "lanes", "stages", "transitions")

    # ------------------------------------------------------------ form
    def get_readonly_fields(self, request, obj=None):
        return [*super().get_readonly_fields(request, obj), *(["key"] if obj else [])]

    def _create_formsets(self, request, obj, change):
        """Transitions are checked with the lanes and stages sent with them, and offer the keys of stages."""
        formsets, inlines = super()._create_formsets(request, obj, change)
        lanes, stages, ways = formsets
        ways.beside = lanes, stages
        offered = [(stage.key, str(stage)) for stage in obj.stages.all()] if obj.pk else []
        for form in (*ways.forms, ways.empty_form):
            for name in ("from_key", "to_key"):
                form.fields[name].widget.offered = offered
        return formsets, inlines

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        if form.has_changed() or any(formset.has_changed() for formset in formsets):
            form.instance.changed(now=timezone.now())

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        """Under the form stand what is wrong and the picture, of what is saved."""
        if obj and change:
            saved = Pathway.objects.with_rows().get(pk=obj.pk)
            shown = reading.read_one(saved, get_language())
            context |= {"problems": saved.problems(), "picture": drawing.drawn(shown, "")}
        return super().render_change_form(request, context, add, change, form_url, obj)
