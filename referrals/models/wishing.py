"""What a client asks of their team on their own page: no move of the table, but an event that the team hears of."""

from django.db import models, transaction
from django.db.models import F
from django.utils import timezone

from organisations.scope import of_referral

WISH = "wish"  # the event's move; it changes no state


class Wishing:
    class Wish(models.TextChoices):
        CALL = "call"
        LANGUAGE = "language"
        TIME = "time"

    def wish(self, what, *, text="", now=None):
        """Returns the event; call it only for the client. Raises Meanwhile when somebody moved it at this moment."""
        from referrals import deeds, telling

        from . import Event, EventText
        from .moving import Meanwhile, last_event

        same = type(self).objects.filter(pk=self.pk, version=self.version)
        with transaction.atomic(), of_referral(self.referral_id):
            if not same.update(version=F("version") + 1):
                raise Meanwhile(last_event(self))
            self.version += 1
            event = Event.objects.create(
                assignment=self, referral_id=self.referral_id, at=now or timezone.now(),
                letter=Event.Letter.CLIENT, move=WISH, reason=self.Wish(what).value, version=self.version,
                from_state=self.state, to_state=self.state, for_referrer=False,
            )  # fmt: skip
            if text:
                EventText.objects.create(event=event, referral_id=self.referral_id, words=text)
            deeds.moved(WISH, self.referral_id)
            telling.tell(event, self)
        return event
