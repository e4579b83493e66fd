"""The read model of the public pages: a row per service and language with what cards and pages say."""

import json

from django.db import models
from django.utils.translation import gettext_lazy as _

from .asked import asked
from .service import Service

_CARDS = "SELECT service_id, card FROM catalogue_listing WHERE language = %s AND service_id IN ({})"
_PAGE = """SELECT service_id, card, CASE WHEN service_id = %s THEN page END
    FROM catalogue_listing WHERE language = %s AND service_id IN ({})"""
_WHOLE = "SELECT service_id, card, page FROM catalogue_listing WHERE language = %s AND service_id IN ({})"


class ListingQuerySet(models.QuerySet):
    def cards(self, ids, language):
        """{service id: card document} of these services, in one query."""
        ids = list(ids)
        rows = asked(_CARDS.format(", ".join(["%s"] * len(ids))), [language, *ids]) if ids else []
        return {key: _read(card) for key, card in rows}

    def page(self, pk, others, language):
        """The page document of one service and the cards of it and others: (page or None, {id: card}), one query."""
        marks = ", ".join(["%s"] * (1 + len(others)))
        rows = asked(_PAGE.format(marks), [pk, language, pk, *others])
        page = next((_read(document) for key, _card, document in rows if key == pk), None)
        return page, {key: _read(card) for key, card, _document in rows}

    def whole(self, ids, language):
        """{service id: (card document, page document)} of these services, in one query."""
        ids = list(ids)
        rows = asked(_WHOLE.format(", ".join(["%s"] * len(ids))), [language, *ids]) if ids else []
        return {key: (_read(card), _read(page)) for key, card, page in rows}


def _read(document):
    """SQLite hands over JSON as text."""
    return json.loads(document) if isinstance(document, str) else document


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
