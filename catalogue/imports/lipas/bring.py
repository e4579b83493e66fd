"""A sports site becomes a place, and a service of its municipality when its type is on the coordinator's list."""

import math

from django.utils.translation import gettext_noop

from catalogue.imports.cleaning import clean
from catalogue.imports.contacts import Contacts
from catalogue.imports.coordinates import NOT_IN_FINLAND, degrees
from catalogue.imports.engine import Incoming
from catalogue.imports.report import NO_NAME, LeftOut, Rejected, because
from catalogue.imports.texts import columns_of, mapping
from catalogue.models import Contact, Place, PlaceType
from catalogue.models.choices import Access, Area, Format, Provenance, Status
from organisations.models import Municipality, Organisation

from .read import GONE

POINT_SOURCE = "LIPAS"
# LIPAS writes Swedish as "se".
LANGUAGES = {"fi": "fi", "se": "sv", "sv": "sv", "en": "en"}
NOT_IN_USE = gettext_noop("The place is not in use (%(status)s).")
DEPRECATED = gettext_noop("Its type %(code)s is not in use any more.")
UNKNOWN_TYPE = gettext_noop("The type %(code)s is not known.")
NO_MUNICIPALITY = gettext_noop("The municipality %(code)s is not known.")
NO_PROVIDER = gettext_noop("Its municipality has no organisation here, so it is only a place.")
NO_PLACE = gettext_noop("Its place was rejected.")
SERVICE = "/service"


class Bring:
    def __init__(self, engine, spool):
        self.engine, self.spool = engine, spool
        self.types = {row.pk: row for row in PlaceType.objects.prefetch_related("classes", "target_groups")}
        self.municipalities = dict(Municipality.objects.values_list("pk", "languages"))
        self.ended = set()
        bodies = Organisation.objects.filter(kind=Organisation.Kind.MUNICIPALITY)
        self.bodies = dict(bodies.values_list("municipality_id", "pk"))

    def run(self):
        ended = self.ended = set(self.spool.keys(GONE))
        ended |= {key for key, site in self._sites() if str(site.get("status") or "active") != "active"}
        self.engine.bring("place", self._sites(), self._place)
        services = ((key + SERVICE, site) for key, site in self._sites() if self._makes_service(key, site))
        self.engine.bring("service", services, self._service)
        # a type taken from the list takes its services along
        unwanted = {code for code, kind in self.types.items() if not kind.makes_service}
        dropped = {key for key, site in self._sites() if _code(site) in unwanted}
        self.engine.gone(ended | {key + SERVICE for key in ended | dropped})

    def _sites(self):
        return self.spool.records("site")

    def _makes_service(self, key, site):
        """Only sites that came in as places; those of other types are not even counted as left out."""
        kind = self.types.get(_code(site))
        wanted = kind is not None and kind.makes_service and key not in self.ended
        return wanted and self.engine.reference(key) is not None

    # ------------------------------------------------------------ both
    def _known(self, site):
        """(type, municipality's code); raises what is wrong or unwanted."""
        status = str(site.get("status") or "active")
        if status != "active":
            raise LeftOut(NOT_IN_USE, status=status[:40])
        kind = self.types.get(_code(site))
        if kind is None:
            raise Rejected(UNKNOWN_TYPE, code=_code(site)[:20] or "?")
        if kind.deprecated:
            raise LeftOut(DEPRECATED, code=kind.pk)
        code = str(mapping(mapping(site.get("location")).get("city")).get("city-code") or "").zfill(3)
        if code not in self.municipalities:
            raise Rejected(NO_MUNICIPALITY, code=code[:20])
        return kind, code

    def _names(self, site, code):
        """Names by language: the plain one is Finnish, in a Swedish municipality Swedish."""
        own = "sv" if self.municipalities[code] == Municipality.Languages.SV else "fi"
        names = _by_language(site.get("name-localized"))
        plain = clean(site.get("marketing-name"), one_line=True) or clean(site.get("name"), one_line=True)
        if plain:
            names[own] = plain
        if not names.get("fi") and not names.get("sv"):
            raise Rejected(NO_NAME)
        return names

    # ------------------------------------------------------------ the place
    def _place(self, key, site):
        _kind, code = self._known(site)
        reasons, where = [], mapping(site.get("location"))
        names = self._names(site, code)
        own = next(language for language in ("fi", "sv") if names.get(language))
        postcode = str(where.get("postal-code") or "").strip()
        values = {
            **columns_of("name", names, 120, reasons),
            **columns_of("street", {own: clean(where.get("address"), one_line=True)}, 120, reasons),
            **columns_of("post_office", {own: clean(where.get("postal-office"), one_line=True)}, 60, reasons),
            "postcode": postcode if postcode.isdecimal() and len(postcode) == 5 else "",
            "municipality": code,
            "organisation": self.bodies.get(code) if str(site.get("owner") or "") == "city" else None,
            "point": _point(where, reasons),
        }
        name = names[own]
        return Incoming("place", key, site, name=name, values=values, reasons=reasons)

    # ------------------------------------------------------------ the service
    def _service(self, key, site):
        kind, code = self._known(site)
        place = self.engine.reference(key.removesuffix(SERVICE))
        if place is None:
            raise Rejected(NO_PLACE)
        if code not in self.bodies:
            raise LeftOut(NO_PROVIDER)
        reasons, facts = [], mapping(site.get("properties"))
        info = {LANGUAGES[end]: clean(facts.get(f"info-{end}")) for end in ("fi", "se", "en")}
        kinds = {language: getattr(kind, f"name_{language}") or "" for language in ("fi", "sv", "en")}
        contacts = Contacts(reasons)
        contacts.phone(site.get("phone-number"), language="fi")
        contacts.email(site.get("email"), language="fi")
        contacts.page(site.get("www"), language="fi")
        rows = contacts.rows() + self._booking(site, reasons)
        names = self._names(site, code)
        values = {
            **columns_of("name", names, 100, reasons),
            **columns_of("summary", kinds, 150, reasons),
            **columns_of("description", info, 5000, reasons),
            "provider": self.bodies[code],
            "places": [place],
            "area": [Area.MUNICIPALITIES.value, code],
            "classes": sorted(row.pk for row in kind.classes.all()),
            "target_groups": sorted(row.pk for row in kind.target_groups.all()),
            "delivery": ["on_site"],
            "contacts": rows,
            "status": Status.PUBLISHED.value,
        }
        access = Access.OPEN if facts.get("free-use?") is True else Access.SELF
        defaults = {"format": Format.PLACE, "access_kind": access, "provenance": Provenance.LIPAS}
        return Incoming(
            "service", key, site, name=kinds["fi"], values=values, defaults=defaults, reasons=reasons
        )

    def _booking(self, site, reasons):
        booking = Contacts(reasons)
        booking.page(site.get("reservations-link"), language="fi")
        return [row | {"purpose": Contact.Purpose.BOOKING.value} for row in booking.rows()]


