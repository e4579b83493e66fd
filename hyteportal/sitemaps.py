"""The map of the site for search engines: every public page in every language."""

from django.contrib.auth.decorators import login_not_required
from django.contrib.sitemaps import Sitemap, views
from django.urls import reverse

from catalogue.models import Service
from organisations.models import Organisation


class Pages(Sitemap):
    i18n = alternates = True

    def items(self):
        return ["home", "services", "about", "privacy", "accessibility"]

    def location(self, item):
        return reverse(item)


class Services(Sitemap):
    i18n = alternates = True
    limit = 5000

    def items(self):
        return Service.objects.published().order_by("pk")

    def lastmod(self, item):
        return item.content_changed_at


class Organisations(Sitemap):
    i18n = alternates = True
    limit = 5000

    def items(self):
        return Organisation.objects.order_by("pk")


SITEMAPS = {"pages": Pages, "services": Services, "organisations": Organisations}


@login_not_required
def index(request):
    return views.index(request, SITEMAPS, sitemap_url_name="sitemap_section")


@login_not_required
def section(request, section):
    return views.sitemap(request, SITEMAPS, section)
