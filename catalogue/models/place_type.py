"""Types of sports places, and which of them stand in the catalogue as services of their own."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from fields.text import text

from .vocabulary import ServiceClass, TargetGroup


class PlaceTypeQuerySet(models.QuerySet):
    def bring(self, rows):
        """Make the types that are missing, correct names; what they make here belongs to the coordinator.

        Rows: code, deprecated, names, and for a new one makes_service, classes and target_groups (codes).
        Returns ``{"new": n, "changed": n, "unchanged": n}``.
        """
        have = {row.pk: row for row in self.all()}
        report = {"new": 0, "changed": 0, "unchanged": 0}
        for row in rows:
            facts = {name: row[name] for name in ("deprecated", "name_fi", "name_sv", "name_en")}
            known = have.get(row["code"])
            if known is None:
                made = self.create(code=row["code"], makes_service=row["makes_service"], **facts)
                made.classes.set(row["classes"])
                made.target_groups.set(row["target_groups"])
                report["new"] += 1
                continue
            differs = {name: value for name, value in facts.items() if getattr(known, name) != value}
            for name, value in differs.items():
                setattr(known, name, value)
            if differs:
                known.save(update_fields=list(differs))
            report["changed" if differs else "unchanged"] += 1
        return report


class PlaceType(models.Model):
    """A type of the classification of LIPAS (University of Jyväskylä, CC BY 4.0)."""

    code = models.CharField(_("code"), max_length=5, primary_key=True)
    name = models.CharField(_("name"), max_length=120)
    deprecated = models.BooleanField(_("not in use any more"), default=False, editable=False)
    makes_service = models.BooleanField(
        _("is a service"),
        default=False,
        help_text=_("Each place of this type stands in the catalogue as a service of its municipality."),
    )
    classes = models.ManyToManyField(
        ServiceClass, blank=True, related_name="+", verbose_name=_("service classes")
    )
    target_groups = models.ManyToManyField(
        TargetGroup, blank=True, related_name="+", verbose_name=_("target groups")
    )

    objects = PlaceTypeQuerySet.as_manager()

    class Meta:
        verbose_name = _("type of sports place")
        verbose_name_plural = _("types of sports places")
        ordering = ["code"]

    def __str__(self):
        return f"{text(self, 'name')} ({self.code})"
