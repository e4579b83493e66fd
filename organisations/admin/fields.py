"""Form fields of the admin: labels per language, plain lists, and a search where a list is long."""

import json

from django import forms
from django.contrib.admin.widgets import AdminTextareaWidget, AutocompleteSelect, AutocompleteSelectMultiple
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from fields.text import text

from .guard import is_key, only_keys

NO_CHOICE = forms.ModelChoiceField.default_error_messages["invalid_choice"]
LONGEST_LIST = 60  # what a list may hold; beyond it the field becomes a search

IN_LANGUAGE = {
    "fi": _("%(field)s, in Finnish"),
    "sv": _("%(field)s, in Swedish"),
    "en": _("%(field)s, in English"),
}


def label_of(field):
    """A column's words: ``name_sv`` is "Name, in Swedish"."""
    original = getattr(field, "translated_field", None)
    if original is None:
        return capfirst(field.verbose_name)
    return IN_LANGUAGE[field.language] % {"field": capfirst(original.verbose_name)}


def language_of(record):
    """The language a record's name is shown in, when it is not the page's."""
    return text(record, "name").lang if hasattr(record, "name_fi") else ""


class _Speaking:
    """An option's own ``lang`` when its words are in another language than the page."""

    def create_option(self, name, value, *args, **kwargs):
        option = super().create_option(name, value, *args, **kwargs)
        record = getattr(value, "instance", None)
        if record is not None and language_of(record):
            option["attrs"]["lang"] = language_of(record)
        return option


class Select(_Speaking, forms.Select):
    pass


class Checkboxes(forms.CheckboxSelectMultiple):
    pass


class _Search:
    """A select that admin.js turns into a labelled text field with suggestions."""

    def build_attrs(self, base_attrs, extra_attrs=None):
        attrs = forms.Select.build_attrs(self, base_attrs, extra_attrs)
        options = self.field.model._meta
        return {
            **attrs,
            "class": "choice-search",
            "data-url": self.get_url(),
            "data-query": json.dumps(
                {
                    "app_label": options.app_label,
                    "model_name": options.model_name,
                    "field_name": self.field.name,
                }
            ),
            "data-remove": _("Remove"),
            "data-hint": _("Write a few letters and choose from the list."),
        }

    def optgroups(self, name, value, attr=None):
        return super().optgroups(name, only_keys(self.field.remote_field.model, value), attr)

    @property
    def media(self):
        return forms.Media()


class SearchOne(_Search, AutocompleteSelect):
    pass


class SearchMany(_Search, AutocompleteSelectMultiple):
    pass


class OneField(forms.ModelChoiceField):
    def to_python(self, value):
        if isinstance(value, str) and value and not is_key(self.queryset.model, value):
            raise ValidationError(NO_CHOICE, code="invalid_choice")
        return super().to_python(value)


class ManyField(forms.ModelMultipleChoiceField):
    def clean(self, value):
        for one in value or []:
            if not is_key(self.queryset.model, one):
                raise ValidationError(NO_CHOICE, code="invalid_choice")
        return super().clean(value)

    def label_from_instance(self, record):
        return in_own_language(record) if isinstance(self.widget, Checkboxes) else str(record)


def ordered(queryset):
    return queryset.by_name(get_language()) if hasattr(queryset, "by_name") else queryset


def is_long(queryset):
    return queryset.order_by()[: LONGEST_LIST + 1].count() > LONGEST_LIST


class TextArea(AdminTextareaWidget):
    """Browsers send line ends as CR LF: without this every saved text would look changed."""

    def value_from_datadict(self, data, files, name):
        value = super().value_from_datadict(data, files, name)
        return value.replace("\r\n", "\n").replace("\r", "\n") if isinstance(value, str) else value


def plain_widgets():
    """Native pickers: they need no script, and say their format in the visitor's own way."""
    return {
        models.DateField: {"widget": forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})},
        models.TimeField: {"widget": forms.TimeInput(format="%H:%M", attrs={"type": "time"})},
        models.TextField: {"widget": TextArea(attrs={"rows": 5})},
        models.URLField: {"widget": forms.URLInput(attrs={"class": "vURLField"}), "assume_scheme": "https"},
    }


def in_own_language(record):
    """A record's name on a page, with its ``lang`` when it is another than the page's."""
    language = language_of(record)
    return format_html('<span lang="{}">{}</span>', language, record) if language else str(record)
