"""The professional's side of a hand-over: a code opens a result once."""

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from catalogue.caching import public

from ..assessments import handing
from ..models import HandOver
from .assessments import unkept


@csrf_exempt  # whoever knows a code may open it: no session and no cookie says more than the code does
@require_http_methods(["GET", "HEAD", "POST"])
@login_not_required
def hand_over(request):
    return _opened(request) if request.method == "POST" else _asked(request)


@public
def _asked(request):
    return render(request, "pathways/assessments/open.html")


@unkept
def _opened(request):
    """A wrong, an old and a used code are told apart by nobody."""
    typed = request.POST.get("code", "")
    found = HandOver.objects.take(typed, now=timezone.now())
    shown = handing.shown(found) if found else None
    if shown is None:
        context = {"wrong": True, "typed": typed[:40].replace("\x00", "")}
        return render(request, "pathways/assessments/open.html", context)
    return render(request, "pathways/assessments/handed.html", shown)
