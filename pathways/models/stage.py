"""A stage of a pathway: what happens, with whom, and which services belong to it."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from catalogue.models import Service
from fields.text import text

from .choices import Kind, Referral, plain_key
from .lane import Lane
from .pathway import Pathway
from .search import SavedSearch

STAGE_TEXTS = ("title", "body", "bring", "duration")


class StageQuerySet(models.QuerySet):
    def of(self, pathway):
        return self.filter(pathway=pathway).order_by("order", "pk")


class Stage(models.Model):
    pathway = models.ForeignKey(Pathway, models.CASCADE, related_name="stages", verbose_name=_("pathway"))
    key = models.CharField(_("key"), validators=[plain_key], max_length=30)
    order = models.PositiveIntegerField(_("order"), default=0)
    lane = models.ForeignKey(Lane, models.RESTRICT, related_name="stages", verbose_name=_("lane"))
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    title = models.CharField(_("title"), max_length=40)
    body = models.TextField(_("what happens"), max_length=1000, blank=True)
    bring = models.CharField(_("bring along"), max_length=300, blank=True)
    duration = models.CharField(_("duration"), max_length=60, blank=True)
    assessment = models.SlugField(_("test"), max_length=30, blank=True)
    referral = models.CharField(_("kind of referral"), max_length=9, choices=Referral, blank=True)
    services = models.ManyToManyField(
        Service, blank=True, related_name="stages", verbose_name=_("services chosen by hand")
    )
    search = models.ForeignKey(
        SavedSearch,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="stages",
        verbose_name=_("saved search"),
    )

    objects = StageQuerySet.as_manager()

    class Meta:
        verbose_name = _("stage")
        verbose_name_plural = _("stages")
        ordering = ["pathway", "order", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="stage_key_once_per_pathway",
                fields=["pathway", "key"],
                violation_error_message=_("The pathway has a stage with this key."),
            ),
            models.CheckConstraint(
                name="stage_has_a_title",
                condition=Q(title_fi__isnull=False) & ~Q(title_fi="")
                | Q(title_sv__isnull=False) & ~Q(title_sv=""),
                violation_error_message=_("Write the title in Finnish or in Swedish."),
            ),
            *[
                models.CheckConstraint(
                    name=f"stage_{field}_from_the_list",
                    condition=Q(**{f"{field}__in": allowed}),
                    violation_error_message=_("Choose an answer from the list."),
                )
                for field, allowed in {"kind": Kind.values, "referral": ["", *Referral.values]}.items()
            ],
        ]

    def __str__(self):
        return text(self, "title") or self.key
