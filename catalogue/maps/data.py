"""The same as data for the script: GeoJSON with the words it says, so that it holds no sentence of its own."""

from django.conf import settings
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from .frame import outlines
from .spot import spots


def collection(found, towns, cards):
    """Spots as a FeatureCollection. ``cards`` gives the address of the cards at a spot, or an empty text."""
    municipalities = {row.pk: row for row in sorted(towns, key=lambda row: row.pk)}
    areas = {spot.code: spot for spot in found if spot.is_area}
    empty = [_municipality(row, None, "") for code, row in municipalities.items() if code not in areas]
    return {
        "type": "FeatureCollection",
        "features": [
            _area(spot, municipalities.get(spot.code), cards(spot.key))
            if spot.is_area
            else _place(spot, cards(spot.key))
            for spot in found
        ]
        + empty,
        "tiles": {"url": settings.HYTE_MAP_TILES} if settings.HYTE_MAP_TILES else None,
        "credits": _credits(),
        "words": _words(),
    }


def data_of_service(card, others, towns, cards):
    """The spots of one service, each place with all that happens there; ``others`` are the cards of its places."""
    own = spots([card])
    full = {spot.key: spot for spot in spots(others)}
    found = [spot if spot.is_area else full.get(spot.key, spot) for spot in own]
    return collection(found, towns, lambda key: "" if key.startswith("m") else cards(key))


def _place(spot, cards):
    latitude, longitude = spot.point
    where = spot.name if spot.municipality in spot.name else f"{spot.name}, {spot.municipality}"
    return _feature(spot.key, {"type": "Point", "coordinates": [longitude, latitude]}) | {
        "properties": _properties(spot, where, cards)
    }


def _area(spot, municipality, cards):
    if municipality:
        return _municipality(municipality, spot, cards)
    point = spot.point and {"type": "Point", "coordinates": [spot.point[1], spot.point[0]]}
    return _feature(spot.key, point) | {"properties": _properties(spot, spot.name, cards)}


def _municipality(row, spot, cards):
    """One of the county's: its outline or its centre, also when nothing is there."""
    outline = outlines().get(row.pk)
    centre = [row.longitude, row.latitude] if row.latitude is not None else None
    shape = None
    if outline:
        closed = [[[*ring, ring[0]]] for ring in outline["rings"]]
        shape = {"type": "MultiPolygon", "coordinates": closed}
    elif centre:
        shape = {"type": "Point", "coordinates": centre}
    empty = {"name": row.name, "lang": _lang(row.name), "accuracy": "municipality", "services": []}
    properties = _properties(spot, row.name, cards) if spot else empty
    return _feature(f"m{row.pk}", shape) | {
        "properties": properties | {"name_at": outline["name_at"] if outline else centre}
    }


def _feature(key, geometry):
    return {"type": "Feature", "id": key, "geometry": geometry}


def _properties(spot, where, cards):
    number = len(spot.services)
    return {
        "name": spot.name,
        "lang": _lang(spot.name),
        "municipality": spot.municipality,
        "accuracy": spot.accuracy,
        "label": ngettext("%(place)s, %(n)s service", "%(place)s, %(n)s services", number)
        % {"place": where, "n": number},
        "cards": cards,
        "services": [
            {"id": card.id, "name": card.name, "lang": _lang(card.name), "url": card.url}
            for _number, card in spot.services
        ],
    }


def _lang(text):
    return getattr(text, "lang", "")


def _credits():
    borders = [_("Municipal borders © National Land Survey of Finland, CC BY 4.0.")] if outlines() else []
    return ([settings.HYTE_MAP_ATTRIBUTION] if settings.HYTE_MAP_TILES else []) + borders


def _words():
    one, other = (ngettext("%(n)s place, zoom in", "%(n)s places, zoom in", n) for n in (1, 2))
    return {
        "language": get_language(),
        "map": _("Map of the services. Arrow keys move it, plus and minus zoom."),
        "zoom_in": _("Zoom in"),
        "zoom_out": _("Zoom out"),
        "close": _("Close"),
        "approximate": _("The exact place is not known."),
        "in_municipality": _("Only the municipality is known."),
        "zoom": [one % {"n": "#"}, other % {"n": "#"}],
    }
