"""Every address of the site. The language prefix comes first; slugs are translated."""

from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path
from django.utils.translation import pgettext_lazy

from . import sitemaps, views

handler400 = "hyteportal.errors.bad_request"
handler429 = "organisations.signin.views.too_many"  # the sign-in library looks for it
handler500 = "hyteportal.errors.server_error"

urlpatterns = [
    path("health/live", views.live, name="live"),
    path("health/ready", views.ready, name="ready"),
    path("robots.txt", views.robots, name="robots"),
    path("speculation-rules.json", views.speculation_rules, name="speculation_rules"),
    path("sitemap.xml", sitemaps.index, name="sitemap"),
    path("sitemap-<section>.xml", sitemaps.section, name="sitemap_section"),
    path("admin/", admin.site.urls),
    *i18n_patterns(
        path("", views.home, name="home"),
        path(pgettext_lazy("address", "about/"), views.about, name="about"),
        path(pgettext_lazy("address", "privacy/"), views.privacy, name="privacy"),
        path(pgettext_lazy("address", "accessibility/"), views.accessibility, name="accessibility"),
        path("", include("catalogue.urls")),
        path("", include("catalogue.tray.urls")),
        path("", include("pathways.urls")),
        path("", include("organisations.urls")),
        path("", include("referrals.urls")),
    ),
]
