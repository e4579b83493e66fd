"""Forms of the usage log: what narrows it, and whose report is made."""

import uuid

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from audit import actions
from organisations.models import User

from .people import Day


class PersonField(forms.ModelChoiceField):
    """Somebody who signs in or did."""

    def to_python(self, value):
        if (
            isinstance(value, str)
            and value
            and not (value.isascii() and value.isdigit() and len(value) <= 18)
        ):
            raise forms.ValidationError(self.error_messages["invalid_choice"], code="invalid_choice")
        return super().to_python(value)

    def label_from_instance(self, person):
        return f"{person.name} ({person.email})"


class LogFilter(forms.Form):
    narrows = True  # nobody expects to have to fill these
    since = Day(label=_("From day"))
    until = Day(label=_("To day, that day included"))
    person = PersonField(label=_("Who did it"), queryset=None, required=False, empty_label=_("Anybody"))
    action = forms.ChoiceField(label=_("What was done"), required=False)
    refused = forms.BooleanField(label=_("Only what was refused"), required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = User.objects.by_name()
        self.fields["action"].choices = [("", _("Anything")), *actions.choices()]

    def clean(self):
        since, until = self.cleaned_data.get("since"), self.cleaned_data.get("until")
        if since and until and until < since:
            self.add_error("until", _("The last day is before the first."))

    def asked(self):
        """What narrows the list, as it was sent: names and values of the fields that are neither empty nor wrong."""
        sent = {name: self[name].value() for name in self.cleaned_data}
        return {name: str(value)[:40] for name, value in sent.items() if value}


class ReportForm(forms.Form):
    """One person's data: of somebody who signs in, or of a client, who is known by the number of a referral."""

    narrows = True  # one of two is needed: neither is optional
    person = PersonField(
        label=_("Somebody who signs in"), queryset=None, required=False, empty_label=_("Nobody chosen")
    )
    referral = forms.CharField(
        label=_("Or a client: the number of the referral"),
        required=False,
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    reason = forms.CharField(
        label=_("Why the report is made"),
        help_text=_("This is written in the usage log. Do not write names or identity codes."),
        max_length=100,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": _("Write why the report is made.")},
    )
    older = forms.BooleanField(
        label=_("Also what is older than two years, for the reason above"), required=False
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = User.objects.by_name()

    def clean_referral(self):
        text = self.cleaned_data["referral"].strip()
        if not text:
            return ""
        try:
            return str(uuid.UUID(text))
        except ValueError:
            raise forms.ValidationError(_("Write the whole number of the referral.")) from None

    def clean(self):
        one = bool(self.cleaned_data.get("person")) != bool(self.cleaned_data.get("referral"))
        if not one and not {"person", "referral"} & self.errors.keys():
            self.add_error("person", _("Choose a person or write the number of a referral, not both."))

    @property
    def subject_words(self):
        kind, key = self.subject
        if kind == "person":
            return gettext("Person: %(name)s") % {"name": self.cleaned_data["person"].name}
        return gettext("Referral: %(name)s") % {"name": key}

    @property
    def subject(self):
        person = self.cleaned_data["person"]
        return ("person", person.pk) if person else ("referral", self.cleaned_data["referral"])
