"""A resident's own referral: the same screens without what only a professional tells, in the reader's own voice."""

from django import forms
from django.utils.translation import gettext_lazy as _

from fields import identifiers
from outbox import sending
from referrals.models import Client

from .client import SAFE, PersonForm
from .need import NeedForm
from .receiver import ReceiverForm
from .steps import one_of

EMAIL, SMS = "email", "sms"
CLIENT_WORDS = {
    "name": _("Your name"),
    "contact_note": _("How and when may we contact you?"),
    "channels": _("Ways of contact that suit you"),
    "language": _("Language in which we contact you"),
    "interpreter": _("Do you need an interpreter?"),
}
NEED_WORDS = {
    "reasons": _("Why are you looking for guidance? (choose one or more)"),
    "goal": _("What would you like to change?"),
    "readiness": _("How ready are you for change, 0–10"),
}


def ways(client):
    """How a code can reach the resident: ``[(channel, address)]``."""
    found = []
    if client.get("phone") and sending.offered(SMS) and identifiers.takes_texts(client["phone"]):
        found.append((SMS, client["phone"]))
    if client.get("email"):
        found.append((EMAIL, client["email"]))
    return found


class OwnClientForm(PersonForm):
    non_disclosure = forms.BooleanField(
        label=_("I have non-disclosure for personal safety"),
        required=False,
        help_text=_(
            "Then we send you no messages but the code, and keep neither your e-mail nor your home municipality. Write "
            "above how we reach you safely."
        ),
    )

    def shape(self):
        super().shape()
        for name, words in CLIENT_WORDS.items():
            self.fields[name].label = words
        offered = [one for one in self.fields["channels"].choices if one[0] != Client.Channel.LETTER]
        self.fields["channels"].choices = offered

    def clean(self):
        given = self.cleaned_data
        if given.get("non_disclosure"):
            given["channels"] = [one for one in given.get("channels", []) if one in SAFE]
            if not given.get("contact_note") and "contact_note" not in self.errors:
                self.add_error("contact_note", _("Write how we reach you safely."))
        super().clean()
        if not ways(self.cleaned_data) and not {"phone", "email"} & self.errors.keys():
            self.add_error(
                "email",
                _("Write an e-mail address or a mobile number: we send a code to it.")
                if sending.offered(SMS)
                else _("Write an e-mail address: we send a code to it."),
            )

    def client(self):
        """The e-mail was for the code alone where nothing else may be sent."""
        protected = bool(self.right("non_disclosure", False))
        found = super().client() | {"non_disclosure": protected}
        return found | {"email": ""} if protected else found


class OwnNeedForm(NeedForm):
    def shape(self):
        super().shape()
        for name, words in NEED_WORDS.items():
            if name in self.fields:
                self.fields[name].label = words


class OwnReceiverForm(ReceiverForm):
    """Also the resident's own consent, and where the code goes."""

    agree = forms.BooleanField(
        label=_("I agree to this"),
        error_messages={"required": _("Without your consent nothing can be sent.")},
    )
    code_by = one_of(_("Where do we send the code?"))

    def __init__(self, data=None, *, ways, **kwargs):
        super().__init__(data, **kwargs)
        self.ways = dict(ways)
        self.fields["code_by"].choices = [(channel, masked(channel, to)) for channel, to in ways]
        self.initial.setdefault("code_by", ways[0][0])

    @property
    def none_left(self):
        """What is said when no more codes go this way."""
        if len(self.ways) > 1:
            return _("So many codes have been asked for that none goes this way now. Choose the other way.")
        return _("So many codes have been asked for that none is sent now. Try again later.")


def masked(channel, address):
    """Enough to know it again: ``…01``, ``e…@example.org``."""
    if channel == EMAIL:
        local, _at, host = address.rpartition("@")
        return f"{local[:1]}…@{host}"
    return f"…{address[-2:]}"


class CodeForm(forms.Form):
    code = forms.CharField(
        label=_("Code"),
        max_length=20,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code"}),
    )
