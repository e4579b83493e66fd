"""How services are asked for: the words of the domain as queryset methods."""

from django.db import models
from django.db.models import Q

from fields.collation import alphabetical
from organisations.models import Organisation

from .choices import Area, Status

# What a card and a service page read besides the service itself.
CARD = ["municipalities", "themes", "places__municipality", "schedules__place", "languages"]
PAGE = [*CARD, "target_groups", "contacts__language", "producers", "places__opening_hours", "life_events"]

USED_AS = {
    "serviceclass": "classes",
    "targetgroup": "target_groups",
    "lifeevent": "life_events",
    "keyword": "keywords",
    "theme": "themes",
    "municipality": "municipalities",
}


class ServiceQuerySet(models.QuerySet):
    def published(self):
        return self.filter(status=Status.PUBLISHED)

    def for_theme(self, *keys):
        return self.filter(themes__in=keys).distinct()

    def in_municipality(self, *codes):
        """Open to residents of one of these: the municipality's own, the county's and nationwide services."""
        return self.filter(
            Q(area__in=[Area.COUNTY, Area.NATIONWIDE]) | Q(municipalities__in=codes)
        ).distinct()

    def for_group(self, *codes):
        return self.filter(target_groups__in=codes).distinct()

    def for_event(self, *codes):
        return self.filter(life_events__in=codes).distinct()

    def provided_by(self, *organisations):
        """By these or their units."""
        ids = [getattr(organisation, "pk", organisation) for organisation in organisations]
        return self.filter(Q(provider__in=ids) | Q(provider__parent__in=ids) | Q(producers__in=ids)).distinct()

    def using_term(self, term):
        """Services that carry this class, group, event, keyword, theme or municipality."""
        return self.filter(**{USED_AS[term._meta.model_name]: term})

    def given_in(self, *languages):
        return self.filter(languages__in=languages).distinct()

    def edited_by(self, user):
        """Records the user may change (in the admin); foreign ones are not there at all."""
        return self.filter(provider__in=Organisation.objects.edited_by(user))

    def like(self, service):
        """Published services that share a theme and somewhere to go with this one, its own area's first."""
        themes = [theme.pk for theme in service.themes.all()]
        others = self.published().for_theme(*themes).exclude(pk=service.pk)
        if service.area == Area.MUNICIPALITIES:
            others = others.in_municipality(*[municipality.pk for municipality in service.municipalities.all()])
        return others.order_by("area", "-verified_at", "pk")

    def by_name(self, language):
        return self.order_by(alphabetical(f"name_{language}"), "pk")

    def newest_first(self):
        return self.order_by("-created_at", "pk")

    def with_card(self):
        return self.select_related("provider").prefetch_related(*CARD)

    def with_page(self):
        return self.select_related("provider__parent", "verified_for").prefetch_related(*PAGE)

    def refresh(self):
        """Bring derived columns and themes of these services up to date; returns how many."""
        done = 0
        for service in self.prefetch_related(*PAGE, "classes", "keywords").select_related("provider__parent"):
            service.refresh()
            done += 1
        return done
