"""Where an imported record came from."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from organisations.models import Organisation

from .choices import Provenance
from .place import Place
from .service import Service


class SourceRecord(models.Model):
    """One record of another system, with what was read from it.

    A row whose target is gone says that the record was deleted here: it is not made again.
    """

    system = models.CharField(_("system"), max_length=20, choices=Provenance)
    external_id = models.CharField(_("id in that system"), max_length=200)
    address = models.URLField(_("address"), max_length=1000, blank=True)
    fetched_at = models.DateTimeField(_("fetched"))
    content_hash = models.CharField(_("content hash (SHA-256)"), max_length=64)
    raw = models.JSONField(_("record as read"))
    service = models.ForeignKey(
        Service, models.SET_NULL, null=True, blank=True, related_name="sources", verbose_name=_("service")
    )
    place = models.ForeignKey(
        Place, models.SET_NULL, null=True, blank=True, related_name="sources", verbose_name=_("place")
    )
    organisation = models.ForeignKey(
        Organisation,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="sources",
        verbose_name=_("organisation"),
    )

    class Meta:
        verbose_name = _("source record")
        verbose_name_plural = _("source records")
        ordering = ["system", "external_id"]
        constraints = [
            models.UniqueConstraint(
                name="source_record_once",
                fields=["system", "external_id"],
                violation_error_message=_("This record of that system is here already."),
            ),
            models.CheckConstraint(
                name="source_of_one_record",
                condition=Q(service__isnull=True, place__isnull=True)
                | Q(service__isnull=True, organisation__isnull=True)
                | Q(place__isnull=True, organisation__isnull=True),
                violation_error_message=_("A source record belongs to one service, place or organisation."),
            ),
        ]

    def __str__(self):
        return f"{self.system}: {self.external_id}"
