"""The read model of the public pages: a row per service and language with what cards and pages say."""

from django.db import models
from django.db.models import Case, F, Value, When
from django.utils.translation import gettext_lazy as _

from .service import Service


class ListingQuerySet(models.QuerySet):
    def cards(self, ids, language):
        """{service id: card document} of these services, in one query."""
        rows = self.filter(service__in=ids, language=language).values_list("service_id", "card")
        return dict(rows)

    def page(self, pk, others, language):
        """The page document of one service and the cards of it and others: (page or None, {id: card}), one query."""
        page = Case(When(service=pk, then=F("page")), default=Value(None), output_field=models.JSONField())
        rows = self.filter(service__in=[pk, *others], language=language).values_list(
            "service_id", "card", page
        )
        found = {key: (card, document) for key, card, document in rows}
        return found.get(pk, (None, None))[1], {key: card for key, (card, _page) in found.items()}


class Listing(models.Model):
    """Written with the service, in the same transaction (``catalogue.listing``): for published and archived ones."""

    service = models.ForeignKey(Service, models.CASCADE, related_name="listings")
    language = models.CharField(max_length=2)
    card = models.JSONField()
    page = models.JSONField()

    objects = ListingQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="listing_once_per_language",
                fields=["service", "language"],
                violation_error_message=_("The service has this listing already."),
            )
        ]

    def __str__(self):
        return f"{self.service_id} {self.language}"
