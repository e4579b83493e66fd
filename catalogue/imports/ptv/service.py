"""Services of PTV: texts, price, classification, area, and the channels by which they are given and reached."""

from django.utils.translation import gettext_noop

from catalogue.imports.contacts import Contacts
from catalogue.imports.engine import Incoming
from catalogue.imports.report import NO_NAME, LeftOut, Rejected, because
from catalogue.imports.targets import in_order
from catalogue.imports.texts import columns_of, joined, listed, mapping
from catalogue.models.choices import DELIVERY, Access, Area, PriceKind, Provenance, Status

from . import hours, places
from .channels import add_channel, add_connection
from .organisation import refuse_unpublished
from .shapes import guid, localized, shown_name, spelled

PRICES = {"chargeable": PriceKind.PAID, "freeofcharge": PriceKind.FREE, "other": PriceKind.VARIES}
WAYS = {"servicelocation": "on_site", "phone": "by_phone", "echannel": "remote"}
ELSEWHERE = gettext_noop("It is given elsewhere: outside this county.")
NOBODY = gettext_noop("It names no organisation that answers for it.")
UNKNOWN_ORGANISATION = gettext_noop("Its organisation %(id)s was rejected or is not known.")
NO_CHANNEL = gettext_noop("%(n)s of its channels were not among what was read.")
ONE_TIME = gettext_noop("Hours at the channel that are not weekly were left out.")
DEFAULTS = {"access_kind": Access.SELF, "provenance": Provenance.PTV}
# What stands in the register under its own heading and belongs to "how to take part" here.
HOW_TO = ("userinstruction", "processingtime", "deadline", "validitytime")


def responsible(record):
    """``[(id, name, role), …]``: who answers first."""
    found = []
    for item in listed(record.get("organizations")):
        one = mapping(item.get("organization")) or {"id": item.get("organizationId")}
        if key := guid(one.get("id")):
            found.append((key, str(one.get("name") or "").strip(), spelled(item.get("roleType"))))
    for producer in listed(record.get("serviceProducers")):
        for one in listed(producer.get("organizations")):
            if key := guid(one.get("id")):
                found.append((key, str(one.get("name") or "").strip(), "producer"))
    return sorted(found, key=lambda row: row[2] != "responsible")


def links(record):
    """``{channel id: link}`` of the channels the service names; null is none."""
    found = {}
    for link in listed(record.get("serviceChannels")):
        one = mapping(link.get("serviceChannel")) or {"id": link.get("serviceChannelId")}
        if key := guid(one.get("id")):
            found[key] = link
    return found


def is_here(record, facts):
    """Whether residents of this county may use it."""
    if spelled(record.get("areaType")).startswith("nationwide"):
        return True
    return bool(places.municipalities(record, facts, []) & facts.own)


