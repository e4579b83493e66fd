"""The first screen: whom the referral is for, how they are reached, and what they agree to."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from fields import identifiers, identity
from fields.forms import IdentityCodeField, PhoneField
from organisations.forms.people import Address, Name
from outbox import sending
from referrals.models import Client, Consent

from .parts import Day, Line
from .steps import Step, Town, one_of, several, yes_no

Channel = Client.Channel
SPOKEN = [("fi", _("Finnish")), ("sv", _("Swedish"))]
NO = "no"
OLDEST = 120  # years
MORE = ("email", "address", "interpreter", "non_disclosure")  # fields that few need
KEPT_CODE = _("The code has been saved and is not shown here. Write another only to change it.")
SAFE = {
    Channel.PHONE,
    Channel.LETTER,
}  # with non-disclosure nothing is written to a place that others may read


class Unshown(forms.TextInput):
    """What was right is not written into a page again; what was wrong is, to be corrected."""

    wrong = False

    def format_value(self, value):
        return super().format_value(value) if self.wrong else None


class PersonForm(Step):
    """What professional and resident both tell. ``own``: the resident speaks of themself."""

    name = Name(label=_("Client's name"), max_length=100)
    born = Day(
        label=_("Date of birth"),
        required=False,
        error_messages={"invalid": _("Write the date like 22.11.2026.")},
    )
    identity_code = IdentityCodeField(
        label=_("Personal identity code"), required=False, max_length=20, widget=Unshown
    )
    municipality = Town(label=_("Home municipality"), queryset=None, empty_label=_("Choose the municipality"))
    language = one_of(_("Language of contact"), SPOKEN)
    phone = PhoneField(label=_("Phone"), required=False, max_length=20)
    contact_note = Line(
        label=_("How and when may we contact the client?"),
        required=False,
        length=300,
        help_text=_("For example: on weekdays at 9–12."),
    )
    channels = several(_("Ways of contact that suit the client"))
    email = Address(label=_("E-mail"), required=False, max_length=60)
    interpreter = Line(
        label=_("Interpreter needed"), required=False, length=60, help_text=_("From which language?")
    )

    def shape(self):
        self.fields["municipality"].queryset = self.making.towns
        self.fields["channels"].choices = [
            (one.value, one.label[:1].upper() + one.label[1:]) for one in Channel if self._offered(one)
        ]
        self.initial.setdefault("channels", [Channel.PHONE])
        self.initial.setdefault("language", "fi")
        self.fields["language"].choices = [(code, name[:1].upper() + name[1:]) for code, name in SPOKEN]
        asking = self.making.asking_code()
        if asking is None:
            del self.fields["identity_code"]
        else:
            kept = "".join(self.making.typed.get("identity_code", []))
            why = _("Asked because the agreement needs it. Agreement: %(org)s") % {"org": asking}
            self.fields["identity_code"].help_text = KEPT_CODE if kept else why

    def _offered(self, channel):
        return channel != Channel.SMS or sending.offered("sms")

    def clean_born(self):
        day, today = self.cleaned_data["born"], timezone.localdate()
        if day and not today.year - OLDEST <= day.year <= today.year or day and day > today:
            raise forms.ValidationError(_("Check the date of birth."))
        return day

    def clean_channels(self):
        """In the list's order: the first is tried first."""
        return [one for one in Channel.values if one in self.cleaned_data["channels"]]

    def clean(self):
        given = self.cleaned_data
        needs = self.making.needs_code(given.get("municipality"))
        if not needs:
            given["identity_code"] = ""
            if not given.get("born") and "born" not in self.errors:
                self.add_error("born", _("Write the date like 22.11.2026."))
        elif given.get("identity_code"):
            given["born"] = identity.birth_date(given["identity_code"])
        elif "identity_code" not in self.errors:
            self.add_error("identity_code", _("Check the personal identity code."))
        if "identity_code" in self.errors:
            self.fields["identity_code"].widget.wrong = True
        self._reached(given)

    def _reached(self, given):
        channels, phone = given.get("channels", []), given.get("phone")
        if "phone" not in self.errors:
            if Channel.SMS in channels and not identifiers.takes_texts(phone or ""):
                self.add_error("phone", _("Text messages cannot be sent to this number."))
            elif Channel.PHONE in channels and not phone:
                self.add_error("phone", _("Write the phone number like 040 123 4567."))
        if Channel.EMAIL in channels and not given.get("email") and "email" not in self.errors:
            self.add_error("email", _("Write the e-mail address like name@example.com."))

    @property
    def more_open(self):
        """Whether something stands, or is wrong, among the fields that few need."""
        names = [name for name in MORE if name in self.fields]
        return any(self[name].value() or name in (self.errors if self.is_bound else ()) for name in names)

    # ------------------------------------------------------------ what is kept
    def client(self):
        """Columns of the client: what is right."""
        born = self.right("born", None)
        return {
            "name": self.right("name"),
            "birth_date": born.isoformat() if born else "",
            "identity_code": self.right("identity_code"),
            "phone": self.right("phone"),
            "email": self.right("email"),
            "contact_note": self.right("contact_note"),
            "channels": self.right("channels", []),
            "language": self.right("language", "fi"),
            "interpreter": self.right("interpreter"),
        }


class ClientForm(PersonForm):
    """By a professional, who also records the client's consent."""

    address = Line(label=_("Address for a letter"), required=False, length=200)
    non_disclosure = forms.BooleanField(
        label=_("Non-disclosure for personal safety"),
        required=False,
        help_text=_("No SMS, no e-mail, no address. Agree with the client how to reach them safely."),
    )
    consent = one_of(
        _("Does the client agree that this information is given to the receiver?"),
        [
            (Consent.How.ORAL, _("Yes, orally")),
            (Consent.How.WRITTEN, _("Yes, in writing")),
            (NO, _("No")),
        ],
    )
    feedback = yes_no(_("May the referrer be told how it went? (separate consent)"))

    def shape(self):
        super().shape()
        if not self.is_bound and not self.making.said("name"):  # one begins to write at once
            self.fields["name"].widget.attrs["autofocus"] = True

    def clean(self):
        given = self.cleaned_data
        if given.get("non_disclosure"):
            given["channels"] = [one for one in given.get("channels", []) if one in SAFE]
            given["email"] = given["address"] = ""
            if not given.get("contact_note") and "contact_note" not in self.errors:
                self.add_error("contact_note", _("Agree with the client how to reach them safely."))
        super().clean()
        if Channel.LETTER in given.get("channels", []) and not (
            given.get("address") or given.get("non_disclosure")
        ):
            self.add_error("address", _("Write the address, or leave out the letter."))
        ways = (given.get(one) for one in ("phone", "email", "address", "non_disclosure"))
        if not any(ways) and not {"phone", "email", "address"} & self.errors.keys():
            self.add_error("phone", _("Write a phone number, an e-mail or an address."))

    def client(self):
        return super().client() | {
            "address": self.right("address"),
            "non_disclosure": bool(self.right("non_disclosure", False)),
        }
