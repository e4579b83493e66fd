"""Saved texts of a professional: never of a client."""

from django import forms
from django.utils.translation import gettext_lazy as _

from referrals.models import SavedText

from .parts import Line, Words


class SavedTextForm(forms.Form):
    field = forms.ChoiceField(label=_("Used for"), choices=[])
    title = Line(label=_("Name of the text"), length=60)
    words = Words(
        label=_("Text"),
        max_length=1000,
        help_text=_("No names and nothing about a client: the text stays here for other clients too."),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["field"].choices = [
            (value, label[:1].upper() + label[1:]) for value, label in SavedText.Field.choices
        ]
