"""The form that asks for a dry run: which register, what of it, since when."""

from uuid import UUID

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from catalogue.imports import running
from catalogue.models.choices import Provenance
from organisations.admin.fields import OneField, Select
from organisations.county import fact
from organisations.models import Municipality, Organisation

MOST_SERVICES = 100  # the register answers about at most that many at once

COUNTY, MUNICIPALITY, ORGANISATION, SERVICES, FILE = (
    "county",
    "municipality",
    "organisation",
    "services",
    "file",
)
# What one may choose, and the fields of each choice: the others are not looked at.
CHOICES = {
    COUNTY: (),
    MUNICIPALITY: ("municipality",),
    ORGANISATION: ("organisation", "organisation_id"),
    SERVICES: ("services",),
    FILE: ("file",),
}
WORDS = {
    MUNICIPALITY: _("One municipality"),
    ORGANISATION: _("One organisation"),
    SERVICES: _("Single services by their ids"),
    FILE: _("A file on the server"),
}
NO_ID = _("This is no id of the register: %(id)s. An id has 36 characters, in five parts.")


class OrganisationField(OneField):
    def label_from_instance(self, organisation):
        return str(organisation)


class AskForm(forms.Form):
    system = forms.ChoiceField(label=_("Register"), widget=forms.RadioSelect)
    what = forms.ChoiceField(label=_("What is read"), widget=forms.RadioSelect)
    municipality = OneField(
        Municipality.objects.none(), label=_("Municipality"), required=False, widget=Select
    )
    organisation = OrganisationField(
        Organisation.objects.none(),
        label=_("Organisation"),
        required=False,
        widget=Select,
        help_text=_("Those of this portal whose id in the register is known."),
    )
    organisation_id = forms.CharField(
        label=_("or its id in the register"), required=False, max_length=100, strip=True
    )
    services = forms.CharField(
        label=_("Ids of the services"),
        required=False,
        max_length=20_000,
        help_text=_("One on each line, at most 100."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    file = forms.ChoiceField(label=_("File or folder"), required=False)
    since = forms.DateField(
        label=_("Only what was changed since"),
        required=False,
        help_text=_("May be left empty: then everything is read."),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )
    nationwide = forms.BooleanField(label=_("Nationwide services too"), required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        names = dict(Provenance.choices)
        self.fields["system"].choices = [(system, capfirst(names[system])) for system in running.SYSTEMS]
        self.fields["what"].choices = [(COUNTY, fact("name")), *WORDS.items()]
        self.fields["municipality"].queryset = Municipality.objects.here().by_name(get_language())
        known = Organisation.objects.filter(ptv_id__isnull=False).by_name(get_language())
        self.fields["organisation"].queryset = known
        files = running.server_files()
        self.fields["file"].choices = [("", "---------"), *((name, name) for name in files)]
        self.initial = {"system": next(iter(running.SYSTEMS)), "what": COUNTY, **self.initial}

    def clean(self):
        values = super().clean()
        what = values.get("what")
        for name in {name for choice, names in CHOICES.items() if choice != what for name in names}:
            self._errors.pop(name, None)
        since = values.get("since")
        if since and since > timezone.localdate():
            self.add_error("since", _("This day has not come yet."))
        if what and not self._errors:
            self.sources = getattr(self, f"_{what}")(values)
        return values

    # ------------------------------------------------------------ what is read, in the words of the importer
    def _county(self, values):
        return [f"county:{settings.HYTE_COUNTY}"]

    def _municipality(self, values):
        if values.get("municipality") is None:
            return self._lacks("municipality", _("Choose the municipality."))
        return [f"municipality:{values['municipality'].pk}"]

    def _organisation(self, values):
        typed, chosen = values.get("organisation_id"), values.get("organisation")
        if typed and chosen and str(chosen.ptv_id) != typed.lower():
            return self._lacks("organisation_id", _("Choose the organisation or write its id, not both."))
        if typed:
            return self._ids("organisation_id", [typed], "organisation:")
        if chosen is None:
            return self._lacks("organisation", _("Choose the organisation or write its id."))
        return [f"organisation:{chosen.ptv_id}"]

    def _services(self, values):
        lines = [line.strip() for line in values.get("services", "").splitlines() if line.strip()]
        if not lines:
            return self._lacks("services", _("Write at least one id."))
        if len(lines) > MOST_SERVICES:
            return self._lacks("services", _("There are more than 100 ids."))
        return list(dict.fromkeys(self._ids("services", lines)))

    def _file(self, values):
        if not values.get("file"):
            return self._lacks("file", _("Choose the file or folder."))
        return [f"file:{values['file']}"]

    def _ids(self, field, texts, prefix=""):
        found = []
        for text in texts:
            try:
                found.append(prefix + str(UUID(text)))
            except ValueError:
                self.add_error(field, ValidationError(NO_ID, params={"id": text[:60]}))
                break
        return found

    def _lacks(self, field, words):
        self.add_error(field, words)
        return []

    @property
    def options(self):
        since = self.cleaned_data["since"]
        return {"since": since.isoformat() if since else "", "nationwide": self.cleaned_data["nationwide"]}

    # ------------------------------------------------------------ for the page
    def parts(self):
        """Each choice with its radio button and its own fields."""
        for radio, names in zip(self["what"], CHOICES.values(), strict=True):
            yield radio, [self[name] for name in names]

    @property
    def has_files(self):
        return len(self.fields["file"].choices) > 1
