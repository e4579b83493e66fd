"""What filters and orders keep of a service: an ``Entry`` without any language but its sorting keys."""

from django.conf import settings

from fields.collation import key
from fields.text import text

from .models import Entry, Place
from .models.choices import BARRIERS, DELIVERY, Area, Status
from .search.words import words_of

EVERYWHERE = "*"  # among the municipalities of a service: open to residents of all of them


def entry(service, version):
    """The unsaved row of a service read with ``with_page()``, its classes, keywords and the line of its provider."""
    return Entry(
        service=service.pk,
        version=version,
        public=service.status == Status.PUBLISHED,
        facets=_facets(service),
        points=_points(service),
        text=words_of(service),
        sort={code: "\x01".join(key(text(service, "name", code))) for code, _name in settings.LANGUAGES},
        created_at=service.created_at,
        verified_at=service.verified_at,
        review_on=service.next_review_on,
    )


def _facets(service):
    own = service.area == Area.MUNICIPALITIES
    line = (service.provider, service.provider.parent)
    above = [*line, line[1] and line[1].parent]
    found = {
        "municipality": _keys(service.municipalities) if own else [EVERYWHERE],
        "theme": _keys(service.themes),
        "group": _keys(service.target_groups),
        "price": [service.price_kind],
        "access": [service.access_kind],
        "format": [service.format],
        "barrier": [name for name in BARRIERS if getattr(service, name)],
        "delivery": [name for name in DELIVERY if getattr(service, name)],
        "language": _keys(service.languages),
        "event": _keys(service.life_events),
        "provider": [str(row.pk) for row in above if row],
    }
    return {name: kept for name, values in found.items() if (kept := [value for value in values if value])}


def _keys(relation):
    return [str(row.pk) for row in relation.all()]


def _points(service):
    """[latitude, longitude, whether it is exact] of every place of which more than the municipality is known."""
    return [
        [place.latitude, place.longitude, place.accuracy == Place.Accuracy.EXACT]
        for place in service.places.all()
        if place.latitude is not None and place.accuracy != Place.Accuracy.MUNICIPALITY
    ]
