"""The usage log for the auditor, and the report on one person's data. Reading them is itself in the log."""

from django.core.paginator import Paginator
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from audit import trail
from audit.models import Entry
from audit.report import seen
from organisations.access import only
from organisations.deeds import detail, lines, role
from organisations.forms.usage import LogFilter, ReportForm
from organisations.roles import Role
from organisations.signin.proof import step_up

from .people import ways
from .steps import asked_again

PAGE = 50


@require_safe
@only(Role.AUDITOR)
@step_up
def log(request):
    form = LogFilter(request.GET)
    page = Paginator(entries(form), PAGE).get_page(request.GET.get("page"))
    asked = [f"{name}: {value}" for name, value in form.asked().items()]
    trail.write("log_read", subject=("log", ""), shown=[one.pk for one in page], fields=asked)
    context = {"form": form, "page": page, "lines": lines(page), **ways(request, page)}
    return render(request, "workspace/usage_log.html", context)


def entries(form):
    """The lines that were asked for, the newest first; none for a question that cannot be read."""
    if not form.is_valid():
        return Entry.objects.none()
    asked, found = form.cleaned_data, Entry.objects.newest()
    found = found.between(asked["since"], asked["until"])
    found = found.by(asked["person"].pk) if asked["person"] else found
    found = found.doing(asked["action"]) if asked["action"] else found
    return found.refused() if asked["refused"] else found


@require_http_methods(["GET", "HEAD", "POST"])
@only(Role.AUDITOR)
@asked_again
def report(request):
    """Sent by POST: neither the person nor the reason stands in an address."""
    form, found = ReportForm(request.POST or None), None
    if request.sure and form.is_valid():
        asked = form.cleaned_data
        trail.write("log_reported", subject=form.subject, purpose=asked["reason"])
        found = [
            (one, role(one.role), [detail(field) for field in one.fields])
            for one in seen(*form.subject, older=asked["older"])
        ]
    return render(
        request, "workspace/usage_report.html", {"form": form, "found": found, "now": timezone.now()}
    )
