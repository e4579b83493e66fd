"""Guidance for a professional with a client: one public page, nothing signed in, nothing kept."""

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from catalogue.caching import public

from ..guidance import forms, pages
from .assessments import unkept

PAGE = "pathways/guidance/together.html"


@csrf_exempt  # nothing is changed or stored, and no cookie is read: there is nothing a forged request could do
@require_http_methods(["GET", "HEAD", "POST"])
@login_not_required
def together(request):
    """Needs, place, wishes and what must hold; the answer stands at the same address, so none of it is in one."""
    return _answer(request) if request.method == "POST" else _ask(request)


@public
def _ask(request):
    now, language = request.catalogue, get_language()
    return render(request, PAGE, pages.asking(forms.Together(None, now, language), now, language))


@unkept
def _answer(request):
    now, language = request.catalogue, get_language()
    form = forms.Together(request.POST, now, language)
    if not form.is_valid():
        return render(request, PAGE, pages.asking(form, now, language))
    return render(request, PAGE, pages.answering(form, now, language))
