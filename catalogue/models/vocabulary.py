"""Code lists: service classes, target groups, life events (Suomi.fi, CC BY 4.0), keywords, languages.

The official name stays beside the code; residents see the label where the official name is dated,
wrong or hurtful (design: language guide 2.6).
"""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from fields.collation import alphabetical
from fields.facts import Facts
from fields.text import text


class TermQuerySet(Facts, models.QuerySet):
    pass


class Term(models.Model):
    """A code of an official list with its own shown label."""

    code = models.CharField(_("code"), max_length=12, primary_key=True)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("under")
    )
    order = models.PositiveIntegerField(_("order"), default=0)
    uri = models.URLField("URI", max_length=200, unique=True)
    former_uri = models.URLField(_("former URI"), max_length=200, blank=True)
    name = models.CharField(_("official name"), max_length=150)
    label = models.CharField(
        _("shown name"),
        max_length=150,
        blank=True,
        help_text=_("Shown to residents instead of the official name."),
    )

    objects = TermQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = ["order", "code"]

    def __str__(self):
        return f"{self.shown} ({self.code})"

    @property
    def shown(self):
        """The label, or the official name; one in the page's language before one that is not. A Text."""
        label, name = text(self, "label"), text(self, "name")
        return name if not label or (label.lang and not name.lang) else label


class ServiceClass(Term):
    class Meta(Term.Meta):
        verbose_name = _("service class")
        verbose_name_plural = _("service classes")


class TargetGroupQuerySet(TermQuerySet):
    def for_residents(self):
        return self.filter(shown_to_residents=True).order_by("order", "pk")


class TargetGroup(Term):
    shown_to_residents = models.BooleanField(_("shown to residents"), default=True)

    objects = TargetGroupQuerySet.as_manager()

    class Meta(Term.Meta):
        verbose_name = _("target group")
        verbose_name_plural = _("target groups")


class LifeEvent(Term):
    class Meta(Term.Meta):
        verbose_name = _("life event")
        verbose_name_plural = _("life events")


class KeywordQuerySet(models.QuerySet):
    def bring(self, rows):
        """Make the keywords that are missing (by URI); names are the ontology's. Returns how many are new."""
        have = set(self.values_list("uri", flat=True))
        missing = [Keyword(**row) for row in rows if row["uri"] not in have]
        self.bulk_create(missing)
        return len(missing)


class Keyword(models.Model):
    """A concept of the ontologies YSO or KOKO (Finto, CC BY 4.0)."""

    uri = models.URLField("URI", max_length=200, unique=True)
    name = models.CharField(_("name"), max_length=150)

    objects = KeywordQuerySet.as_manager()

    class Meta:
        verbose_name = _("keyword")
        verbose_name_plural = _("keywords")
        ordering = ["name_fi", "pk"]
        constraints = [
            models.CheckConstraint(
                name="keyword_has_a_name",
                condition=Q(name_fi__isnull=False) & ~Q(name_fi="")
                | Q(name_sv__isnull=False) & ~Q(name_sv=""),
                violation_error_message=_("Write the name in Finnish or in Swedish."),
            )
        ]

    def __str__(self):
        return text(self, "name")


class LanguageQuerySet(Facts, models.QuerySet):
    def by_name(self, language):
        return self.order_by("order", alphabetical(f"name_{language}"), "pk")


class Language(models.Model):
    """A language in which services are given (ISO 639, the codes of PTV's list of languages)."""

    code = models.CharField(_("code"), max_length=3, primary_key=True)
    order = models.PositiveIntegerField(_("order"), default=9)
    name = models.CharField(_("name"), max_length=60)

    objects = LanguageQuerySet.as_manager()

    class Meta:
        verbose_name = _("language of services")
        verbose_name_plural = _("languages of services")
        ordering = ["order", "code"]

    def __str__(self):
        return text(self, "name")
