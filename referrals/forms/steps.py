"""What the screens of a new referral have in common: they begin with what was typed before, and keep what is typed."""

from django import forms
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy as _

from fields.text import text

from .parts import Named

LONGEST, MOST = 4000, 60  # characters of a value, values of a field


class Step(forms.Form):
    """``making``: the referral on its way (referrals.making)."""

    narrows = True  # most may stay empty: the page says which may not, instead of each field that it may

    def __init__(self, data=None, *, making, **kwargs):
        super().__init__(data, **kwargs)
        self.making = making
        self.shape()
        if data is None:
            self.initial = self._before() | {name: one for name, one in self.initial.items() if one}

    def shape(self):
        """Fields that hang on the kind of referral or on who makes it."""

    def _before(self):
        several = (forms.MultipleChoiceField, forms.ModelMultipleChoiceField)
        return {
            name: values if isinstance(field, several) else (values or [""])[0]
            for name, field in self.fields.items()
            if (values := self.making.typed.get(name)) is not None
        }

    @classmethod
    def bound(cls, making):
        """With what was typed before, checked."""
        return cls(MultiValueDict(making.typed), making=making)

    def typed(self, data):
        """What of ``data`` belongs to this screen; an unticked box is an empty list. What is no form of it changes
        nothing: a body of another kind would empty a draft.
        """
        if not any(name in data for name in self.fields):
            return {}
        return {name: [one[:LONGEST] for one in data.getlist(name)[:MOST]] for name in self.fields}

    def right(self, name, empty=""):
        """The value if it is right already: a draft keeps no other in its columns."""
        return getattr(self, "cleaned_data", {}).get(name) or empty


class Town(Named):
    def label_from_instance(self, municipality):
        return text(municipality, "name")


def yes_no(label, **options):
    choices = [("yes", _("Yes")), ("no", _("No"))]
    return forms.ChoiceField(
        label=label, choices=choices, widget=forms.RadioSelect, required=False, **options
    )


def several(label, choices=(), **options):
    options.setdefault("error_messages", {"invalid_choice": _("A choice is no longer in use. Choose again.")})
    return forms.MultipleChoiceField(
        label=label, choices=choices, widget=forms.CheckboxSelectMultiple, required=False, **options
    )


def one_of(label, choices=(), **options):
    options.setdefault("error_messages", {"required": _("Choose one.")})
    return forms.ChoiceField(label=label, choices=choices, widget=forms.RadioSelect, **options)
