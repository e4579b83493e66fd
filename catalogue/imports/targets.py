"""Services, places and organisations as an import sees them: a dictionary of plain values, read and written.

``state(record)`` gives ``{field: JSON value}``; ``assign``, ``check`` and ``save`` put such values in. A field is
a column or a group that only makes sense together (a point, the contacts). Both sides use the same values, so
"nothing changed" is an equality.
"""

import json
from datetime import date, time

from django.db.models import CheckConstraint, Q
from simple_history.utils import bulk_create_with_history

from catalogue.models import (
    Contact,
    Keyword,
    Language,
    LifeEvent,
    OpeningHours,
    Place,
    Schedule,
    Service,
    ServiceClass,
    TargetGroup,
)
from catalogue.models.choices import DELIVERY, Area, PriceKind, Status
from catalogue.models.history import one_entry
from catalogue.models.service import TEXTS
from fields.text import columns
from organisations.models import Municipality, Organisation

PLANNED = "+"  # a reference to a record that this run would make: "+" and its name

SERVICE_TEXTS = columns(*TEXTS)
PLACE_TEXTS = columns("name", "street", "post_office", "access", "directions")
ORGANISATION_TEXTS = columns("name", "description")
# many-to-many relations by what their values are
BY_KEY = {
    "producers": Organisation,
    "classes": ServiceClass,
    "target_groups": TargetGroup,
    "life_events": LifeEvent,
    "places": Place,
    "languages": Language,
}
ROWS = {"contacts": Contact, "hours": OpeningHours, "schedules": Schedule}
ROW_TEXTS = {"contacts": columns("label", "hours"), "hours": columns("note"), "schedules": columns("note")}
POINT = ("latitude", "longitude", "accuracy", "point_source")
CHANGE_REASON = "import"


# ------------------------------------------------------------ reading
def state(record):
    return _READ[type(record)](record)


def _texts(record, names):
    return {name: getattr(record, name) or "" for name in names}


def _keys(rows):
    return sorted(row.pk for row in rows.all())


def _service(service):
    return {
        **_texts(service, SERVICE_TEXTS),
        "price_kind": service.price_kind,
        "status": service.status,
        "provider": service.provider_id,
        "delivery": [name for name in DELIVERY if getattr(service, name)],
        "area": [service.area, *_keys(service.municipalities)],
        "keywords": sorted(row.uri for row in service.keywords.all()),
        **{name: _keys(getattr(service, name)) for name in BY_KEY},
        "contacts": [_contact(row) for row in service.contacts.all()],
        "schedules": in_order(_schedule(row) for row in service.schedules.all()),
    }


def _contact(row):
    return {
        "kind": row.kind,
        "purpose": row.purpose,
        "value": row.value,
        "language": row.language_id or "",
        **_texts(row, ROW_TEXTS["contacts"]),
    }


def _place(place):
    return {
        **_texts(place, PLACE_TEXTS),
        "postcode": place.postcode,
        "municipality": place.municipality_id,
        "organisation": place.organisation_id,
        "point": [getattr(place, name) for name in POINT] if place.accuracy else [],
        "hours": in_order(_hours(row) for row in place.opening_hours.all()),
    }


def _hours(row):
    return {
        "kind": row.kind,
        "weekday": row.weekday,
        "closes_weekday": row.closes_weekday,
        **_moments(row, "opens_at", "closes_at"),
        **_texts(row, ROW_TEXTS["hours"]),
    }


def _schedule(row):
    return {
        "place": row.place_id,
        "weekday": row.weekday,
        **_moments(row, "starts_at", "ends_at"),
        **_texts(row, ROW_TEXTS["schedules"]),
    }


def _moments(row, *clocks):
    found = {name: f"{getattr(row, name):%H:%M}" if getattr(row, name) else "" for name in clocks}
    days = ("valid_from", "valid_to")
    return found | {name: getattr(row, name).isoformat() if getattr(row, name) else "" for name in days}


def in_order(rows):
    """Rows without an order of their own (a register gives them in any) as one list."""
    return sorted(rows, key=lambda row: json.dumps(row, sort_keys=True))


def _organisation(organisation):
    return {
        **_texts(organisation, ORGANISATION_TEXTS),
        **{name: getattr(organisation, name) or "" for name in ("website", "phone", "email")},
        "business_id": organisation.business_id or "",
        "oid": organisation.oid or "",
        "municipality": organisation.municipality_id or "",
        "standing": [organisation.kind, organisation.parent_id],
    }


_READ = {Service: _service, Place: _place, Organisation: _organisation}


# ------------------------------------------------------------ writing
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
            record.kind, record.parent_id = value[0], _real(value[1])
        elif name in ("provider", "organisation", "municipality"):
            setattr(record, f"{name}_id", _real(value) or None)
        elif name in ("business_id", "oid"):
            setattr(record, name, value or None)
        else:
            setattr(record, name, value)


def _real(reference):
    """A key; None for a record that is only planned."""
    return None if isinstance(reference, str) and reference.startswith(PLANNED) else reference


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
        if one is not record or not _under_planned(values):
            one.clean()
        if ask:
            _check_constraints(one, references)


def _under_planned(values):
    parent = values.get("standing", [None, None])[1]
    return parent is not None and _real(parent) is None


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
            row["place_id"] = _real(row.pop("place"))
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


# ------------------------------------------------------------ in words
def shown(field, value):
    """A value as people read it."""
    if field == "point":
        return f"{value[0]:.5f}, {value[1]:.5f} ({Place.Accuracy(value[2]).label})" if value else ""
    if field in ROWS:
        return "\n".join(_row_in_words(row) for row in value)
    if field == "delivery":
        return ", ".join(str(DELIVERY[name]) for name in value)
    if field == "area":
        names = _names(Municipality, value[1:])
        return str(Area(value[0]).label) + (f": {names}" if names else "")
    if field == "standing":
        parent = _names(Organisation, [value[1]]) if value[1] else ""
        return str(Organisation.Kind(value[0]).label) + (f": {parent}" if parent else "")
    if field in ("provider", "organisation"):
        return _names(Organisation, [value]) if value else ""
    if field == "municipality":
        return _names(Municipality, [value]) if value else ""
    if field == "keywords":
        known = {row.uri: str(row) for row in Keyword.objects.filter(uri__in=value)}
        return ", ".join(known.get(uri, uri) for uri in value)
    if field in BY_KEY:
        return _names(BY_KEY[field], value)
    labels = {"status": Status, "price_kind": PriceKind}.get(field)
    return str(labels(value).label) if labels and value else str(value)


def _names(model, keys):
    real = [key for key in keys if _real(key) is not None]
    known = {row.pk: str(row) for row in model.objects.filter(pk__in=real)} if real else {}
    return ", ".join(known.get(key, str(key).removeprefix(PLANNED)) for key in keys)


def _row_in_words(row):
    texts = [str(value) for name, value in row.items() if value and name not in ("kind", "purpose")]
    return " · ".join(texts)
