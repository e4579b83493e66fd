"""Pages of the site itself: home, about, privacy, accessibility, health."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from catalogue.cards import TINTS
from catalogue.facets import counts_of
from catalogue.models import Service, Theme
from catalogue.wording import count
from fields.text import text
from organisations.county import fact
from organisations.models import Municipality


def portal(request):
    """What every page knows: the shown name, the county's area, where feedback goes. No query."""
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


@require_safe
@login_not_required
def home(request):
    published = Service.objects.published()
    by_theme, by_place = counts_of("theme", published), counts_of("municipality", published)
    context = {
        "total": count(published.count()),
        "themes": [
            {
                "key": theme.pk,
                "name": text(theme, "name"),
                "tint": TINTS.get(theme.pk, ""),
                "count": count(by_theme.get(theme.pk, 0)),
            }
            for theme in Theme.objects.order_by("order", "pk")
        ],
        "municipalities": [
            {"code": row.pk, "name": text(row, "name"), "count": count(by_place.get(row.pk, 0))}
            for row in Municipality.objects.here().by_name(get_language())
        ],
    }
    return render(request, "home.html", context)


@require_safe
@login_not_required
def about(request):
    return render(request, "about.html")


@require_safe
@login_not_required
def privacy(request):
    return render(request, "privacy.html")


@require_safe
@login_not_required
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
    """The database answers and its tables are those of this code; 503 otherwise, without details."""
    try:
        executor = MigrationExecutor(connection)
        behind = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError:
        behind = True
    return HttpResponse(
        "not ready" if behind else "ok",
        content_type="text/plain; charset=utf-8",
        status=503 if behind else 200,
    )
