"""Places where services happen."""

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Avg, Count, Q
from django.utils.translation import gettext_lazy as _

from fields.text import text
from organisations.models import Municipality, Organisation

ENOUGH_PLACES = 3  # with a postcode, before their middle says where it is


class PlaceQuerySet(models.QuerySet):
    def of(self, organisations):
        return self.filter(organisation__in=organisations)

    def middles(self):
        """{postcode: (latitude, longitude)}: the mean point of its places, for postcodes that have enough of them."""
        known = self.exclude(postcode="").filter(latitude__isnull=False)
        known = known.exclude(accuracy=Place.Accuracy.MUNICIPALITY).order_by()
        rows = known.values("postcode").annotate(n=Count("pk"), north=Avg("latitude"), east=Avg("longitude"))
        return {row["postcode"]: (row["north"], row["east"]) for row in rows if row["n"] >= ENOUGH_PLACES}


class Place(models.Model):
    class Accuracy(models.TextChoices):
        EXACT = "exact", _("exact")
        APPROXIMATE = "approximate", _("approximate")
        MUNICIPALITY = "municipality", _("only the municipality is known")

    name = models.CharField(_("name"), max_length=120)
    organisation = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="places",
        verbose_name=_("who keeps it up"),
    )
    street = models.CharField(_("street address"), max_length=120, blank=True)
    postcode = models.CharField(
        _("postcode"),
        max_length=5,
        blank=True,
        validators=[RegexValidator(r"^\d{5}$", _("A postcode has five digits."))],
    )
    post_office = models.CharField(_("post office"), max_length=60, blank=True)
    municipality = models.ForeignKey(
        Municipality, models.PROTECT, related_name="places", verbose_name=_("municipality")
    )
    latitude = models.FloatField(_("latitude (WGS84)"), null=True, blank=True)
    longitude = models.FloatField(_("longitude (WGS84)"), null=True, blank=True)
    accuracy = models.CharField(_("accuracy of the point"), max_length=12, choices=Accuracy, blank=True)
    point_source = models.CharField(_("source of the point"), max_length=200, blank=True)
    step_free = models.BooleanField(_("step-free access"), null=True, blank=True)
    access = models.TextField(_("accessibility"), max_length=5000, blank=True)
    directions = models.TextField(_("how to get there"), max_length=1000, blank=True)

    objects = PlaceQuerySet.as_manager()

    class Meta:
        verbose_name = _("place")
        verbose_name_plural = _("places")
        ordering = ["name_fi", "pk"]
        constraints = [
            models.CheckConstraint(
                name="place_has_a_name",
                condition=Q(name_fi__isnull=False) & ~Q(name_fi="")
                | Q(name_sv__isnull=False) & ~Q(name_sv=""),
                violation_error_message=_("Write the name in Finnish or in Swedish."),
            ),
            models.CheckConstraint(
                name="point_with_accuracy_and_source",
                condition=Q(latitude__isnull=True, longitude__isnull=True, accuracy="", point_source="")
                | Q(latitude__isnull=False, longitude__isnull=False) & ~Q(accuracy="") & ~Q(point_source=""),
                violation_error_message=_(
                    "A point has latitude, longitude, accuracy and source, or none of them."
                ),
            ),
            models.CheckConstraint(
                name="place_point_in_finland",
                condition=Q(latitude__isnull=True) | Q(latitude__range=(59, 71), longitude__range=(19, 32)),
                violation_error_message=_("The point must be in Finland."),
            ),
        ]

    def __str__(self):
        return text(self, "name")
