"""Values as people read them."""

from catalogue.models import Contact, Keyword, OpeningHours, Place
from catalogue.models.choices import DELIVERY, Area, PriceKind, Status
from catalogue.models.schedule import Weekday
from organisations.models import Municipality, Organisation

from .fields import BY_KEY, PLANNED, ROWS, real

ONE = {"provider": Organisation, "organisation": Organisation, "municipality": Municipality}
KINDS = {"contacts": Contact.Kind, "hours": OpeningHours.Kind}


def _references(field, value):
    """(model, keys) of the records that a value names."""
    if value is None or isinstance(value, str) and field not in ONE:
        return None, []
    if field in ONE:
        return ONE[field], [value] if value else []
    if field == "standing":
        return Organisation, [value[1]] if value[1] else []
    if field == "area":
        return Municipality, value[1:]
    return (Keyword, value) if field == "keywords" else (BY_KEY.get(field), value if field in BY_KEY else [])


class Words:
    """``shown`` puts a value in words; the names for all ``pairs`` of (field, value) are asked one query a model."""

    def __init__(self, pairs):
        wanted = {}
        for field, value in pairs:
            model, keys = _references(field, value)
            wanted.setdefault(model, set()).update(key for key in keys if real(key) is not None)
        self.names = {model: self._names(model, keys) for model, keys in wanted.items() if model and keys}

    def _names(self, model, keys):
        by = "uri" if model is Keyword else "pk"
        return {getattr(row, by): str(row) for row in model.objects.filter(**{f"{by}__in": keys})}

    def shown(self, field, value):
        if value is None:
            return ""
        labels = {"status": Status, "price_kind": PriceKind}.get(field)
        if isinstance(value, str) and field not in ONE:
            return str(labels(value).label) if labels and value in labels.values else value
        model, keys = _references(field, value)
        known = self.names.get(model, {})
        names = ", ".join(known.get(key, str(key).removeprefix(PLANNED)) for key in keys)
        if field in ("area", "standing"):
            label = {"area": Area, "standing": Organisation.Kind}[field](value[0]).label
            return f"{label}: {names}" if names else str(label)
        if model:
            return names
        if field == "point":
            return f"{value[0]:.5f}, {value[1]:.5f} ({Place.Accuracy(value[2]).label})" if value else ""
        if field in ROWS:
            return "\n".join(_row(field, row) for row in value)
        if field == "delivery":
            return ", ".join(str(DELIVERY[name]) for name in value)
        return str(value)


def shown(field, value):
    """One value in words."""
    return Words([(field, value)]).shown(field, value)


def _row(field, row):
    """A contact, opening hours or a weekly time in one line."""
    said = {
        name: value
        for name, value in row.items()
        if value not in (None, "") and name not in ("purpose", "place")
    }
    for name in ("weekday", "closes_weekday"):
        if name in said:
            said[name] = Weekday(said[name]).label
    if "kind" in said:
        said["kind"] = KINDS[field](said["kind"]).label
    return " · ".join(str(value) for value in said.values())
