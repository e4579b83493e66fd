"""What people type and what texts say: the coordinator's list of synonyms for the search."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from catalogue.search.analyser import phrase, words


class SynonymQuerySet(models.QuerySet):
    def bring(self, rows):
        """Make the rows that are missing (by language and typed word); what people changed or deleted stays so."""
        have = set(self.values_list("language", "typed"))
        have |= set(Synonym.history.filter(history_type="-").values_list("language", "typed"))
        missing = [Synonym(**row) for row in rows if (row["language"], row["typed"]) not in have]
        for row in missing:
            row.analyse()
        self.bulk_create(missing)
        return len(missing)

    def analysed_anew(self):
        """Write the keys of every row again: the analyser is another one."""
        rows = list(self.all())
        for row in rows:
            row.analyse()
        self.bulk_update(rows, ["keys"], batch_size=300)

    def meanings(self):
        """{language: {keys: alternatives as they are written}}."""
        found = {}
        for language, keys, means in self.order_by("pk").values_list("language", "keys", "means"):
            own = found.setdefault(language, {})
            own[keys] = f"{own[keys]}|{means}" if keys in own else means
        return found


class Synonym(models.Model):
    class Language(models.TextChoices):
        FI = "fi", _("Finnish")
        SV = "sv", _("Swedish")

    language = models.CharField(_("language"), max_length=2, choices=Language)
    typed = models.CharField(_("what people type"), max_length=60)
    means = models.CharField(
        _("what texts say"),
        max_length=300,
        help_text=_("One or more words or short phrases, with | between them. The best one first."),
    )

    keys = models.CharField(max_length=260, editable=False, default="")  # base forms of what is typed

    objects = SynonymQuerySet.as_manager()

    class Meta:
        verbose_name = _("synonym")
        verbose_name_plural = _("synonyms")
        ordering = ["language", "typed", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="synonym_once_per_language",
                fields=["language", "typed"],
                violation_error_message=_("This word has a row already."),
            ),
            models.CheckConstraint(
                name="synonym_says_both",
                condition=~Q(typed="") & ~Q(means=""),
                violation_error_message=_("Write what people type and what texts say."),
            ),
        ]

    def __str__(self):
        return f"{self.typed} → {self.means}"

    def save(self, *args, **kwargs):
        self.analyse()
        super().save(*args, **kwargs)

    def analyse(self):
        self.keys = phrase(words(self.typed), self.language)
