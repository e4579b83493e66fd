"""A lane of a pathway: who acts."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from fields.text import text

from .choices import Actor, plain_key
from .pathway import Pathway


class Lane(models.Model):
    pathway = models.ForeignKey(Pathway, models.CASCADE, related_name="lanes", verbose_name=_("pathway"))
    key = models.CharField(_("key"), validators=[plain_key], max_length=30)
    actor = models.CharField(_("who acts"), max_length=12, choices=Actor)
    order = models.PositiveIntegerField(_("order"), default=0)
    name = models.CharField(_("name"), max_length=60)

    class Meta:
        verbose_name = _("lane")
        verbose_name_plural = _("lanes")
        ordering = ["pathway", "order", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="lane_key_once_per_pathway",
                fields=["pathway", "key"],
                violation_error_message=_("The pathway has a lane with this key."),
            ),
            models.CheckConstraint(
                name="lane_has_a_name",
                condition=Q(name_fi__isnull=False) & ~Q(name_fi="")
                | Q(name_sv__isnull=False) & ~Q(name_sv=""),
                violation_error_message=_("Write the name in Finnish or in Swedish."),
            ),
            models.CheckConstraint(
                name="lane_actor_from_the_list",
                condition=Q(actor__in=Actor.values),
                violation_error_message=_("Choose an answer from the list."),
            ),
        ]

    def __str__(self):
        return text(self, "name")
