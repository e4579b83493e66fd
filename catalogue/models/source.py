"""Where an imported record came from, what the register says of it, and what was corrected here."""

from datetime import date

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from organisations.models import Organisation

from .choices import Provenance
from .place import Place
from .service import Service


class SourceRecordQuerySet(models.QuerySet):
    def of(self, record):
        """Those that feed this service, place or organisation."""
        return self.filter(**{record._meta.model_name: record})

    def known(self, system, external_ids):
        """``{external id: source record}`` of these."""
        return {row.external_id: row for row in self.filter(system=system, external_id__in=external_ids)}

    def corrected(self):
        """What the county says otherwise than the register: the correction list for the register's owner."""
        return self.exclude(corrections={})


class SourceRecord(models.Model):
    """One record of another system, with what was read from it.

    ``values`` is what the register says, field by field in the catalogue's terms: a field of the target that
    still says the same comes from the register, one that says something else was corrected here and stays.
    A row whose target is gone says that the record was deleted here: it is not made again. Some kinds have no
    target of their own (a channel becomes contacts of the services that name it).
    """

    class Kind(models.TextChoices):
        ORGANISATION = "organisation", _("organisation")
        PLACE = "place", _("place")
        SERVICE = "service", _("service")
        CHANNEL = "channel", _("channel")
        DESCRIPTION = "description", _("general description")

    system = models.CharField(_("system"), max_length=20, choices=Provenance)
    kind = models.CharField(_("kind"), max_length=12, choices=Kind, blank=True)
    external_id = models.CharField(_("id in that system"), max_length=200)
    scope = models.CharField(
        _("listed by"),
        max_length=80,
        blank=True,
        help_text=_("The list of the register it was last seen in."),
    )
    address = models.URLField(_("address"), max_length=1000, blank=True)
    fetched_at = models.DateTimeField(_("fetched"))
    content_hash = models.CharField(_("content hash (SHA-256)"), max_length=64)
    raw = models.JSONField(_("record as read"))
    values = models.JSONField(_("what the register says"), default=dict, blank=True)
    corrections = models.JSONField(
        _("corrected here"), default=dict, blank=True, help_text=_("Fields and the day they were corrected.")
    )
    gone_at = models.DateTimeField(_("gone from the register"), null=True, blank=True)
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

    objects = SourceRecordQuerySet.as_manager()

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

    @property
    def target(self):
        """The record that it feeds here; None when there is none (any more)."""
        return self.service or self.place or self.organisation

    def compare(self, state, now=None):
        """Note which fields of the target (``state``: field → value) say something else than the register.

        Returns whether the list of corrections changed; the caller saves.
        """
        day = timezone.localdate(now).isoformat()
        found = {
            field: self.corrections.get(field, day)
            for field, value in self.values.items()
            if field in state and state[field] != value
        }
        changed, self.corrections = found != self.corrections, found
        return changed

    @property
    def corrected_on(self):
        """The latest day on which something was corrected here; None when nothing is."""
        return max(map(date.fromisoformat, self.corrections.values()), default=None)
