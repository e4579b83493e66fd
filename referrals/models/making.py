"""How a referral comes about: a draft that is kept as it is typed, and a resident's own that is born sent."""

import json

from django.db import IntegrityError, models, transaction
from django.utils import timezone

from organisations.scope import of_referral
from referrals import models as tables

# Of what is typed: it was said of one kind's agreements
OF_AGREEMENT = {"consent", "consented_at", "heard", "feedback", "identity_code"}


class MakingQuerySet(models.QuerySet):
    """Words for referrals that are being made."""

    def begun(self, key):
        """The one that this form has made already."""
        return self.filter(key=key).first()

    def for_making(self):
        """With all that the screens of making it show."""
        chosen = ("kind", "client", "asked", "sender__parent__parent", "made_by", "municipality")
        return self.select_related(*chosen)

    def begin(self, *, by, unit, kind, key, practice=False, now=None):
        """The draft's assignment; the one that stands when the form comes a second time."""
        now = now or timezone.now()
        referral = self.model(
            key=key,
            kind=kind,
            controller_id=unit.lineage()[-1],
            sender=unit,
            made_by=by,
            practice=practice,
            made_at=now,
            touched_at=now,
        )
        try:
            with transaction.atomic(), of_referral(referral.pk):
                referral.save(force_insert=True)
                tables.Client.objects.create(referral=referral)
                tables.Asked.objects.create(referral=referral)
                return tables.Assignment.objects.create(
                    referral=referral, sender=unit, created_at=now, state_since=now
                )
        except IntegrityError:
            known = self.begun(key)
            if known is None:  # somebody else's key, or another fault: nothing is told of it
                raise
            return known.assignments.newest_last().first()

    def born(self, *, kind, agreement, municipality, key, client, asked, practice=False, now=None):
        """A resident's own, with its rows, inside the caller's transaction and the scope of its id; not sent yet."""
        now = now or timezone.now()
        referral = self.model(
            pk=key,
            key=key,
            kind=kind,
            controller=agreement.sender,
            self_made=True,
            municipality=municipality,
            wants_feedback=False,
            practice=practice,
            made_at=now,
            touched_at=now,
            sent_at=now,
        )
        referral.save(force_insert=True)
        tables.Client.objects.create(referral=referral, **client)
        tables.Asked.objects.create(referral=referral, **asked)
        return referral


class Making:
    """Verbs of a draft."""

    def keep(self, typed, *, client, asked, municipality, wants_feedback, now=None):
        """What was typed so far, and what of it is right already. The draft's clock begins anew.

        Raises Meanwhile when it was sent or deleted a moment ago.
        """
        now = now or timezone.now()
        self.draft.rewritten(changed=typed != self.typed)
        person, need = self.client, self.asked
        for row, values in ((person, client), (need, asked)):
            for name, value in values.items():
                setattr(row, name, value)
        need.typed = json.dumps(typed)
        self.municipality, self.wants_feedback, self.touched_at = municipality, wants_feedback, now
        person.save()
        need.save()
        self.save(update_fields=["municipality", "wants_feedback", "touched_at"])

    def change_kind(self, kind, now=None):
        """What was typed stays but the answer about consent and what only that answer's receivers asked for. Raises
        Meanwhile.
        """
        self.draft.rewritten()
        kept = {name: values for name, values in self.typed.items() if name not in OF_AGREEMENT}
        self.kind, self.touched_at, self.asked.typed = kind, now or timezone.now(), json.dumps(kept)
        self.asked.save(update_fields=["typed"])
        self.save(update_fields=["kind", "touched_at"])

    def settle(self, agreement):
        """What was typed is kept no longer: the rows say it. Who answers for the referral is the agreement's sender.

        Title and phone of who made it are written into it: they may work elsewhere tomorrow.
        """
        self.controller, need = agreement.sender, self.asked
        need.typed, need.maker_title, need.maker_phone = "", self.made_by.title, self.made_by.phone
        need.save(update_fields=["typed", "maker_title", "maker_phone"])
        self.save(update_fields=["controller"])

    @property
    def typed(self):
        """{name of a field: the values it was given}, of a draft."""
        return json.loads(self.asked.typed or "{}")
