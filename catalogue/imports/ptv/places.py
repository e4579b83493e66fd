"""Addresses of PTV: places with a point, and the municipalities of its areas."""

from django.utils.translation import gettext_noop

from catalogue.imports.coordinates import NOT_IN_FINLAND, wgs84
from catalogue.imports.engine import Incoming
from catalogue.imports.report import NO_NAME, Rejected, because
from catalogue.imports.texts import LANGUAGES, columns_of, joined, listed, mapping
from catalogue.models import Place
from catalogue.models.choices import Area

from . import hours
from .shapes import localized, shown_name, spelled

POINT_SOURCE = "PTV"
NO_MUNICIPALITY = gettext_noop("The address %(address)s names no municipality that is known.")
ABROAD = gettext_noop("An address abroad was left out.")
UNKNOWN_MUNICIPALITY = gettext_noop("There is no municipality %(code)s (any more).")
UNKNOWN_AREA = gettext_noop("The area %(code)s is not known.")
NO_AREA = gettext_noop("It does not say where it is given.")


# ------------------------------------------------------------ areas
def area(record, facts, reasons):
    """``[area, code, …]`` of a service. Raises Rejected when it says nothing about it."""
    kind = spelled(record.get("areaType"))
    if kind.startswith("nationwide"):
        return [Area.NATIONWIDE.value]
    found = municipalities(record, facts, reasons)
    if not found:
        raise Rejected(NO_AREA)
    if found == facts.own:
        return [Area.COUNTY.value]
    return [Area.MUNICIPALITIES.value, *sorted(found)]


def municipalities(record, facts, reasons):
    """The codes of all municipalities in ``areas`` (v9 also has ``areaMunicipalities``)."""
    found = _codes(record.get("areaMunicipalities"), facts, reasons)
    for one in listed(record.get("areas")):
        inside = _codes(one.get("municipalities"), facts, reasons)
        code = str(one.get("code") or "").strip()
        if not inside and code:
            inside = facts.inside(spelled(one.get("type")), code)
            if not inside:
                reasons.append(because(UNKNOWN_AREA, code=code))
        found |= inside
    return found


def _codes(items, facts, reasons):
    found = set()
    for item in listed(items):
        code = str(item.get("code") or "").strip().zfill(3)
        if code in facts.municipalities:
            found.add(code)
        elif item.get("code"):
            reasons.append(because(UNKNOWN_MUNICIPALITY, code=code))
    return found


# ------------------------------------------------------------ places
def addresses(channel):
    """The visiting addresses of a service location, with the id of the place each one is."""
    visits = [
        address
        for address in listed(channel.get("addresses"))
        if spelled(address.get("type")) in ("location", "visiting", "")
    ]
    return [(f"{channel['id'].lower()}#{number}", address) for number, address in enumerate(visits, 1)]


def place(external_id, address, channel, facts, engine):
    """A place from one address of a service location. Raises Rejected when nobody could find it."""
    reasons = []
    if address.get("locationAbroad") and not address.get("streetAddress"):
        raise Rejected(ABROAD)
    where = mapping(address.get("streetAddress"))
    if not where and spelled(address.get("subType")) == "other":
        where = mapping(address.get("otherAddress"))
    names = shown_name(channel.get("serviceChannelNames"), channel.get("displayNameType"))
    if not names.get("fi") and not names.get("sv"):
        raise Rejected(NO_NAME)
    number = str(where.get("streetNumber") or "").strip()
    street = {
        code: f"{text} {number}".strip()
        for code, text in localized(where.get("street"), one_line=True).items()
    }
    more = localized(where.get("additionalInformation"))
    code = str(mapping(where.get("municipality")).get("code") or "").strip().zfill(3)
    if code not in facts.municipalities:
        around = municipalities(channel, facts, [])
        code = around.pop() if len(around) == 1 else ""
    if not code:
        raise Rejected(
            NO_MUNICIPALITY, address=", ".join([*street.values(), str(where.get("postalCode") or "")])
        )
    postcode = str(where.get("postalCode") or "").strip()
    values = {
        **columns_of("name", names, 120, reasons),
        **columns_of("street", street, 120, reasons),
        **columns_of("post_office", _offices(where), 60, reasons),
        **columns_of("access", _accessibility(address), 5000, reasons),
        **columns_of("directions", more, 1000, reasons),
        "postcode": postcode if postcode.isdecimal() and len(postcode) == 5 else "",
        "municipality": code,
        "organisation": engine.reference(str(channel.get("organizationId") or "").lower()),
        "point": _point(where, address, reasons),
        "hours": hours.rows(channel.get("serviceHours"), reasons),
    }
    name = names.get("fi") or names["sv"]
    return Incoming("place", external_id, address, name=name, values=values, reasons=reasons)


def _offices(where):
    """Post offices stand in capitals in the register; people write Hamina."""
    texts = localized(where.get("postOffice"), one_line=True)
    return {code: text.title() if text.isupper() else text for code, text in texts.items()}


def _point(where, address, reasons):
    state = spelled(where.get("coordinateState"))
    found = _coordinates(where, reasons)
    exact = state in ("ok", "enteredbyuser")
    if not found:
        for entrance in listed(address.get("entrances")):
            if entrance.get("isMainEntrance") and (
                found := _coordinates(entrance.get("coordinates"), reasons)
            ):
                exact = True
                break
    if not found:
        return []
    accuracy = Place.Accuracy.EXACT if exact else Place.Accuracy.APPROXIMATE
    return [*found, accuracy.value, POINT_SOURCE]


def _coordinates(holder, reasons):
    """(latitude, longitude) in degrees of PTV's northing and easting, or None."""
    holder = mapping(holder)
    northing, easting = holder.get("latitude"), holder.get("longitude")
    if northing in (None, "") or easting in (None, ""):
        return None
    found = wgs84(northing, easting)
    if found is None:
        reasons.append(because(NOT_IN_FINLAND, point=f"{northing}, {easting}"[:100]))
    return found


def _accessibility(address):
    """The accessibility sentences of all entrances: each group's name, its sentences under it."""
    parts = []
    for entrance in listed(address.get("entrances")):
        name = localized(entrance.get("name"), one_line=True)
        groups = [_group(group) for group in listed(entrance.get("accessibilitySentences"))]
        if any(groups):
            parts.append(joined(name, *groups))
    return joined(*parts)


def _group(group):
    title = localized(group.get("sentenceGroup"), one_line=True)
    sentences = [localized(row.get("sentence"), one_line=True) for row in listed(group.get("sentences"))]
    found = {}
    for code in LANGUAGES:
        lines = [text[code] for text in sentences if text.get(code)]
        if lines:
            head = f"{title[code]}: " if title.get(code) else ""
            found[code] = head + " ".join(lines)
    return found
