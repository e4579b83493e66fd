"""What stands here, as an import compares it."""

from catalogue.models import Place, Service
from catalogue.models.choices import DELIVERY
from organisations.models import Organisation

from .fields import BY_KEY, ORGANISATION_TEXTS, PLACE_TEXTS, POINT, ROW_TEXTS, SERVICE_TEXTS, in_order


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
