"""Values put into records: columns, relations and rows, checked and saved."""

from datetime import date, time

from django.db.models import CheckConstraint, Q
from simple_history.utils import bulk_create_with_history

from catalogue.models import Keyword, Place, Service
from catalogue.models.choices import DELIVERY
from catalogue.models.history import one_entry
from organisations.models import Organisation

from .fields import BY_KEY, CHANGE_REASON, POINT, ROWS, real


def assign(record, values):
    """Columns only; what stands in other tables is for ``save``."""
    for name, value in values.items():
        if name in ROWS or name in BY_KEY or name == "keywords":
            continue
        if name == "delivery":
            for way in DELIVERY:
                setattr(record, way, way in value)
        elif name == "area":
            record.area = value[0]
        elif name == "point":
            point = value or (None, None, "", "")
            for column, part in zip(POINT, point, strict=True):
                setattr(record, column, part)
        elif name == "standing":
            record.kind, record.parent_id = value[0], real(value[1])
        elif name in ("provider", "organisation", "municipality"):
            setattr(record, f"{name}_id", real(value) or None)
        elif name in ("business_id", "oid"):
            setattr(record, name, value or None)
        else:
            setattr(record, name, value)


def check(record, values, *, ask=True):
    """What the catalogue asks of the record and its rows; raises ValidationError.

    With ``ask`` also what only the database can tell: its check constraints, each record's in one query. A write
    goes without: the database refuses it by itself (see ``reasons_of``).
    """
    rows = [row for field in ROWS for row in _rows(field, values.get(field, ()))]
    for one in (record, *rows):
        # the adapter found its references, or the record is only planned
        references = [field.name for field in one._meta.concrete_fields if field.is_relation]
        one.clean_fields(exclude=references)
        if not isinstance(one, Organisation):  # how deep it stands is the adapter's: it knows the whole line
            one.clean()
        if ask:
            _check_constraints(one, references)


def _check_constraints(record, references):
    """All check constraints that speak of the record's own columns, at once; each alone to name the broken one."""
    own = [
        constraint
        for constraint in record._meta.constraints
        if isinstance(constraint, CheckConstraint) and not _columns(constraint.condition) & set(references)
    ]
    against = record._get_field_expression_map(record._meta, exclude=set(references))
    if own and not Q(*(constraint.condition for constraint in own)).check(against):
        for constraint in own:
            constraint.validate(type(record), record, exclude=set(references))


def _columns(condition):
    """The names of the columns that a condition speaks of."""
    found = set()
    for child in condition.children:
        found |= (
            _columns(child) if isinstance(child, Q) else {child[0].partition("__")[0].removesuffix("_id")}
        )
    return found


def _rows(field, values):
    """Unsaved rows of their model; times and days stand in ``values`` as ISO texts."""
    for order, value in enumerate(values):
        row = dict(value)
        for name in ("opens_at", "closes_at", "starts_at", "ends_at"):
            if name in row:
                row[name] = time.fromisoformat(row[name]) if row[name] else None
        for name in ("valid_from", "valid_to"):
            if name in row:
                row[name] = date.fromisoformat(row[name]) if row[name] else None
        if field == "contacts":
            row |= {"order": order, "language_id": row.pop("language") or None}
        if field == "schedules":
            row["place_id"] = real(row.pop("place"))
        yield ROWS[field](**row)


def save(record, values, *, new):
    """Write the record, its relations and its rows: one line of history for all of it."""
    record._change_reason = CHANGE_REASON
    if isinstance(record, Service):
        _save_service(record, values, new)
    else:
        record.save()
        if isinstance(record, Place) and "hours" in values:
            _replace(record.opening_hours, "hours", values["hours"], new, place=record)


def _save_service(service, values, new):
    with one_entry(service):
        service.save()
        for name, keys in _related(values):
            _relate(service, name, keys, new)
        service._change_reason = CHANGE_REASON
    for field in ("contacts", "schedules"):
        if field in values:
            _replace(getattr(service, field), field, values[field], new, service=service)


def _related(values):
    """``(relation, keys)`` of every many-to-many relation among the values."""
    for name in BY_KEY:
        if name in values:
            yield name, values[name]
    if "keywords" in values:
        yield (
            "keywords",
            list(Keyword.objects.filter(uri__in=values["keywords"]).values_list("pk", flat=True)),
        )
    if "area" in values:
        yield "municipalities", values["area"][1:]


def _relate(service, name, keys, new):
    if not new:
        getattr(service, name).set(keys)
    elif keys:  # a new service has none yet: no need to look
        field = Service._meta.get_field(name)
        through = field.remote_field.through
        ends = f"{field.m2m_field_name()}_id", f"{field.m2m_reverse_field_name()}_id"
        through.objects.bulk_create(
            [through(**dict(zip(ends, (service.pk, key), strict=True))) for key in keys]
        )


def _replace(manager, field, values, new, **owner):
    if not new:
        manager.all().delete()
    rows = list(_rows(field, values))
    for row in rows:
        for name, record in owner.items():
            setattr(row, name, record)
    if rows:
        bulk_create_with_history(rows, type(rows[0]), default_change_reason=CHANGE_REASON)
