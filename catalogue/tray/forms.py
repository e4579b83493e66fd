"""What the buttons of the tray may send. Whatever is wrong is one sentence; the tray stays as it was."""

import re

from django import forms
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _

from .cookie import KEY, MOST, PLACE

LONGEST = 2000  # characters of an address to go back to


def own_path(text):
    """The path of this site that the text names, without its anchor; empty for any other address."""
    path = text.partition("#")[0]
    safe = len(path) <= LONGEST and path.startswith("/") and path.isprintable()
    return path if safe and url_has_allowed_host_and_scheme(path, allowed_hosts=None) else ""


class Pressed(forms.Form):
    """A thing that is put on the tray or taken off."""

    key = forms.RegexField(rf"\A{KEY}\Z")


class _Keys(forms.Field):
    """One thing, or all that a page suggests together; the same thing twice is one."""

    widget = forms.SelectMultiple

    def clean(self, value):
        keys = list(dict.fromkeys(value or []))
        if not 0 < len(keys) <= MOST or not all(re.fullmatch(KEY, key) for key in keys):
            raise forms.ValidationError("", code="invalid")
        return keys


class Added(forms.Form):
    """Things that are put on the tray."""

    key = _Keys()


class Moved(Pressed):
    """One place up or down: the button says which by its name."""

    direction = forms.ChoiceField(choices=[("up", "up"), ("down", "down")])


class Standing(forms.Form):
    """``here`` is pathway/stage, or a pathway with nothing behind the slash: nowhere on it any more."""

    here = forms.RegexField(rf"\A(?:{PLACE}|[a-z0-9_-]{{1,48}}/)\Z")


class LivingIn(forms.Form):
    """A municipality of the county, or none."""

    municipality = forms.ChoiceField(
        required=False, error_messages={"invalid_choice": _("There is no such municipality.")}
    )

    def __init__(self, data, towns):
        super().__init__(data)
        self.fields["municipality"].choices = [("", "")] + [(town.pk, town.name) for town in towns]
