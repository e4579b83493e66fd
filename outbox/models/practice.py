"""Messages of a demonstration: they land here and nowhere else."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from fields.encrypted import EncryptedText

from .message import Message

KEPT = 100  # the newest


class PracticeMessageQuerySet(models.QuerySet):
    def receive(self, **values):
        """The message as its receiver would see it; the oldest make room. The same one twice stands here once."""
        found, _made = self.get_or_create(id=values.pop("id"), defaults=values)
        old = self.newest_first().values_list("pk", flat=True)[KEPT:]
        self.filter(pk__in=list(old)).delete()
        return found

    def newest_first(self):
        return self.order_by("-at", "-pk")


class PracticeMessage(models.Model):
    id = models.UUIDField(primary_key=True, editable=False)  # of the message that was sent
    at = models.DateTimeField(default=timezone.now)
    channel = models.CharField(max_length=5, choices=Message.Channel)
    language = models.CharField(max_length=2)
    address = EncryptedText()
    subject = EncryptedText(blank=True)
    text = EncryptedText()

    objects = PracticeMessageQuerySet.as_manager()

    class Meta:
        verbose_name = _("practice message")
        verbose_name_plural = _("practice messages")
        ordering = ["-at", "-pk"]

    def __str__(self):
        return f"{self.channel} {self.pk}"
