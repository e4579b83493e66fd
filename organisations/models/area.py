"""Where: wellbeing services counties and municipalities, with the inflected forms of their names.

Source of codes, names, county and centre point: Statistics Finland and the National Land Survey, CC BY 4.0.
"""

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from fields.collation import alphabetical
from fields.facts import Facts
from fields.text import text


class CountyQuerySet(Facts, models.QuerySet):
    pass


class WellbeingCounty(models.Model):
    code = models.CharField(
        _("code"), max_length=2, primary_key=True, validators=[RegexValidator(r"^\d{2}$")]
    )
    name = models.CharField(_("name"), max_length=100)

    objects = CountyQuerySet.as_manager()

    class Meta:
        verbose_name = _("wellbeing services county")
        verbose_name_plural = _("wellbeing services counties")
        ordering = ["code"]

    def __str__(self):
        return text(self, "name")


class MunicipalityQuerySet(Facts, models.QuerySet):
    def here(self):
        """The municipalities of the county this deployment serves."""
        return self.filter(county_id=settings.HYTE_COUNTY)

    def by_name(self, language):
        """Alphabetical by the name in that language: Fredrikshamn stands under F."""
        return self.order_by(alphabetical(f"name_{language}"), "pk")


class Municipality(models.Model):
    class Languages(models.TextChoices):
        FI = "fi", _("Finnish")
        FI_SV = "fi_sv", _("bilingual, majority Finnish")
        SV_FI = "sv_fi", _("bilingual, majority Swedish")
        SV = "sv", _("Swedish")

    code = models.CharField(
        _("code"), max_length=3, primary_key=True, validators=[RegexValidator(r"^\d{3}$")]
    )
    county = models.ForeignKey(
        WellbeingCounty,
        models.PROTECT,
        related_name="municipalities",
        verbose_name=_("wellbeing services county"),
    )
    region = models.CharField(
        _("region (code)"), max_length=2, blank=True, validators=[RegexValidator(r"^\d{2}$")]
    )
    languages = models.CharField(_("language status"), max_length=5, choices=Languages)
    latitude = models.FloatField(_("latitude of the centre point (WGS84)"), null=True, blank=True)
    longitude = models.FloatField(_("longitude of the centre point (WGS84)"), null=True, blank=True)
    name = models.CharField(_("name"), max_length=60)
    # Whole forms as people there say them: "Kotkan", "Kotkassa", "Kotkaan", "Kotkasta" · "Kotkas", "i Kotka" …
    name_of = models.CharField(_("of (Kotkan)"), max_length=60, blank=True)
    name_in = models.CharField(_("in (Kotkassa)"), max_length=60, blank=True)
    name_to = models.CharField(_("to (Kotkaan)"), max_length=60, blank=True)
    name_from = models.CharField(_("from (Kotkasta)"), max_length=60, blank=True)

    objects = MunicipalityQuerySet.as_manager()

    class Meta:
        verbose_name = _("municipality")
        verbose_name_plural = _("municipalities")
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(
                name="municipality_has_both_official_names",
                condition=models.Q(name_fi__isnull=False, name_sv__isnull=False)
                & ~models.Q(name_fi="")
                & ~models.Q(name_sv=""),
                violation_error_message=_("A municipality has a Finnish and a Swedish name."),
            ),
            models.CheckConstraint(
                name="municipality_point_in_finland",
                condition=models.Q(latitude__isnull=True, longitude__isnull=True)
                | models.Q(
                    latitude__isnull=False,
                    longitude__isnull=False,
                    latitude__range=(59, 71),
                    longitude__range=(19, 32),
                ),
                violation_error_message=_("The point must be in Finland."),
            ),
        ]

    def __str__(self):
        return text(self, "name")
