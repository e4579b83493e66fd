"""How services are asked for: the words of the domain as queryset methods."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from fields.collation import alphabetical
from organisations.models import Organisation

from .choices import Area, Status

# What a card and a service page read besides the service itself.
CARD = ["municipalities", "themes", "places__municipality", "schedules__place", "languages"]
PAGE = [
    *CARD,
    "target_groups",
    "contacts__language",
    "producers",
    "places__opening_hours",
    "life_events",
    "sources",
]

USED_AS = {
    "serviceclass": "classes",
    "targetgroup": "target_groups",
    "lifeevent": "life_events",
    "keyword": "keywords",
    "theme": "themes",
    "municipality": "municipalities",
    "language": "languages",
}


class ServiceQuerySet(models.QuerySet):
    def published(self):
        return self.filter(status=Status.PUBLISHED)

    def within(self, services):
        """The same services without the other query's joins and order: safe to group."""
        return self.filter(pk__in=services.order_by().values("pk"))

    def having(self, relation, keys):
        """With one of these on the other side of a many-to-many relation; never twice the same service."""
        field = self.model._meta.get_field(relation)
        link = field.remote_field.through.objects.filter(**{f"{field.m2m_reverse_field_name()}__in": keys})
        return self.filter(pk__in=link.values(field.m2m_field_name()))

    def for_theme(self, *keys):
        return self.having("themes", keys)

    def without_theme(self):
        return self.filter(themes__isnull=True)

    def in_municipality(self, *codes):
        """Open to residents of one of these: the municipality's own, the county's and nationwide services."""
        own = self.model.objects.having("municipalities", codes)
        return self.filter(Q(area__in=[Area.COUNTY, Area.NATIONWIDE]) | Q(pk__in=own.values("pk")))

    def answered_by(self, *organisations):
        """Whose provider is one of these or a unit of theirs."""
        ids = [getattr(organisation, "pk", organisation) for organisation in organisations]
        own = Q(provider__in=ids) | Q(provider__parent__in=ids) | Q(provider__parent__parent__in=ids)
        return self.filter(own)

    def provided_by(self, *organisations):
        """By these or their units, also together with others."""
        answered = self.model.objects.answered_by(*organisations)
        produced = self.model.objects.having("producers", organisations)
        return self.filter(Q(pk__in=answered.values("pk")) | Q(pk__in=produced.values("pk")))

    def using_term(self, term):
        """Services that carry this class, group, event, keyword, theme or municipality."""
        return self.filter(**{USED_AS[term._meta.model_name]: term})

    def edited_by(self, user):
        """Records the user may change (in the admin); foreign ones are not there at all."""
        return self.filter(provider__in=Organisation.objects.edited_by(user))

    def using_places(self, places):
        """Services that happen at these places, by their list or by a time."""
        return self.filter(Q(places__in=places) | Q(schedules__place__in=places)).distinct()

    def lacking(self, language, than):
        """Services that say something in the language ``than`` which they do not say in ``language``."""
        from .service import TEXTS

        gaps = Q()
        for field in TEXTS:
            said = Q(**{f"{field}_{than}__isnull": False}) & ~Q(**{f"{field}_{than}": ""})
            gaps |= said & (Q(**{f"{field}_{language}__isnull": True}) | Q(**{f"{field}_{language}": ""}))
        return self.filter(gaps)

    def confirmed(self, today=None):
        """Confirmed, and the next confirmation is not late."""
        return self.filter(next_review_on__gte=today or timezone.localdate())

    def unconfirmed(self):
        return self.filter(verified_at__isnull=True)

    def overdue(self, today=None):
        return self.filter(next_review_on__lt=today or timezone.localdate())

    def like(self, service):
        """Published services that share a theme and somewhere to go with this one, its own area's first."""
        themes = [theme.pk for theme in service.themes.all()]
        others = self.published().for_theme(*themes).exclude(pk=service.pk)
        if service.area == Area.MUNICIPALITIES:
            others = others.in_municipality(
                *[municipality.pk for municipality in service.municipalities.all()]
            )
        return others.order_by(models.F("verified_at").desc(nulls_last=True), "pk")

    def by_name(self, language):
        return self.order_by(alphabetical(f"name_{language}"), "pk")

    def newest_first(self):
        return self.order_by("-created_at", "pk")

    def with_page(self):
        return self.select_related("provider__parent", "verified_for").prefetch_related(*PAGE)

    def refresh(self):
        """Bring up to date what is derived of these services (see catalogue.derived); returns how many."""
        from catalogue.derived import refresh

        return refresh(self)
