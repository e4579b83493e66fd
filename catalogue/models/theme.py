"""The themes of the tray, and which service classes belong to them: data the coordinator changes."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from fields.text import text

from .vocabulary import Keyword, ServiceClass

YSO = "http://www.yso.fi/onto/yso/"


def within(code, prefix):
    """Whether a class stands under another: P1 covers P1 and P1.4, not P10."""
    return code == prefix or code.startswith(f"{prefix}.")


class ThemeQuerySet(models.QuerySet):
    def bring(self, rows):
        """Make the themes that are missing with their rules; those that are here belong to the coordinator."""
        have = set(self.values_list("pk", flat=True))
        missing = [row for row in rows if row["key"] not in have]
        for row in missing:
            theme = self.create(**{name: value for name, value in row.items() if name != "rules"})
            for rule in row["rules"]:
                made = theme.rules.create(
                    service_class_id=rule["class"], leaves_out=rule.get("leaves_out", False)
                )
                uris = [f"{YSO}{number}" for number in rule.get("keywords", [])]
                made.keywords.set(Keyword.objects.filter(uri__in=uris))
        return len(missing)

    def matcher(self):
        """``matching`` with the rules read once, for many services."""
        rules = {}
        for rule in ThemeRule.objects.prefetch_related("keywords"):
            rules.setdefault(rule.theme_id, []).append(rule)

        def matching(classes, keywords):
            keywords = set(keywords)
            return [
                key
                for key, own in rules.items()
                if any(_covers(own, code, keywords) for code in set(classes))
            ]

        return matching

    def matching(self, classes, keywords):
        """The themes that classes (codes) and keywords (ids) give a service."""
        return self.matcher()(classes, keywords)


def _covers(rules, code, keywords):
    taken = False
    for rule in rules:
        if not within(code, rule.service_class_id):
            continue
        if rule.leaves_out:
            return False
        wanted = {keyword.pk for keyword in rule.keywords.all()}
        taken = taken or not wanted or bool(wanted & keywords)
    return taken


class Theme(models.Model):
    key = models.SlugField(_("key"), max_length=30, primary_key=True)
    order = models.PositiveIntegerField(_("order"))
    name = models.CharField(_("name"), max_length=80)

    objects = ThemeQuerySet.as_manager()

    class Meta:
        verbose_name = _("theme")
        verbose_name_plural = _("themes")
        ordering = ["order", "key"]

    def __str__(self):
        return text(self, "name")


class ThemeRule(models.Model):
    theme = models.ForeignKey(Theme, models.CASCADE, related_name="rules", verbose_name=_("theme"))
    service_class = models.ForeignKey(
        ServiceClass,
        models.PROTECT,
        related_name="+",
        verbose_name=_("service class"),
        help_text=_("The class and all classes under it."),
    )
    leaves_out = models.BooleanField(
        _("leaves out"), default=False, help_text=_("These classes do not belong to the theme.")
    )
    keywords = models.ManyToManyField(
        Keyword,
        blank=True,
        related_name="+",
        verbose_name=_("only with one of these keywords"),
    )

    class Meta:
        verbose_name = _("rule of a theme")
        verbose_name_plural = _("rules of a theme")
        ordering = ["theme", "service_class", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="class_once_per_theme",
                fields=["theme", "service_class"],
                violation_error_message=_("The theme has a rule for this class already."),
            )
        ]

    def __str__(self):
        return f"{self.theme_id}: {self.service_class_id}"
