"""The map of the site for search engines: every public page in every language."""

from urllib.parse import urljoin, urlsplit

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.contrib.sitemaps import Sitemap, views
from django.urls import reverse
from django.views.decorators.http import require_safe

from catalogue.models import Service
from organisations.models import Organisation
from pathways.assessments.instruments import instruments
from pathways.models import Pathway


class OwnSitemap(Sitemap):
    """Addresses begin with HYTE_ORIGIN, whatever host the request named."""

    i18n = alternates = True
    protocol, domain = settings.HYTE_ORIGIN.split("://")

    def get_domain(self, site=None):
        return self.domain


class Pages(OwnSitemap):
    def items(self):
        return [
            "home",
            "services",
            "service_map",
            "pathways",
            "pathway_overview",
            "assessments",
            "hand_over",
            "together",
            "about",
            "privacy",
            "accessibility",
        ]

    def location(self, item):
        return reverse(item)


class Services(OwnSitemap):
    limit = 5000

    def items(self):
        return Service.objects.published().order_by("pk")

    def lastmod(self, item):
        return item.content_changed_at


class Organisations(OwnSitemap):
    limit = 5000

    def items(self):
        return Organisation.objects.order_by("pk")


class Pathways(OwnSitemap):
    def items(self):
        return Pathway.objects.published().in_order()

    def lastmod(self, item):
        return item.changed_at


class Professionals(Pathways):
    """The same pathways for those who work with clients."""

    def location(self, item):
        return item.professional_address()


class Assessments(OwnSitemap):
    def items(self):
        return list(instruments().values())


SITEMAPS = {
    "pages": Pages,
    "services": Services,
    "organisations": Organisations,
    "pathways": Pathways,
    "professionals": Professionals,
    "tests": Assessments,
}


@require_safe
@login_not_required
def index(request):
    answer = views.index(request, SITEMAPS, sitemap_url_name="sitemap_section")
    for entry in answer.context_data["sitemaps"]:
        entry.location = urljoin(
            settings.HYTE_ORIGIN, urlsplit(entry.location)._replace(scheme="", netloc="").geturl()
        )
    return answer


@require_safe
@login_not_required
def section(request, section):
    return views.sitemap(request, SITEMAPS, section)
