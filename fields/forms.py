"""Form fields that take an identifier as people write it and give its one canonical form."""

from django import forms

from . import identifiers, identity


class _Identifier(forms.CharField):
    """Reads generously, keeps one form. What was typed comes back when it is wrong."""

    canonical = None  # a function that raises ValidationError
    attrs = {}

    def __init__(self, **kwargs):
        super().__init__(**{"max_length": 30} | kwargs)

    def to_python(self, value):
        value = super().to_python(value)
        return value if value in self.empty_values else type(self).canonical(value)

    def widget_attrs(self, widget):
        return super().widget_attrs(widget) | self.attrs


class IdentityCodeField(_Identifier):
    """No browser keeps or suggests it."""

    canonical = staticmethod(identity.canonical)
    attrs = {"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}


class PhoneField(_Identifier):
    """A person's own number, kept in its international form."""

    widget = forms.TextInput(attrs={"type": "tel"})
    canonical = staticmethod(identifiers.international)
    attrs = {"inputmode": "tel", "autocomplete": "off"}

    def prepare_value(self, value):
        if isinstance(value, str) and value.startswith("+"):
            return identifiers.national(value)
        return value


class BusinessIdField(_Identifier):
    canonical = staticmethod(identifiers.business_id)
    attrs = {"inputmode": "numeric", "autocomplete": "off", "spellcheck": "false"}