class Services:
    """Turns raw services into incoming ones. ``channel(id)`` and ``description(id)`` give raw records or None."""

    def __init__(self, engine, facts, channel, description, anywhere):
        self.engine, self.facts, self.channel, self.description = engine, facts, channel, description
        self.anywhere = anywhere  # ids that were named explicitly come in wherever they are given

    def incoming(self, external_id, record):
        refuse_unpublished(record)
        if external_id not in self.anywhere and not is_here(record, self.facts):
            raise LeftOut(ELSEWHERE)
        reasons = []
        names = shown_name(record.get("serviceNames"), record.get("displayNameType"))
        if not names.get("fi") and not names.get("sv"):
            raise Rejected(NO_NAME)
        general = self.description(guid(record.get("generalDescriptionId"))) or {}
        concepts = self._concepts(record, general)
        values = {
            **self._texts(record, general, names, reasons),
            **self._terms(record, general, reasons),
            **self._who(record),
            **self._ways(record, reasons),
            "keywords": sorted(concepts),
            "price_kind": self._price_kind(record, general),
            "area": places.area(record, self.facts, reasons),
            "languages": self.facts.spoken(record.get("languages"), reasons),
            "status": Status.PUBLISHED.value,
        }
        if self.engine.commit:
            self.facts.bring_concepts(concepts)
        name = names.get("fi") or names["sv"]
        return Incoming(
            "service",
            external_id,
            record,
            name=name,
            values=values,
            defaults=DEFAULTS,
            reasons=_once(reasons),
        )

    def _texts(self, record, general, names, reasons):
        own, shared = record.get("serviceDescriptions"), general.get("descriptions")

        def both(kind):  # the general description comes first, as on Suomi.fi
            parts = [localized(shared, kind), localized(own, f"gd_{kind}"), localized(own, kind)]
            return joined(*parts)

        summary = localized(own, "summary", one_line=True)
        price = joined(localized(own, "chargetypeadditionalinfo", one_line=True), _gd_price(own, shared))
        conditions = joined(localized(general.get("requirements")), localized(record.get("requirements")))
        return {
            **columns_of("name", names, 100, reasons),
            **columns_of("summary", localized(shared, "summary", one_line=True) | summary, 150, reasons),
            **columns_of("description", both("description"), 5000, reasons),
            **columns_of("for_whom", conditions, 1000, reasons),
            **columns_of("how_to", joined(*[both(kind) for kind in HOW_TO]), 2000, reasons),
            **columns_of(
                "price", {code: text.replace("\n\n", " ") for code, text in price.items()}, 300, reasons
            ),
        }

    def _terms(self, record, general, reasons):
        names = {"classes": "serviceClasses", "target_groups": "targetGroups", "life_events": "lifeEvents"}
        return {
            ours: sorted(
                self.facts.codes(ours, listed(record.get(theirs)) + listed(general.get(theirs)), reasons)
            )
            for ours, theirs in names.items()
        }

    def _concepts(self, record, general):
        return self.facts.concepts(listed(record.get("ontologyTerms")) + listed(general.get("ontologyTerms")))

    def _price_kind(self, record, general):
        for one in (record, general):
            if found := PRICES.get(spelled(one.get("serviceChargeType"))):
                return found.value
        return ""

    def _who(self, record):
        who = responsible(record)
        if not who:
            raise Rejected(NOBODY)
        provider = self.engine.reference(who[0][0])
        if provider is None:
            raise Rejected(UNKNOWN_ORGANISATION, id=who[0][0])
        others = {self.engine.reference(key) for key, _, _ in who[1:]} - {None, provider}
        return {"provider": provider, "producers": sorted(others, key=_planned_last)}

    def _ways(self, record, reasons):
        """Places, contacts, weekly times and ways of giving, from the channels."""
        contacts, at, ways, weekly, missing = Contacts(reasons), set(), set(), [], 0
        for key, link in sorted(links(record).items()):
            channel = self.channel(key)
            if channel is None:
                missing += 1
                continue
            kind = spelled(channel.get("serviceChannelType"))
            ways |= {WAYS[kind]} if kind in WAYS else set()
            add_connection(contacts, link)
            add_channel(contacts, channel)
            here = [self.engine.reference(one) for one, _ in places.addresses(channel)]
            here = [one for one in here if one is not None]
            at |= set(here)
            weekly += self._weekly(link, here, reasons)
        if missing:
            reasons.append(because(NO_CHANNEL, n=missing))
        nationwide = spelled(record.get("areaType")).startswith(Area.NATIONWIDE)
        if "on_site" in ways or not nationwide:
            # a number to call or a form to fill in does not say where the service is given
            ways &= {"on_site"}
        return {
            "delivery": [way for way in DELIVERY if way in ways],
            "places": sorted(at, key=_planned_last),
            "contacts": contacts.rows(),
            "schedules": in_order(weekly),
        }

    def _weekly(self, link, here, reasons):
        """The service's own hours at a place, where they differ from the place's."""
        found = []
        for row in hours.rows(link.get("serviceHours"), reasons):
            if row["kind"] != "weekly" or row["closes_weekday"]:
                reasons.append(because(ONE_TIME))
                continue
            moved = {
                name: row[name]
                for name in ("weekday", "valid_from", "valid_to", "note_fi", "note_sv", "note_en")
            }
            place = here[0] if here else None
            found.append({"place": place, "starts_at": row["opens_at"], "ends_at": row["closes_at"], **moved})
        return found


def _gd_price(own, shared):
    return joined(
        localized(shared, "chargetypeadditionalinfo", one_line=True),
        localized(own, "gd_chargetypeadditionalinfo", one_line=True),
    )


def _planned_last(key):
    return isinstance(key, str), key


def _once(reasons):
    """Each reason once, in the order they came up."""
    return list({str(reason): reason for reason in reasons}.values())
