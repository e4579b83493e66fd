"""Lists as other websites show them inside their own pages: read only, no cookie read or set.

Where they may stand is a setting (``HYTE_EMBED_PARENTS``); without it nowhere.
"""

from functools import wraps

from csp.constants import NONE
from csp.decorators import csp_replace
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_safe

from . import cards
from .addresses import Address
from .caching import public
from .filters import ServiceFilter
from .models import Listing
from .tray import share, shown
from .wording import count

MOST = 20


def embedded(view):
    """A public page in a frame of the allowed websites; whatever cookies came with the request are not looked at."""

    @require_safe
    @login_not_required
    @xframe_options_exempt
    @wraps(view)
    def answered(request, *args, **kwargs):
        request.META.pop("HTTP_COOKIE", None)
        request.COOKIES = {}
        parents = {"frame-ancestors": settings.HYTE_EMBED_PARENTS or [NONE]}
        answer = csp_replace(parents)(public(view))(request, *args, **kwargs)
        answer["X-Robots-Tag"] = "noindex"
        return answer

    return answered


@embedded
def services(request):
    """The services of a search: the same filters as in the address of the search page."""
    return _results(request, ServiceFilter(request.GET, get_language(), request.catalogue), _("Services"))


@embedded
def theme(request, key):
    """The services of a theme; other filters may narrow them."""
    names = dict(request.catalogue.labels(get_language()).options["theme"])
    if key not in names:
        return nothing(request, 404)
    asked = request.GET.copy()
    asked.setlist("theme", [key])
    return _results(request, ServiceFilter(asked, get_language(), request.catalogue), names[key])


@embedded
def shared(request, token):
    """A shared list, as long as its link works."""
    found = share.read(token)
    if found is None or found.over:
        return nothing(request, 410 if found else 404)
    link = share.link_of(token, found.until)
    context = shown.of_list(request.catalogue, get_language(), found.items, link)
    return page(request, "catalogue/tray/embedded.html", context | {"whole": link.url})


def _results(request, found, title):
    ids = found.ids(0, MOST)
    context = {
        "title": title,
        "cards": cards.read(Listing.objects.cards(ids, found.language), ids),
        "number": count(found.number),
        "wrong": bool(found.form.errors),
        "whole": f"{settings.HYTE_ORIGIN}{Address(reverse('services'), found).canonical}",
    }
    return page(request, "catalogue/embedded.html", context)


def page(request, template, context, status=200):
    """Without a tray: what stands in somebody else's page has no buttons."""
    return render(request, template, context | {"tray": None}, status=status)


def nothing(request, status):
    """There is nothing here, or no longer; said inside the frame, where the portal's own page would not be shown."""
    return page(request, "catalogue/embedded_nothing.html", {"whole": settings.HYTE_ORIGIN}, status)
