"""Fields that several forms of referrals share: a day, a time of day, words, reasons with what the client reads."""

from datetime import datetime

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from fields.text import text
from referrals import reasons

WORDS = 2000


class Day(forms.DateField):
    widget = forms.DateInput(attrs={"inputmode": "numeric", "autocomplete": "off", "maxlength": 10})
    default_error_messages = {
        "invalid": _("Write the date like 22.11.2026."),
        "required": _("Write the date like 22.11.2026."),
    }
    max_length = 10  # how wide the field is drawn

    def to_python(self, value):
        """A day of this portal's time: the first and the last day that Python knows have no midnight in UTC."""
        day = super().to_python(value)
        if day and not 1900 <= day.year < 3000:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        return day


class Clock(forms.TimeField):
    widget = forms.TimeInput(attrs={"inputmode": "decimal", "autocomplete": "off", "maxlength": 5})
    default_error_messages = {
        "invalid": _("Write the time like 9.30."),
        "required": _("Write the time like 9.30."),
    }
    max_length = 5


class Words(forms.CharField):
    """More than a line; nobody's browser keeps it."""

    def __init__(self, *, rows=3, **options):
        widget = forms.Textarea(attrs={"rows": rows, "autocomplete": "off", "maxlength": WORDS})
        super().__init__(**{"max_length": WORDS, "widget": widget, "strip": True} | options)


class Line(forms.CharField):
    def __init__(self, *, length=200, **options):
        widget = forms.TextInput(attrs={"autocomplete": "off"})
        super().__init__(**{"max_length": length, "widget": widget} | options)


class Named(forms.ModelChoiceField):
    """A record by its name; a key that is none is a wrong choice, never an error of the database."""

    default_error_messages = {"invalid_choice": _("Choose an answer from the list.")}

    def to_python(self, value):
        if (
            isinstance(value, str)
            and value
            and not (value.isascii() and value.isdigit() and len(value) <= 18)
        ):
            raise forms.ValidationError(self.error_messages["invalid_choice"], code="invalid_choice")
        return super().to_python(value)


class ServiceField(Named):
    def label_from_instance(self, service):
        return f"{text(service, 'name')} – {service.provider}"


class TeamField(Named):
    """A receiving team with what it says of its capacity."""

    def label_from_instance(self, team):
        return f"{team} – {team.organisation}"


def moment(day, clock):
    """The moment in Finland; None when either is missing."""
    return timezone.make_aware(datetime.combine(day, clock)) if day and clock else None


def reason_choices(groups, language):
    """``(code, words)``: the professional's word and, in the client's own language, what the client will read."""
    with override(language):
        read = {
            one.code: str(one.resident) for one in reasons.in_group(*groups) if one.resident and not one.needs
        }
    return [
        (one.code, f"{one.word} – ”{read[one.code]}”" if one.code in read else one.word)
        for one in reasons.in_group(*groups)
    ]


def reason_field(groups, language, required=True):
    field = forms.ChoiceField(
        label=_("Reason"),
        choices=reason_choices(groups, language),
        widget=forms.RadioSelect,
        required=required,
        help_text=_("In quotation marks: what the client reads."),
        error_messages={"required": _("Choose the reason.")},
    )
    if not required:
        field.choices = [("", _("No reason given")), *field.choices]
    return field


class Whole(forms.IntegerField):
    """Minutes or points; empty is not zero."""

    widget = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "maxlength": 5})
    max_length = 5


def whole_number(label, *, largest, help_text=""):
    return Whole(label=label, help_text=help_text, required=False, min_value=0, max_value=largest)
