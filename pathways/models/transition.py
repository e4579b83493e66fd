"""A way from one stage to another, with its condition in words."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from fields.text import text

from .pathway import Pathway
from .stage import Stage


def _unconditional():
    found = Q()
    for code in settings.MODELTRANSLATION_LANGUAGES:
        found &= Q(**{f"condition_{code}__isnull": True}) | Q(**{f"condition_{code}": ""})
    return found


class Transition(models.Model):
    pathway = models.ForeignKey(
        Pathway, models.CASCADE, related_name="transitions", verbose_name=_("pathway")
    )
    from_stage = models.ForeignKey(
        Stage, models.CASCADE, related_name="ways_out", verbose_name=_("from the stage")
    )
    to_stage = models.ForeignKey(
        Stage, models.CASCADE, related_name="ways_in", verbose_name=_("to the stage")
    )
    condition = models.CharField(
        _("condition"),
        max_length=80,
        blank=True,
        help_text=_("In words, such as: if you move less than the recommendation. Empty: always."),
    )

    class Meta:
        verbose_name = _("transition")
        verbose_name_plural = _("transitions")
        ordering = ["pathway", "from_stage__order", "to_stage__order", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="one_unconditional_way_out",
                fields=["from_stage"],
                condition=_unconditional(),
                violation_error_message=_("A stage has at most one way out without a condition."),
            ),
            models.UniqueConstraint(
                name="one_way_between_two_stages",
                fields=["from_stage", "to_stage"],
                violation_error_message=_("There is a way between these stages already."),
            ),
            models.CheckConstraint(
                name="way_leads_elsewhere",
                condition=~Q(from_stage=F("to_stage")),
                violation_error_message=_("A way leads from a stage to another one."),
            ),
        ]

    def __str__(self):
        return f"{self.from_stage} → {self.to_stage}" + (
            f" ({said})" if (said := text(self, "condition")) else ""
        )

    def clean(self):
        super().clean()
        ends = [stage.pathway_id for stage in (self.from_stage, self.to_stage)]
        if ends != [self.pathway_id] * 2:
            raise ValidationError(_("Both stages belong to the pathway."))
