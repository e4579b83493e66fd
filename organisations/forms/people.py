"""Forms of people and their roles. What may be chosen is what the person at work may give."""

from unicodedata import category

from django import forms
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from audit import trail
from fields.text import text
from organisations.models import User
from organisations.roles import Role

UNSEEN = {"Cc", "Cf"}  # controls, and signs that turn or join others


class LanguageSelect(forms.Select):
    """An option whose words are in another language than the page says so."""

    def create_option(self, name, value, *args, **kwargs):
        option = super().create_option(name, value, *args, **kwargs)
        if (record := getattr(value, "instance", None)) and (lang := text(record, "name").lang):
            option["attrs"]["lang"] = lang
        return option


class PlaceField(forms.ModelChoiceField):
    """An organisation or a unit; a unit is told by what it belongs to."""

    widget = LanguageSelect
    default_error_messages = {
        "required": _("Choose an organisation."),
        "invalid_choice": _("Choose an organisation from the list."),
    }

    def to_python(self, value):
        if (
            isinstance(value, str)
            and value
            and not (value.isascii() and value.isdigit() and len(value) <= 18)
        ):
            raise forms.ValidationError(self.error_messages["invalid_choice"], code="invalid_choice")
        return super().to_python(value)

    def label_from_instance(self, place):
        return f"{place.parent} – {place}" if place.parent else str(place)


class Day(forms.DateField):
    widget = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "maxlength": 10})
    default_error_messages = {"invalid": _("Write the date like 22.11.2026.")}

    def __init__(self, **options):
        super().__init__(required=False, **options)
        self.max_length = 10  # how wide the field is drawn

    def to_python(self, value):
        """A day of this portal's time: the first and the last day that Python knows have no midnight in UTC."""
        day = super().to_python(value)
        if day and not 1900 <= day.year < 3000:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        return day


def last_day():
    return Day(
        label=_("Last day"),
        help_text=_("That day is included. Leave empty when no end is known. For example 22.11.2026"),
    )


class RoleForm(forms.Form):
    """A role for somebody, where the person at work (``desk``) may give it. ``person_id``: whose, when known."""

    action = "role_given"
    place = PlaceField(label=_("Organisation or unit"), queryset=None, empty_label=_("Choose"))
    role = forms.ChoiceField(
        label=_("Role"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose a role."), "invalid_choice": _("Choose a role from the list.")},
    )
    last_day = last_day()

    def __init__(self, *args, desk, places, person_id=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.desk, self.person_id = desk, person_id
        self.fields["place"].queryset = places
        self.fields["role"].choices = [
            (role, format_lazy("{}. {}", role.words, role.gives)) for role in desk.gives()
        ]
        if len(places) == 1:
            self.initial.setdefault("place", places[0].pk)

    def clean_last_day(self):
        return not_past(self.cleaned_data["last_day"])

    def clean(self):
        place, role = self.cleaned_data.get("place"), self.cleaned_data.get("role")
        if place and role and not self.desk.may_give(role, place, self.person_id):
            self.add_error(
                "role", forms.ValidationError(_("You cannot give this role here."), code="refused")
            )
        codes = {fault.code for name in ("place", "role") for fault in self.errors.as_data().get(name, [])}
        if codes & {"invalid_choice", "refused"}:  # no page of ours sends these
            trail.deny(self.action, subject=("person", self.person_id) if self.person_id else None)


def not_past(day):
    if day and day < timezone.localdate():
        raise forms.ValidationError(_("The last day is today or later."))
    return day


class Address(forms.EmailField):
    """In small letters before it is measured and checked. Before the @ stand letters that mail servers take and people
    can tell apart: Django's check lets through some that only look like them, and signs that nobody sees.
    Nobody's are quoted ones (senders read them differently) and those of a machine without a name of its own.
    """

    default_error_messages = {"invalid": _("Write the e-mail address like name@example.com.")}

    def to_python(self, value):
        address = "".join(sign for sign in super().to_python(value) if category(sign) != "Cf").lower()
        local, _at, host = address.rpartition("@")
        if address and (not local.isascii() or '"' in local or host[:1] == "[" or "." not in host):
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        return address


class Name(forms.CharField):
    """One line without signs that nobody sees: turned around or empty it would mislead in every list and in the log."""

    def to_python(self, value):
        seen = (sign for sign in super().to_python(value) if sign.isspace() or category(sign) not in UNSEEN)
        return " ".join("".join(seen).split())


class InviteForm(RoleForm):
    """Somebody new, or somebody who is here already: the address tells which."""

    action = "invited"
    email = Address(
        label=_("E-mail of work"),
        help_text=_("The invitation is sent here, and it is used for signing in."),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
        error_messages={
            "invalid": _("Write the e-mail address like name@example.com."),
            "required": _("Write the e-mail address."),
        },
    )
    name = Name(
        label=_("First name and last name"),
        max_length=100,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": _("Write the name.")},
    )
    language = forms.ChoiceField(label=_("Language of messages"), widget=forms.RadioSelect)
    field_order = ["email", "name", "language", "place", "role", "last_day"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["language"].choices = User.Language.choices
        self.initial.setdefault("language", User.Language.FI)

    def clean_email(self):
        email = self.cleaned_data["email"]
        if email == self.desk.user.email.lower():
            raise forms.ValidationError(_("This is your own address. You cannot change your own roles."))
        return email


class LastDayForm(forms.Form):
    """How long a role holds. ``version`` is the one of which the page told."""

    last_day = last_day()
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=2_000_000_000)

    def __init__(self, *args, begins, **kwargs):
        super().__init__(*args, **kwargs)
        self.begins = begins

    def clean_last_day(self):
        day = not_past(self.cleaned_data["last_day"])
        if day and day < self.begins:
            raise forms.ValidationError(_("The last day is before the first."))
        return day


class VersionForm(forms.Form):
    """A question that is answered with yes, about the version that the page told of."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=2_000_000_000)


STATES = {"": _("In use"), "without": _("Without a role"), "closed": _("Closed")}


class PeopleFilter(forms.Form):
    """What narrows the list. No name stands in an address: names are searched by a form of their own."""

    narrows = True  # nobody expects to have to fill these

    place = PlaceField(
        label=_("Organisation or unit"), queryset=None, required=False, empty_label=_("All organisations")
    )
    role = forms.ChoiceField(label=_("Role"), required=False)
    state = forms.ChoiceField(label=_("Account"), required=False)

    def __init__(self, *args, places, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["place"].queryset = places
        self.fields["role"].choices = [("", _("All roles")), *((role, role.words) for role in Role)]
        self.fields["state"].choices = list(STATES.items())


class NameForm(forms.Form):
    """Sent by POST, so that no name stands in an address."""

    q = forms.CharField(
        label=_("Name or e-mail"), max_length=100, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
