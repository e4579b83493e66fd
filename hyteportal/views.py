"""Pages of the site itself: home, about, privacy, accessibility, health."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.http import require_safe

from catalogue import tray
from catalogue.caching import public
from catalogue.cards import TINTS
from catalogue.search import dictionaries
from catalogue.wording import count
from organisations.county import fact
from organisations.models import Canary
from pathways import pages

from . import branches, checks

PATHWAYS_AT_HOME = 4


def site():
    """What every page and letter knows: the shown name, the county's area, where feedback goes. No query."""
    language = get_language()[:2]
    area = {name: fact(name, language) for name in ("area", "area_of", "area_in")}
    return {
        "portal_name": settings.HYTE_NAMES[language] or _("Wellbeing %(area_in)s") % area,
        "county_name": fact("name", language),
        "feedback_email": settings.HYTE_FEEDBACK_EMAIL,
        "is_demo": settings.HYTE_ENV == "demo",
        "origin": settings.HYTE_ORIGIN,
        **area,
    }


def portal(request):
    """The same for a page, with the visitor's tray."""
    return site() | {"tray": tray.of(request)}


@require_safe
@login_not_required
@public
def home(request):
    now, language = request.catalogue, get_language()
    by_theme, by_place = now.counts("theme", now.public), now.counts("municipality", now.public)
    options = now.labels(language).options
    context = {
        "total": count(now.public.bit_count()),
        "themes": [
            {"key": key, "name": name, "tint": TINTS.get(key, ""), "count": count(by_theme.get(key, 0))}
            for key, name in options["theme"]
        ],
        "municipalities": [
            {"code": code, "name": name, "count": count(by_place.get(code, 0))}
            for code, name in options["municipality"]
        ],
        "pathways": pages.every(now, language)[:PATHWAYS_AT_HOME],
    }
    return render(request, "home.html", context)


@require_safe
@login_not_required
@public
def about(request):
    return render(request, "about.html")


@require_safe
@login_not_required
@public
def privacy(request):
    return render(request, "privacy.html")


@require_safe
@login_not_required
@public
def accessibility(request):
    return render(request, "accessibility.html")


@require_safe
@login_not_required
def robots(request):
    """Everything public may be read; the admin and health addresses are of no use to anybody."""
    lines = [
        "User-agent: *",
        "Disallow: /admin/",
        "Disallow: /health/",
        f"Sitemap: {settings.HYTE_ORIGIN}{reverse('sitemap')}",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


# Never a search (its openings are counted), never a page behind sign-in (its openings are logged).
NEVER_AHEAD = ["/admin/*", "/health/*", "/static/*", "/*\\?*q=*"]


@cache_control(public=True, max_age=24 * 3600)
@require_safe
@login_not_required
def speculation_rules(request):
    """Named by the header Speculation-Rules of public pages: links are followed before they are pressed."""
    apart = branches.sign_in() + branches.workspace() + branches.referrals()
    never = [*NEVER_AHEAD, *(f"/{branch}*" for branch in apart)]
    rule = {
        "source": "document",
        "eagerness": "moderate",
        "where": {"and": [{"href_matches": "/*"}, {"not": {"href_matches": never}}]},
    }
    return JsonResponse({"prefetch": [rule]}, content_type="application/speculationrules+json")


@never_cache
@require_safe
@login_not_required
def live(request):
    """The process answers."""
    return HttpResponse("ok", content_type="text/plain; charset=utf-8")


@never_cache
@require_safe
@login_not_required
def ready(request):
    """The database answers, its tables are those of this code, its keys ours, referrals behind their wall, the search
    has its dictionaries; 503 otherwise.
    """
    try:
        executor = MigrationExecutor(connection)
        plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
        behind = plan or Canary.objects.fault() or checks.holes() or dictionaries.missing()
    except DatabaseError:
        behind = True
    return HttpResponse(
        "not ready" if behind else "ok",
        content_type="text/plain; charset=utf-8",
        status=503 if behind else 200,
    )
