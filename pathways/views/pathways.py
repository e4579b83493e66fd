"""The public pages of pathways."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from catalogue.caching import public

from .. import pages, reading
from ..steps import Visitor


@require_safe
@login_not_required
@public
def every(request):
    """All pathways, each with as many stops as it has stages."""
    context = {"pathways": pages.every(request.catalogue, get_language())}
    return render(request, "pathways/list.html", context)


@require_safe
@login_not_required
@public
def overview(request):
    """The whole concept in one picture: themes, pathways, who acts, services."""
    return render(request, "pathways/overview.html", pages.whole(request.catalogue, get_language()))


@require_safe
@login_not_required
@public
def one(request, slug):
    """A pathway: what it is, its picture, its stages, services near the chosen municipality."""
    now, language = request.catalogue, get_language()
    if gone := reading.gone(now, language, slug):
        return _gone(request, gone)
    found, moved = _at(now, language, slug)
    if moved:
        return HttpResponsePermanentRedirect(found.url)
    request.tray_buttons = True  # every stage has one
    context = pages.of_pathway(found, now, language, Visitor(request, found))
    return render(request, "pathways/pathway.html", context)


@require_safe
@login_not_required
@public
def professional(request, slug):
    """How to bring the subject up, what to print, whom to call, which referral."""
    now, language = request.catalogue, get_language()
    if gone := reading.gone(now, language, slug):
        return _gone(request, gone)
    found, moved = _at(now, language, slug)
    if moved:
        return HttpResponsePermanentRedirect(found.professionals[language])
    return render(request, "pathways/professional.html", pages.for_professional(found))


def _at(now, language, slug):
    found = reading.at(now, language, slug)
    if found is None:
        raise Http404("no such pathway")
    return found


def _gone(request, name):
    context = {"name": name, "pathways": pages.every(request.catalogue, get_language())}
    return render(request, "pathways/gone.html", context, status=410)
