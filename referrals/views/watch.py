"""The referral coordinator's pages: what is late or was returned, without anything personal, and moving it."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from audit import trail
from organisations.access import found, only
from organisations.models import Role
from organisations.views.people import ways
from referrals import deeds
from referrals import words as said
from referrals.acting import By
from referrals.forms.actions import ACTIONS
from referrals.models import Assignment
from referrals.models.moving import Meanwhile, NotNow
from referrals.shown import Watched

PAGE = 50


@require_safe
@only(Role.REFERRAL_COORDINATOR)
def every(request):
    rows = Assignment.objects.watched_by(request.user).for_watching()
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    deeds.saw_list([one.referral_id for one in page], fields=["number"])
    return render(request, "referrals/watch.html", {"page": page, **ways(request, page)})


def watched(request, pk, action):
    rows = Assignment.objects.watched_by(request.user).for_watching()
    assignment = found(rows, pk, action, "assignment")
    return Watched(assignment.referral, assignment, request.user, timezone.now())


@require_safe
@only(Role.REFERRAL_COORDINATOR)
def one(request, pk):
    shown = watched(request, pk, "read")
    deeds.saw(shown.referral, fields=["number"])
    return render(request, "referrals/watched.html", {"shown": shown})


@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_post_parameters()
@only(Role.REFERRAL_COORDINATOR)
def move(request, pk, action):
    shown = watched(request, pk, deeds.action(ACTIONS[action].move))
    if ACTIONS[action].move not in shown.moves:
        trail.deny(deeds.action(ACTIONS[action].move), subject=(deeds.KIND, shown.referral.pk))
        raise PermissionDenied
    form = ACTIONS[action](request.POST or None, shown=shown)
    if request.method == "POST" and form.is_valid():
        verb, version = getattr(shown.assignment, form.move), form.cleaned_data["version"]
        try:
            verb(by=By("K", request.user), version=version, now=shown.now, **form.given())
        except NotNow as fault:
            for problem in fault.problems:
                form.add_error(None, problem)
        except Meanwhile as fault:
            done = fault.event and said.MOVES.get(fault.event.move)
            context = {"shown": shown, "form": form, "event": fault.event, "done": done, "watched": True}
            return render(request, "referrals/meanwhile.html", context, status=409)
        else:
            messages.success(request, _("Done: %(move)s") % {"move": form.title_words})
            return redirect("referral_watch")
    deeds.saw(shown.referral, fields=["number"])
    context = {"shown": shown, "form": form, "action": action, "watched": True}
    return render(request, "referrals/move.html", context)
