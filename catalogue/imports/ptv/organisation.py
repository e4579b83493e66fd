"""Organisations of PTV: the county's and the municipalities' own are the ones that stand here already."""

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext_noop

from catalogue.imports.engine import Incoming
from catalogue.imports.report import NO_NAME, LeftOut, Rejected, because
from catalogue.imports.targets import shown
from catalogue.imports.texts import columns_of, mapping
from fields.identifiers import validate_business_id
from organisations.models import Organisation

from .channels import emails, first, pages, phones
from .places import UNKNOWN_MUNICIPALITY
from .shapes import GONE, PUBLISHED, localized, shown_name, spelled
from .tree import LEVELS

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
OTHERS_NUMBER = gettext_noop("The number %(value)s is another organisation's and was left out.")
DEEPER = gettext_noop("It stands deeper than we draw; it was put under %(name)s.")


def state_of(record):
    """published, gone or something else."""
    word = spelled(record.get("publishingStatus"))
    return "published" if word in PUBLISHED else "gone" if word in GONE else word


def refuse_unpublished(record):
    if (state := state_of(record)) != "published":
        raise LeftOut(NOT_PUBLISHED, state=state)


def organisation(external_id, record, tree, facts):
    """``tree`` knows who stands above whom and who carries which number, ``facts`` the municipalities."""
    refuse_unpublished(record)
    reasons = []
    names = shown_name(record.get("organizationNames"), record.get("displayNameType"))
    if not names.get("fi") and not names.get("sv"):
        raise Rejected(NO_NAME)
    municipality = str(mapping(record.get("municipality")).get("code") or "").strip()
    municipality = municipality.zfill(3) if municipality else ""
    if municipality and municipality not in facts.municipalities:
        reasons.append(because(UNKNOWN_MUNICIPALITY, code=municipality[:20]))
        municipality = ""
    parent, kind = _standing(external_id, record, names, tree, reasons)
    if kind == Kind.MUNICIPALITY and not (
        municipality and tree.may_carry(external_id, "municipality", municipality)
    ):
        kind = Kind.OTHER
    business_id = "" if parent else _business_id(record, reasons)
    numbers = {"business_id": business_id, "oid": _oid(record)}
    for field, value in numbers.items():
        if value and not tree.may_carry(external_id, field, value):
            reasons.append(because(OTHERS_NUMBER, value=value))
            numbers[field] = ""
    texts = record.get("organizationDescriptions")
    description = localized(texts, "description") or localized(texts, "summary")
    values = {
        **columns_of("name", names, 150, reasons),
        **columns_of("description", description, 2000, reasons),
        "website": first(pages, record.get("webPages")),
        "phone": first(phones, record.get("phoneNumbers"))[:30],
        "email": first(emails, record.get("emails") or record.get("emailAddresses")),
        **numbers,
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


def _standing(external_id, record, names, tree, reasons):
    """(key of the organisation above or None, kind). A unit deeper than we draw is put higher up."""
    lineage = tree.lineage(external_id)
    if lineage is None or external_id in tree.circular:
        raise Rejected(IN_A_CIRCLE)
    if lineage:
        allowed = lineage[max(0, len(lineage) - LEVELS + 1)]
        if allowed != lineage[0]:
            reasons.append(because(DEEPER, name=shown("provider", allowed)))
        return allowed, Kind.UNIT
    words = " ".join(names.values()).lower()
    kind = KINDS.get(spelled(record.get("organizationType")), Kind.OTHER)
    if any(word in words for word in COUNTY):
        return None, Kind.COUNTY
    if kind in (Kind.NGO, Kind.OTHER) and any(word in words for word in PARISH):
        return None, Kind.PARISH
    return None, kind


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
