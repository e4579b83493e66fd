"""The third screen: the receiver, and that another referral of the same client is meant; another kind for a draft."""

from django import forms
from django.utils.translation import gettext_lazy as _

from .steps import one_of

CHANGED = _("The draft was changed in another window or by a colleague. Look through it and send it again.")


class ReceiverForm(forms.Form):
    """``offers``: whom it may be sent to; ``same``: numbers of open referrals of the client and kind; ``version``: the
    draft's, which the page must have shown.
    """

    team = one_of(
        _("Receiver"),
        error_messages={
            "required": _("Choose the receiver."),
            "invalid_choice": _("This receiver does not take the referral now. Choose another."),
        },
    )
    same_confirmed = forms.BooleanField(label=_("Another referral is meant"), required=False)

    def __init__(self, data=None, *, offers, same=(), version=None, **kwargs):
        super().__init__(data, **kwargs)
        self.version = version
        self.offers = {str(one.team.pk): one for one in offers}
        self.fields["team"].choices = [(key, str(one.team)) for key, one in self.offers.items()]
        if len(self.offers) == 1:  # nothing to choose
            self.initial.setdefault("team", next(iter(self.offers)))
        if not same:
            del self.fields["same_confirmed"]

    @property
    def choices(self):
        """``(radio, offer)``"""
        return [(radio, self.offers[radio.data["value"]]) for radio in self["team"]]

    def clean(self):
        if self.version is not None and self.data.get("version") != str(self.version):
            self.say_changed()
        if "same_confirmed" in self.fields and not self.cleaned_data.get("same_confirmed"):
            self.add_error(
                "same_confirmed",
                _("The client has an open referral of this kind. Confirm that you send another one."),
            )

    def say_changed(self):
        if CHANGED not in self.non_field_errors():
            self.add_error(None, CHANGED)

    @property
    def offer(self):
        return self.offers[self.cleaned_data["team"]]


class KindForm(forms.Form):
    """Of a draft whose kind cannot be sent any more. ``kinds``: those that somebody receives from its unit."""

    kind = one_of(_("What is the client referred to?"))

    def __init__(self, data=None, *, kinds):
        super().__init__(data)
        self.kinds = {one.pk: one for one in kinds}
        self.fields["kind"].choices = [(code, str(one)) for code, one in self.kinds.items()]

    @property
    def chosen(self):
        return self.kinds[self.cleaned_data["kind"]]
