"""Values as people read them."""

from catalogue.models import Keyword, Place
from catalogue.models.choices import DELIVERY, Area, PriceKind, Status
from organisations.models import Municipality, Organisation

from .fields import BY_KEY, PLANNED, ROWS, real


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
    here = [key for key in keys if real(key) is not None]
    known = {row.pk: str(row) for row in model.objects.filter(pk__in=here)} if here else {}
    return ", ".join(known.get(key, str(key).removeprefix(PLANNED)) for key in keys)


def _row_in_words(row):
    texts = [str(value) for name, value in row.items() if value and name not in ("kind", "purpose")]
    return " · ".join(texts)
