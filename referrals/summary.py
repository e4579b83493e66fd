"""A referral in the words in which it is checked before sending and printed for the client."""

import json
from datetime import date

from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from catalogue.models import Service

from .forms.client import SPOKEN
from .making import activity_words
from .models import Asked, Choice, Client, Consent

HOW = dict(Consent.How.choices)


class Summary:
    def __init__(self, referral, making=None, *, client=None, asked=None):
        self.referral, self.making = referral, making
        self.client, self.asked = client or referral.client, asked or referral.asked

    @property
    def born(self):
        return date.fromisoformat(self.client.birth_date) if self.client.birth_date else None

    @property
    def has_code(self):
        return bool(self.client.identity_code)

    @property
    def channels(self):
        named = dict(Client.Channel.choices)
        return ", ".join(str(named[one]) for one in self.client.channels if one in named)

    @property
    def language(self):
        return dict(SPOKEN).get(self.client.language, "")

    @cached_property
    def chosen(self):
        """``[(heading, [words])]`` by group of the choices."""
        found = {}
        for one in Choice.objects.named(json.loads(self.asked.choices)).in_order():
            found.setdefault(one.group, []).append(str(one))
        return [(words, found[group]) for group, words in HEADINGS.items() if group in found]

    @property
    def safe(self):
        return dict(Asked.Safe.choices).get(self.asked.safe, "")

    @property
    def activity(self):
        return activity_words({"activity": self.asked.activity})

    @cached_property
    def answers(self):
        said = json.loads(self.asked.answers)
        yes_no = {"yes": _("Yes"), "no": _("No")}
        asked = self.referral.kind.questions.all()
        return [(one, yes_no.get(said[one.code], said[one.code])) for one in asked if one.code in said]

    @cached_property
    def services(self):
        return list(Service.objects.in_bulk(json.loads(self.asked.services)).values())

    @cached_property
    def consents(self):
        return list(self.referral.consents.in_force().select_related("receiver"))

    # ------------------------------------------------------------ before sending
    @property
    def consent(self):
        return HOW.get(self.making.said("consent"), "")

    @property
    def feedback(self):
        return self.making.said("feedback") == "yes"


HEADINGS = {
    Choice.Group.REASON: _("Reasons"),
    Choice.Group.GOAL: _("Goals"),
    Choice.Group.WISH: _("What would make it easier"),
    Choice.Group.BARRIER: _("What makes it hard"),
}
