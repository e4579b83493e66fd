"""Organisations of PTV: the county's and the municipalities' own are the ones that stand here already."""

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext_noop

from catalogue.imports.engine import Incoming
from catalogue.imports.report import LeftOut, Rejected, because
from catalogue.models import Contact
from fields.identifiers import validate_business_id
from organisations.models import Organisation

from .contacts import first
from .places import NO_NAME
from .shapes import GONE, PUBLISHED, columns_of, guid, localized, mapping, shown_name, spelled

Kind = Organisation.Kind
KINDS = {
    "state": Kind.STATE,
    "municipality": Kind.MUNICIPALITY,
    "organization": Kind.NGO,
    "company": Kind.COMPANY,
}
PARISH = ("seurakunta", "seurakuntayhtymä", "församling", "samfällighet")
COUNTY = ("hyvinvointialue", "välfärdsområde")
ONLY_NAME = gettext_noop("Made from its name only: its own record was not among what was read.")
NOT_PUBLISHED = gettext_noop("Not published in the register (%(state)s).")
NO_BUSINESS_ID = gettext_noop("The business ID %(value)s is not right and was left out.")
IN_A_CIRCLE = gettext_noop("Its organisations stand under one another in a circle.")
DEEPER = gettext_noop("It stands deeper than we draw; it was put under %(name)s.")


def state_of(record):
    """published, gone or something else."""
    word = spelled(record.get("publishingStatus"))
    return "published" if word in PUBLISHED else "gone" if word in GONE else word


def refuse_unpublished(record):
    if (state := state_of(record)) != "published":
        raise LeftOut(NOT_PUBLISHED, state=state)


def organisation(external_id, record, engine):
    refuse_unpublished(record)
    reasons = []
    names = shown_name(record.get("organizationNames"), record.get("displayNameType"))
    if not names.get("fi") and not names.get("sv"):
        raise Rejected(NO_NAME)
    municipality = str(mapping(record.get("municipality")).get("code") or "").strip()
    municipality = municipality.zfill(3) if municipality else ""
    parent, kind = _standing(external_id, record, names, engine, reasons)
    if kind == Kind.MUNICIPALITY and not municipality:
        kind = Kind.OTHER
    business_id = "" if parent else _business_id(record, reasons)
    texts = record.get("organizationDescriptions")
    description = localized(texts, "description") or localized(texts, "summary")
    values = {
        **columns_of("name", names, 150, reasons),
        **columns_of("description", description, 2000, reasons),
        "website": first(record.get("webPages"), Contact.Kind.WEB),
        "phone": first(record.get("phoneNumbers"), Contact.Kind.PHONE)[:30],
        "email": first(record.get("emails") or record.get("emailAddresses"), Contact.Kind.EMAIL),
        "business_id": business_id,
        "oid": _oid(record),
        "municipality": municipality,
        "standing": [kind.value, parent],
    }
    name = names.get("fi") or names["sv"]
    return Incoming(
        "organisation",
        external_id,
        record,
        name=name,
        values=values,
        fixed={"ptv_id": external_id},
        reasons=reasons,
        match=lambda: find(external_id, values),
    )


def _standing(external_id, record, names, engine, reasons):
    """(key of the organisation above or None, kind)."""
    above = guid(record.get("parentOrganizationId"))
    parent = engine.reference(above) if above and above != external_id else None
    if parent is not None:
        if isinstance(parent, int):
            parent = _not_too_deep(external_id, parent, reasons)
        return parent, Kind.UNIT
    words = " ".join(names.values()).lower()
    kind = KINDS.get(spelled(record.get("organizationType")), Kind.OTHER)
    if any(word in words for word in COUNTY):
        return None, Kind.COUNTY
    if kind in (Kind.NGO, Kind.OTHER) and any(word in words for word in PARISH):
        return None, Kind.PARISH
    return None, kind


def _not_too_deep(external_id, parent, reasons):
    """Units stand at most two levels under an organisation here: a deeper one is put higher up."""
    chain, seen = [], set()
    above = Organisation.objects.select_related("parent__parent").get(pk=parent)
    while above is not None:
        if above.pk in seen or str(above.ptv_id) == external_id:
            raise Rejected(IN_A_CIRCLE)
        seen.add(above.pk)
        chain.append(above)
        above = above.parent
    if len(chain) < 3:
        return parent
    reasons.append(because(DEEPER, name=str(chain[1])))
    return chain[1].pk


def _business_id(record, reasons):
    value = str(record.get("businessCode") or "").strip()
    try:
        if value:
            validate_business_id(value)
    except ValidationError:
        reasons.append(because(NO_BUSINESS_ID, value=value[:30]))
        return ""
    return value


def _oid(record):
    value = str(record.get("oid") or "").strip()
    parts = value.split(".")
    return value if len(parts) > 2 and parts[0] in "012" and all(part.isdecimal() for part in parts) else ""


def find(external_id, values):
    """The organisation kept here that is the same: by PTV's id, business id, municipality, or kind and name."""
    known = Organisation.objects.filter(ptv_id=external_id).first()
    free = Organisation.objects.filter(ptv_id=None)
    kind, parent = values["standing"]
    if known is None and values["business_id"]:
        known = free.filter(business_id=values["business_id"]).first()
    if known is None and kind == Kind.MUNICIPALITY:
        known = free.filter(kind=kind, municipality=values["municipality"]).first()
    if known is None and (parent is None or isinstance(parent, int)):
        same = Q()
        for code in ("fi", "sv"):
            if values[f"name_{code}"]:
                same |= Q(**{f"name_{code}": values[f"name_{code}"]})
        known = free.filter(same, parent=parent).first() if same else None
    return known


def stub(external_id, name):
    """An organisation that a service names, though its own record was not read: its name, or the one kept here."""
    values = {**columns_of("name", {"fi": name}, 150, []), "standing": [Kind.OTHER.value, None]}
    known = find(external_id, {**values, "business_id": "", "municipality": ""})
    return Incoming(
        "organisation",
        external_id,
        {"id": external_id, "name": name},
        name=name,
        values={} if known else values,
        fixed={"ptv_id": external_id},
        reasons=[because(ONLY_NAME)],
        match=lambda: known,
    )
