"""Services, places and organisations as an import sees them: a dictionary of plain values, read and written.

``state(record)`` gives ``{field: JSON value}``; ``assign``, ``check`` and ``save`` put such values in. A field is
a column or a group that only makes sense together (a point, the contacts). Both sides use the same values, so
"nothing changed" is an equality.
"""

import json
from datetime import date, time

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


def check(record, values):
    """Everything the catalogue asks of the record and its rows; raises ValidationError."""
    parent = values.get("standing", [None, None])[1]
    if parent and _real(parent) is None:  # a unit can only be checked whole together with its parent
        record.clean_fields(exclude=["parent"])
    else:
        planned = [
            name for name in ("provider", "organisation") if values.get(name) and not _real(values[name])
        ]
        record.full_clean(exclude=planned)
    for field, owner in (("contacts", "service"), ("hours", "place"), ("schedules", "service")):
        for row in _rows(field, values.get(field, ())):
            row.clean_fields(exclude=[owner, "language", "place"])
            row.clean()
            row.validate_constraints(exclude=[owner])


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
        for name in BY_KEY:
            if name in values and (values[name] or not new):
                getattr(service, name).set(values[name])
        if "keywords" in values and (values["keywords"] or not new):
            service.keywords.set(Keyword.objects.filter(uri__in=values["keywords"]))
        if "area" in values and (values["area"][1:] or not new):
            service.municipalities.set(values["area"][1:])
        service._change_reason = CHANGE_REASON
    for field in ("contacts", "schedules"):
        if field in values:
            _replace(getattr(service, field), field, values[field], new, service=service)


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
