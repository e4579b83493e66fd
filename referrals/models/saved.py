"""Texts that a professional uses again and again."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class SavedTextQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(owner=user)

    def used_for(self, *fields):
        return self.filter(field__in=fields)

    def keep(self, user, *, field, title, words):
        """A new text, or the same one with other words."""
        return self.update_or_create(owner=user, field=field, title=title, defaults={"words": words})[0]


class SavedText(models.Model):
    """Never of a client: the form says so."""

    class Field(models.TextChoices):
        LIMITS = "limits", _("limits of exercise")
        NOTE = "note", _("note")
        QUESTION = "question", _("question to the referrer")
        REPLY = "reply", _("text for the client")

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    field = models.CharField(_("used for"), max_length=8, choices=Field)
    title = models.CharField(_("name"), max_length=60)
    words = models.CharField(_("text"), max_length=1000)

    objects = SavedTextQuerySet.as_manager()

    class Meta:
        verbose_name = _("saved text")
        verbose_name_plural = _("saved texts")
        ordering = ["field", "title", "pk"]
        constraints = [
            models.CheckConstraint(
                name="saved_text_of_a_known_field",
                condition=models.Q(field__in=["limits", "note", "question", "reply"]),
                violation_error_message=_("Choose an answer from the list."),
            ),
            models.UniqueConstraint(
                name="saved_text_title_once",
                fields=["owner", "field", "title"],
                violation_error_message=_("You have a text of this name already."),
            ),
        ]

    def __str__(self):
        return self.title