def _code(site):
    return str(mapping(site.get("type")).get("type-code") or "").strip()


def _by_language(texts):
    """``{fi, sv, en: text}`` of LIPAS's own keys."""
    found = {}
    for key, value in mapping(texts).items():
        if key in LANGUAGES and (text := clean(value, one_line=True)):
            found[LANGUAGES[key]] = text
    return found


# ------------------------------------------------------------ where it is
def _point(where, reasons):
    """A point is exact; the middle of a route or of an area is approximate."""
    features = mapping(where.get("geometries")).get("features")
    shapes = [mapping(mapping(one).get("geometry")) for one in features] if isinstance(features, list) else []
    corners = [_corners(shape.get("coordinates"), 0) for shape in shapes]
    corners = [points for points in corners if points]
    if not corners:
        return []
    exact = len(corners) == 1 and shapes[0].get("type") == "Point"
    middle = corners[0][0] if exact else _middle(shapes[0].get("type"), corners)
    found = degrees(middle[1], middle[0])
    if found is None:
        reasons.append(because(NOT_IN_FINLAND, point=f"{middle[1]}, {middle[0]}"[:100]))
        return []
    accuracy = Place.Accuracy.EXACT if exact else Place.Accuracy.APPROXIMATE
    return [*found, accuracy.value, POINT_SOURCE]


def _corners(coordinates, depth):
    """All (longitude, latitude) pairs of a GeoJSON geometry, however deep its lists."""
    if not isinstance(coordinates, list) or depth > 4:
        return []
    if len(coordinates) >= 2 and all(_is_number(part) for part in coordinates[:2]):
        return [(coordinates[0], coordinates[1])]
    return [pair for one in coordinates for pair in _corners(one, depth + 1)]


def _is_number(value):
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


def _middle(kind, corners):
    """A corner halfway along a route (it lies on the route), or the middle of an area's frame."""
    if kind == "LineString":
        points = [pair for one in corners for pair in one]
        return points[len(points) // 2]
    points = [pair for one in corners for pair in one]
    return tuple((min(part) + max(part)) / 2 for part in zip(*points, strict=True))
