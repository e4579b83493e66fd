"""Every encrypted value of the database: which key it stands under, and how it is moved to the first one."""

from collections import Counter

from django.apps import apps
from django.db import transaction
from django.db.models import ExpressionWrapper, F, TextField

from .encrypted import EncryptedText, Sealed
from .sealing import MARK, WrongKey, decrypt, is_current, renewed, unseal

BATCH = 500
_json = []


def register_json(label, field):
    """A JSON column of another package in which texts stand encrypted (``encrypt``), at any depth."""
    if (label, field) not in _json:
        _json.append((label, field))


class Column:
    """The tokens of an EncryptedText."""

    def __init__(self, model, field):
        self.model, self.field = model, field

    def __str__(self):
        return f"{self.model._meta.label}.{self.field.name}"

    def rows(self):
        """Rows with ``raw``, what the column holds."""
        raw = ExpressionWrapper(F(self.field.name), output_field=TextField())
        return self.model._base_manager.filter(**{f"{self.field.name}__isnull": False}).annotate(raw=raw)

    def batches(self):
        """Lists of ``(pk, raw)``. What is written meanwhile is written under the first key anyway."""
        rows, last = self.rows().order_by("pk"), None
        while batch := list(
            (rows if last is None else rows.filter(pk__gt=last)).values_list("pk", "raw")[:BATCH]
        ):
            yield batch
            last = batch[-1][0]

    def tokens(self, raw):
        return [raw]

    def fault(self, pk, raw):
        """Why the value cannot be read; empty when it can."""
        try:
            place, _text = unseal(raw)
        except WrongKey as error:
            return str(error)
        return "" if place == self.field.place(pk) else "of another row or column"

    def renew(self, pk, raw):
        """Whether the row still held what was read and was written."""
        return bool(self.rows().filter(pk=pk, raw=raw).update(**{self.field.name: Sealed(renewed(raw))}))


class JsonColumn(Column):
    def rows(self):
        return self.model._base_manager.annotate(raw=F(self.field.name))

    def tokens(self, raw):
        if isinstance(raw, str):
            return [raw] if raw.startswith(MARK) else []
        parts = raw.values() if isinstance(raw, dict) else raw if isinstance(raw, list) else ()
        return [token for part in parts for token in self.tokens(part)]

    def fault(self, pk, raw):
        try:
            for token in self.tokens(raw):
                decrypt(token)
        except WrongKey as error:
            return str(error)
        return ""

    def renew(self, pk, raw):
        rows = self.model._base_manager.filter(pk=pk, **{self.field.name: raw})
        return bool(rows.update(**{self.field.name: self._renewed(raw)}))

    def _renewed(self, raw):
        if isinstance(raw, dict):
            return {key: self._renewed(part) for key, part in raw.items()}
        if isinstance(raw, list):
            return [self._renewed(part) for part in raw]
        return renewed(raw) if isinstance(raw, str) and raw.startswith(MARK) else raw


def columns():
    """Every encrypted column of the portal."""
    found = [
        Column(model, field)
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed and not model._meta.proxy
        for field in model._meta.local_fields
        if isinstance(field, EncryptedText)
    ]
    for label, name in _json:
        model = apps.get_model(label)
        found.append(JsonColumn(model, model._meta.get_field(name)))
    return found


def state(column):
    """How many rows stand under the ``first`` key, under ``older`` ones, or are ``unreadable``."""
    counts = Counter(first=0, older=0, unreadable=0)
    for batch in column.batches():
        for pk, raw in batch:
            if column.fault(pk, raw):
                counts["unreadable"] += 1
            else:
                counts["first" if all(map(is_current, column.tokens(raw))) else "older"] += 1
    return counts


def rotate(column):
    """Moves every value to the first key, a batch a transaction. A row that somebody changed meanwhile is left to
    them: they wrote it under the first key. Returns a Counter of ``moved``, ``current`` and ``unreadable``.
    """
    counts = Counter(moved=0, current=0, unreadable=0)
    for batch in column.batches():
        with transaction.atomic():
            for pk, raw in batch:
                if column.fault(pk, raw):
                    counts["unreadable"] += 1
                elif all(map(is_current, column.tokens(raw))):
                    counts["current"] += 1
                else:
                    counts["moved" if column.renew(pk, raw) else "current"] += 1
    return counts
