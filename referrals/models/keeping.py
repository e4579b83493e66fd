"""What a client may ask of whoever holds their data: correct it, use it no further, erase it (GDPR articles 16–18)."""

from django.db import models, transaction
from django.db.models import F
from django.utils import timezone

from organisations.scope import of_referral

CORRECTED = "correct"  # the event's move; it changes no state


class Keeping(models.Model):
    class Meta:
        abstract = True

    def restrict(self, *, now=None):
        """Out of the work lists; False when it is so already."""
        return self._keep("restricted", {"restricted_at": None}, {"restricted_at": now or timezone.now()})

    def unrestrict(self):
        return self._keep("unrestricted", {"restricted_at__isnull": False}, {"restricted_at": None})

    def ask_to_erase(self, *, now=None):
        """The nightly job erases it; until then it can be taken back. False while a team has it, or when asked."""
        return self._keep(
            "erasure_asked",
            {"erasure_asked_at": None},
            {"erasure_asked_at": now or timezone.now()},
            ended=True,
        )

    def recall_erasure(self):
        return self._keep("erasure_recalled", {"erasure_asked_at__isnull": False}, {"erasure_asked_at": None})

    def _keep(self, action, before, after, *, ended=False):
        from referrals import deeds

        with transaction.atomic():
            rows = type(self).objects.ended() if ended else type(self).objects.standing()
            if ended and not rows.filter(pk=self.pk).exists():
                return False
            if not type(self).objects.standing().filter(pk=self.pk, **before).update(**after):
                return False
            deeds.saw(self, action=action)
        for name, value in after.items():
            setattr(self, name, value)
        return True

    def correct(self, assignment, *, by, values, now=None):
        """Returns the event that keeps what stood there before; None when nothing differs. Raises Meanwhile.

        ``by`` is an acting.By, ``values`` columns of Client; ``assignment`` is the person's own part, as they saw it.
        """
        from referrals import telling, tracing

        changed = {name: value for name, value in values.items() if getattr(self.client, name) != value}
        if not changed:
            return None
        with transaction.atomic(), of_referral(self.pk):
            event = self._corrected(assignment, by, changed, now or timezone.now())
            for name, value in changed.items():
                setattr(self.client, name, value)
            self.client.save(update_fields=list(changed))
            if {"name", "birth_date", "identity_code"} & changed.keys():
                tracing.renew(self)
            telling.tell(event, assignment)
        return event

    def _corrected(self, assignment, by, changed, now):
        from referrals import deeds

        from . import Event, EventText
        from .moving import Meanwhile, last_event

        same = type(assignment).objects.filter(pk=assignment.pk, version=assignment.version)
        if not same.update(version=F("version") + 1):
            raise Meanwhile(last_event(assignment))
        assignment.version += 1
        event = Event.objects.create(
            assignment=assignment, referral=self, at=now, actor_id=by.user and by.user.pk,
            actor_label=str(by.user or "")[:150], letter=by.letter, move=CORRECTED,
            from_state=assignment.state, to_state=assignment.state, version=assignment.version,
        )  # fmt: skip
        label = self.client._meta.get_field
        words = "\n".join(
            f"{label(name).verbose_name}: {getattr(self.client, name) or '–'}" for name in changed
        )
        EventText.objects.create(event=event, referral=self, words=words)
        deeds.saw(self, action="corrected", client=self.client, fields=list(changed))
        return event
