"""Model fields of identifiers. What belongs to a person stands encrypted."""

from django.db import models

from . import forms, identifiers, identity
from .encrypted import EncryptedText


class _Canonical:
    """The column holds the canonical form, however it came: a wrong value never reaches it."""

    canonical = None
    form_class = None

    def formfield(self, **kwargs):
        # not through the parent: a TextField would ask for a text area
        return models.Field.formfield(self, **{"form_class": self.form_class} | kwargs)

    def to_python(self, value):
        value = super().to_python(value)
        return value if value in self.empty_values else type(self).canonical(value)


class IdentityCode(_Canonical, EncryptedText):
    canonical = staticmethod(identity.canonical)
    form_class = forms.IdentityCodeField


class PersonalPhone(_Canonical, EncryptedText):
    canonical = staticmethod(identifiers.international)
    form_class = forms.PhoneField


class BusinessId(_Canonical, models.CharField):
    canonical = staticmethod(identifiers.business_id)
    form_class = forms.BusinessIdField

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **{"max_length": 9} | kwargs)

    def deconstruct(self):
        name, path, args, kwargs = super().deconstruct()
        del kwargs["max_length"]
        return name, path, args, kwargs
