"""Forms of the client's data and rights."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from fields.forms import PhoneField
from referrals.models import Client

QUIET = {"autocomplete": "off"}


class GroundForm(forms.Form):
    """Why the code is looked at: it stands in the log, so that what is asked is a choice and not a text."""

    narrows = True
    ground = forms.ChoiceField(
        label=_("Why do you need the code"),
        widget=forms.RadioSelect,
        choices=[
            ("identify", _("To be sure who the client is")),
            ("record", _("To record the advice in another system")),
            ("wrong", _("To check a code that may be wrong")),
        ],
        error_messages={"required": _("Choose why you need the code.")},
    )


class CopyForm(forms.Form):
    narrows = True
    form = forms.ChoiceField(
        label=_("In which form"),
        widget=forms.RadioSelect,
        initial="page",
        choices=[
            ("page", _("A page to read and print: everything, and who has seen it")),
            ("all", _("A file for machines (JSON): everything, and who has seen it")),
            ("given", _("A file for machines (JSON): only what the client told")),
        ],
    )


class CorrectionForm(forms.Form):
    """What the client says is wrong. What stood there before stays with the events."""

    narrows = True
    version = forms.IntegerField(widget=forms.HiddenInput)
    name = forms.CharField(label=_("Name"), max_length=150, widget=forms.TextInput(attrs=QUIET))
    birth_date = forms.DateField(label=_("Date of birth"), widget=forms.DateInput(attrs=QUIET))
    phone = PhoneField(label=_("Phone"), required=False)
    email = forms.EmailField(label=_("E-mail"), required=False, widget=forms.EmailInput(attrs=QUIET))
    address = forms.CharField(
        label=_("Address for letters"), required=False, max_length=300, widget=forms.TextInput(attrs=QUIET)
    )
    contact_note = forms.CharField(
        label=_("How and when to contact"),
        required=False,
        max_length=500,
        widget=forms.TextInput(attrs=QUIET),
    )
    non_disclosure = forms.BooleanField(
        label=_("The client has non-disclosure (turvakielto)"), required=False
    )

    @classmethod
    def of(cls, client, assignment, data=None):
        stands = {name: getattr(client, name) for name in cls.COLUMNS} | {"version": assignment.version}
        return cls(data, initial=stands)

    COLUMNS = ["name", "birth_date", "phone", "email", "address", "contact_note", "non_disclosure"]

    def clean_birth_date(self):
        born = self.cleaned_data["birth_date"]
        if not 0 <= timezone.localdate().year - born.year <= 120 or born > timezone.localdate():
            raise forms.ValidationError(_("Check the date of birth."))
        return born

    def values(self):
        """Columns of Client. With non-disclosure no address is kept, and nothing is sent unless it is agreed anew."""
        found = {name: self.cleaned_data[name] for name in self.COLUMNS}
        found["birth_date"] = found["birth_date"].isoformat()
        if found["non_disclosure"]:
            found["address"] = ""
            found["channels"] = [Client.Channel.PHONE.value] if found["phone"] else []
        return found
