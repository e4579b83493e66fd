"""Saved searches: filters and words with a name, so that a pathway stays true when the catalogue changes."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from catalogue.facets import FACETS
from catalogue.labels import Labels
from fields.text import text

from .choices import plain_key

VISITORS = "municipality"  # chosen by who looks, never by who saves the search


def known(language):
    """{facet: {value: words}} of what a saved search may narrow by."""
    options = Labels.read(language).options
    return {facet.name: dict(options[facet.name]) for facet in FACETS if facet.name != VISITORS}


def wrong(facets, options):
    """What in ``facets`` the filters do not know, as sentences."""
    if not isinstance(facets, dict):
        return [_("Filters are names with their lists of values.")]
    found = []
    for name, values in facets.items():
        if name not in options:
            found.append(_("There is no such filter: %(name)s") % {"name": str(name)[:40]})
        elif not isinstance(values, list) or not all(isinstance(value, str) for value in values):
            found.append(_("Filters are names with their lists of values."))
        else:
            found += [
                _("There is no such choice: %(value)s") % {"value": value[:40]}
                for value in values
                if value not in options[name]
            ]
    return found


class SavedSearch(models.Model):
    key = models.CharField(_("key"), validators=[plain_key], max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=80)
    words = models.CharField(_("words"), max_length=100, blank=True)
    facets = models.JSONField(_("filters"), default=dict, blank=True)
    content_hash = models.CharField(
        max_length=64, blank=True, editable=False
    )  # of the file it was loaded from

    class Meta:
        verbose_name = _("saved search")
        verbose_name_plural = _("saved searches")
        ordering = ["name_fi", "pk"]
        constraints = [
            models.CheckConstraint(
                name="saved_search_has_a_name",
                condition=Q(name_fi__isnull=False) & ~Q(name_fi="")
                | Q(name_sv__isnull=False) & ~Q(name_sv=""),
                violation_error_message=_("Write the name in Finnish or in Swedish."),
            )
        ]

    def __str__(self):
        return text(self, "name")

    def clean(self):
        super().clean()
        if problems := wrong(self.facets, known("fi")):
            raise ValidationError([str(problem) for problem in problems])
