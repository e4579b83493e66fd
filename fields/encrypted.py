"""A column whose text stands encrypted and tied to its own row."""

from django.core import checks
from django.db import models
from django.db.models.query_utils import DeferredAttribute

from .sealing import WrongKey, decrypt, encrypt, seal, unseal

__all__ = ["EncryptedText", "WrongKey", "decrypt", "encrypt"]


class Sealed(str):
    """A token ready for its column; only ``EncryptedText.seal`` makes one."""

    __slots__ = ()


class Unplaced:
    """A value that was read but not yet compared with its row. It shows nothing: ask the object for its attribute."""

    __slots__ = ("place", "text")

    def __init__(self, place, text):
        self.place, self.text = place, text

    def __repr__(self):
        return "<encrypted text, read without its object>"


class PlacedAttribute(DeferredAttribute):
    """Gives the text after comparing it with the row that it was read from."""

    def __get__(self, instance, cls=None):
        if instance is None:
            return self
        value = super().__get__(instance, cls)
        if isinstance(value, Unplaced):
            if value.place != self.field.place(instance.pk):
                raise WrongKey(f"{self.field} holds the value of another row or column")
            value = instance.__dict__[self.field.attname] = value.text
        return value

    def __set__(self, instance, value):
        instance.__dict__[self.field.attname] = value


class EncryptedText(models.TextField):
    """A TextField whose column holds ``f1:`` and a Fernet token of ``{"id": table.column:pk, "v": text}``.

    Reading raises WrongKey when no key opens the token, when the column holds anything else, and when the token
    was moved here from another row or column. Nothing but ``isnull`` can be looked up. The row must know its primary
    key before it is saved, and values are written by saving the object: ``update`` takes only what ``seal`` made.
    ``bound_as`` keeps the first ``table.column`` when either is renamed.
    """

    descriptor_class = PlacedAttribute

    def __init__(self, *args, bound_as="", **kwargs):
        self.bound_as = bound_as
        super().__init__(*args, **kwargs)

    def deconstruct(self):
        name, path, args, kwargs = super().deconstruct()
        if self.bound_as:
            kwargs["bound_as"] = self.bound_as
        return name, path, args, kwargs

    def check(self, **kwargs):
        return [*super().check(**kwargs), *self._check_use()]

    def _check_use(self):
        if self.unique or self.db_index:
            yield checks.Error("An encrypted column cannot be indexed.", obj=self, id="fields.E001")
        if isinstance(self.model._meta.pk, models.AutoField):
            hint = "Use a UUID with a default, or a one-to-one field, as the primary key."
            message = "An encrypted column needs a primary key that is known before the row is saved."
            yield checks.Error(message, hint=hint, obj=self, id="fields.E002")

    def place(self, pk):
        """Where the value of that row belongs."""
        column = self.bound_as or f"{self.model._meta.db_table}.{self.column}"
        return f"{column}:{self.model._meta.pk.to_python(pk)}"

    def seal(self, pk, text):
        """The token of a text for that row: what ``update`` takes."""
        return Sealed(seal(self.to_python(text), self.place(pk)))

    def pre_save(self, instance, add):
        value = getattr(instance, self.attname)
        if hasattr(value, "resolve_expression"):
            raise TypeError(f"{self} is written from a text, not from an expression")
        return value if value is None or isinstance(value, Sealed) else self.seal(instance.pk, value)

    def get_prep_value(self, value):
        if value is None:
            return None
        if not isinstance(value, Sealed):
            raise TypeError(f"{self} is written by saving its object, or with what its seal() made")
        return str(value)

    def from_db_value(self, value, expression, connection):
        return None if value is None else Unplaced(*unseal(value))

    def get_lookup(self, lookup_name):
        if lookup_name != "isnull":
            raise TypeError(f"{self} is encrypted: it cannot be looked up with {lookup_name}")
        return super().get_lookup(lookup_name)

    def get_transform(self, lookup_name):
        raise TypeError(f"{self} is encrypted: it has no {lookup_name}")

    def value_to_string(self, obj):
        raise TypeError(f"{self} is not written out in clear text")
