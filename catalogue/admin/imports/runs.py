"""Runs of imports: their history, a run's page with its report, asking for one, approving it."""

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.contrib.admin.views.main import ChangeList
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import Http404, HttpResponseNotAllowed, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from catalogue.imports import running
from catalogue.models import ImportRun
from catalogue.models.run import SILENCE
from organisations.admin.base import PortalAdmin
from organisations.admin.guard import is_key

from .ask import AskForm
from .reading import Reading
from .wording import Sources, how_many

State = ImportRun.State


# ------------------------------------------------------------ what may be done with a run
def is_dead(run, now=None):
    """It waits or says it runs, but nothing has been heard of it."""
    late = (now or timezone.now()) - SILENCE
    return run.is_silent(now) or (run.state == State.WAITING and run.made_at < late)


def is_going(run):
    return run.state in (State.WAITING, State.RUNNING) and not is_dead(run)


def going(system):
    """The run of this register that waits or works; None when there is none."""
    unfinished = ImportRun.objects.filter(system=system, state__in=[State.WAITING, State.RUNNING])
    return next((run for run in unfinished.newest_first() if is_going(run)), None)


def is_outdated(run):
    """Something read later has been written since: this report no longer tells what would change."""
    later = Q(approves__gt=run.pk) | Q(approves__isnull=True, pk__gt=run.pk)
    return ImportRun.objects.filter(later, system=run.system, commit=True, state=State.DONE).exists()


def why_not(run):
    """Why a run cannot be approved now, as a sentence; empty when it can."""
    if hasattr(run, "approved_by"):
        return _("This dry run has been approved already. This is what it wrote.")
    if not run.can_be_approved:
        return _("Only a finished dry run can be approved.")
    if is_outdated(run):
        return _("Something newer of this register has been written since. Make a new dry run.")
    if going(run.system):
        return _("Another import of this register is running. Try again when it is ready.")
    return ""


class RunList(ChangeList):
    def get_results(self, request):
        super().get_results(request)
        self.result_list = list(self.result_list)
        sources = Sources(self.result_list)
        for run in self.result_list:
            run.read = sources.of(run)


@admin.register(ImportRun)
class ImportRunAdmin(PortalAdmin):
    list_display = ["asked", "told_state", "what", "register", "counted", "person"]
    list_select_related = ["by", "approves"]
    change_list_template = "admin/catalogue/importrun/change_list.html"

    # ------------------------------------------------------------ rights: nobody writes a run by hand
    def has_view_permission(self, request, obj=None):
        return self.works_here(request)

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    # ------------------------------------------------------------ history of runs
    def get_changelist(self, request, **kwargs):
        return RunList

    def get_ordering(self, request):
        return ["-pk"]

    @admin.display(description=_("asked for"), ordering="made_at")
    def asked(self, run):
        return date_format(timezone.localtime(run.made_at), "SHORT_DATETIME_FORMAT")

    @admin.display(description=_("register"), ordering="system")
    def register(self, run):
        return capfirst(run.get_system_display())

    @admin.display(description=_("what was read"))
    def what(self, run):
        return run.read

    @admin.display(description=_("state"), ordering="state")
    def told_state(self, run):
        return format_html('<span class="tag tag-{}">{}</span>', *state_of(run))

    @admin.display(description=_("counts"))
    def counted(self, run):
        return how_many(run.counts)

    @admin.display(description=_("started by"), ordering="by__name")
    def person(self, run):
        return run.by or _("by command")

    # ------------------------------------------------------------ addresses
    def get_urls(self):
        pages = {
            "ask": self.ask_view,
            "<int:pk>/approve": self.approve_view,
            "<int:pk>/again": self.again_view,
        }
        own = [
            path(
                f"{address}/",
                self.admin_site.admin_view(view),
                name=f"catalogue_importrun_{address.rpartition('/')[2]}",
            )
            for address, view in pages.items()
        ]
        return [*own, *super().get_urls()]

    def _run(self, request, pk):
        if not self.has_view_permission(request):
            raise PermissionDenied
        runs = self.get_queryset(request).select_related("by", "approves", "approved_by")
        run = runs.filter(pk=pk).first() if is_key(ImportRun, pk) else None
        if run is None:
            raise Http404(f"import {pk}")
        return run

    def _to(self, run):
        return HttpResponseRedirect(reverse("admin:catalogue_importrun_change", args=[run.pk]))

    def _page(self, request, template, context):
        request.current_app = self.admin_site.name
        whole = {**self.admin_site.each_context(request), "opts": self.opts, "subtitle": None, **context}
        return TemplateResponse(request, template, whole)

    # ------------------------------------------------------------ asking
    def ask_view(self, request):
        if not self.has_view_permission(request):
            raise PermissionDenied
        form = AskForm(request.POST) if request.method == "POST" else AskForm()
        if form.is_bound and form.is_valid():
            try:
                return self._begin(request, form.cleaned_data["system"], form.sources, form.options)
            except ValueError as error:
                form.add_error("what", str(error))
        return self._page(
            request, "admin/catalogue/importrun/ask.html", {"title": _("New import"), "form": form}
        )

    def again_view(self, request, pk):
        """The same sources read anew: always a dry run."""
        run = self._run(request, pk)
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        try:
            return self._begin(request, run.system, run.sources, run.options)
        except ValueError as error:
            self.message_user(request, str(error), messages.ERROR)
            return self._to(run)

    def _begin(self, request, system, sources, options):
        if other := going(system):
            words = _("This register is being read already. Here is that import; ask again when it is ready.")
            self.message_user(request, words, messages.WARNING)
            return self._to(other)
        run = running.ask(system=system, sources=sources, options=options, by=request.user)
        running.start(run)
        self.message_user(request, _("The dry run was started. It writes nothing."), messages.SUCCESS)
        return self._to(run)

    # ------------------------------------------------------------ approving
    def approve_view(self, request, pk):
        run = self._run(request, pk)
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        if words := why_not(run):
            self.message_user(request, words, messages.WARNING)
            return self._to(getattr(run, "approved_by", run))
        try:
            writing = run.approve(by=request.user)
        except ValueError:  # somebody else was a moment faster
            run = self._run(request, pk)
            self.message_user(request, why_not(run), messages.WARNING)
            return self._to(getattr(run, "approved_by", run))
        running.start(writing)
        self.message_user(request, _("Approved. Writing has begun."), messages.SUCCESS)
        return self._to(writing)

    # ------------------------------------------------------------ a run's page
    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        if object_id is None:
            raise PermissionDenied
        run = self._run(request, unquote(object_id))
        if request.method not in ("GET", "HEAD"):
            return HttpResponseNotAllowed(["GET", "HEAD"])
        context = {
            "title": capfirst(str(run)),
            "original": run,
            "run": run,
            "read": Sources([run]).of(run),
            "state": state_of(run),
            "going": is_going(run),
            "dead": is_dead(run) or run.state == State.INTERRUPTED,
            "approved_by": getattr(run, "approved_by", None),
            "report": Reading(run, request.GET.get("outcome", ""), request.GET.get("page", "1")),
            "outdated": run.can_be_approved and is_outdated(run),
        }
        return self._page(request, "admin/catalogue/importrun/run.html", context)


def state_of(run):
    """(key, words) of a run's state; one that died says so before anybody looked after it."""
    state = State.INTERRUPTED if is_dead(run) else State(run.state)
    return state.value, state.label
