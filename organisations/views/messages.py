"""Pages of messages and jobs: what could not be sent, what ran when, and where practice messages land."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods, require_safe

from audit import trail
from organisations import running, stuck
from organisations.access import only
from outbox.models import Message, PracticeMessage

PAGE, PRACTICE_PAGE = 50, 20


@require_http_methods(["GET", "HEAD", "POST"])
@only(*stuck.TOLD)
def messages_stuck(request):
    return _acted(request) if request.method == "POST" else _listed(request)


def _listed(request):
    now = timezone.now()
    page = Paginator(Message.objects.dead().newest_first(), PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": stuck.listed(page.object_list),
        "waiting": Message.objects.waiting().single().count(),
        "late": Message.objects.late(now).count(),
    }
    return render(request, "outbox/stuck.html", context)


def _acted(request):
    """One message again, or all of them, or one given up; which ones is in the log."""
    now, dead = timezone.now(), Message.objects.dead()
    chosen = dead if request.POST.get("do") == "all" else dead.named(request.POST.get("message", ""))
    if request.POST.get("do") == "drop":
        said = _("The message was deleted. It is not sent any more.")
        _noted(request, "message_given_up", chosen.give_up(now), said)
    else:
        _noted(request, "message_tried_again", chosen.send_again(now), _("Sending is tried again."))
    return redirect("messages_stuck")


def _noted(request, action, done, said):
    if not done:
        said = _("Somebody else was first: the message is no longer here. Nothing was changed.")
        return messages.info(request, said)
    trail.write(action, subject=("message", done[0] if len(done) == 1 else ""), shown=done)
    return messages.success(request, said)


@require_safe
@only(*stuck.TOLD)
def job_runs(request):
    return render(request, "outbox/jobs.html", {"rows": running.shown(timezone.now())})


@require_safe
@login_not_required
@cache_control(no_store=True, private=True)
def practice_inbox(request):
    """What a demonstration would have sent: nothing in it leaves, and whoever tries it out reads it here."""
    if settings.HYTE_ENV != "demo":
        raise Http404("practice inbox")
    page = Paginator(PracticeMessage.objects.newest_first(), PRACTICE_PAGE).get_page(request.GET.get("page"))
    return render(request, "outbox/practice.html", {"page": page})
