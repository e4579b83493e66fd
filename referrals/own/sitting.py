"""Who sits before the own page: nobody but the holder of a cookie whose digest a link keeps.

Each page is one transaction that sees this one referral (``app.referral``) and is written into the log. The cookie
holds a random text, sealed, and nothing of the person; pages that need none set none.
"""

from functools import wraps

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import transaction
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters

from audit import trail
from catalogue import snapshot
from catalogue.tray.same_origin import is_own
from organisations.scope import Scope, within
from pathways.assessments.sealing import seal, unseal
from referrals.forms.own import WORDS
from referrals.models import Link
from referrals.models.link import LONGEST, digest

from .case import Own

PURPOSE = "referrals.own.sitting"
CLIENT = trail.Actor(role="client")
GONE = 410


def cookie():
    return "__Host-own" if settings.PRODUCTION else "own"


def unkept(view):
    """Neither browser nor cache keeps the page; a form is taken from our own pages alone, in place of a token."""

    @csrf_exempt
    @sensitive_post_parameters()
    @login_not_required
    @wraps(view)
    def answered(request, *args, **kwargs):
        request.catalogue = snapshot.current()
        if request.method == "POST" and not is_own(request):
            return render(request, "csrf.html", status=403)
        request.work.asked.actor = CLIENT
        answer = view(request, *args, **kwargs)
        answer["Cache-Control"] = "no-store, private"
        answer["X-Robots-Tag"] = "noindex"
        return answer

    return answered


def seated(view):
    """``view(request, own)`` within the sitting; without one the page says so and how to come back."""

    @unkept
    @wraps(view)
    def answered(request, *args, **kwargs):
        secret, now = _secret(request), timezone.now()
        with transaction.atomic(), within(Scope(link=digest(secret))):
            link = Link.objects.sat_by(secret, now).first() if secret else None
            if link is None:
                return leave(request, _over(request))
            with within(Scope(link=digest(secret), referral=link.referral_id)):
                own = Own(link, now)
                if own.is_closed:
                    return leave(request, _over(request))
                link.stay(now)
                return view(request, own, *args, **kwargs)

    return answered


def _over(request):
    return render(request, "referrals/own/over.html", {"typed": typed(request)}, status=GONE)


def typed(request):
    """The words of a form that could not be taken: they go back to who wrote them, and nowhere else."""
    return request.POST.get("text", "").strip()[:WORDS]


def begin(response, secret):
    response.set_cookie(
        cookie(),
        seal(secret, PURPOSE),
        max_age=int(LONGEST.total_seconds()),
        secure=settings.PRODUCTION,
        httponly=True,
        samesite="Strict",
    )
    return response


def leave(request, response):
    """The cookie goes; who has none gets none."""
    if cookie() not in request.COOKIES:
        return response
    response.delete_cookie(cookie(), samesite="Strict")
    response.cookies[cookie()].update({"secure": settings.PRODUCTION, "httponly": True})
    return response


def _secret(request):
    try:
        return unseal(request.COOKIES.get(cookie(), ""), PURPOSE, int(LONGEST.total_seconds()))
    except ValueError:
        return ""
