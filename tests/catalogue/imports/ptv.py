"""Records of the national service registry for tests: written from its schema (v11), small, all invented."""

import json
import uuid
from itertools import count

_numbers = count(1)


def guid(number=None):
    """A readable identifier: 00000000-0000-4000-8000-000000000007."""
    return str(uuid.UUID(int=(0x4000_8000 << 64) + (number or next(_numbers)) + (0x8000 << 48)))


def texts(fi=None, sv=None, en=None, kind=None):
    found = [{"language": code, "value": text} for code, text in (("fi", fi), ("sv", sv), ("en", en)) if text]
    return [{**item, "type": kind} for item in found] if kind else found


def municipality(code="285"):
    return {"code": code, "name": texts("Kotka", "Kotka")}


def term(code, uri=None, **over):
    return {"code": code, "name": texts("nimi", "namn"), "uri": uri, "ontologyType": "PTVL"} | over


def organisation(fi="Meren Kuntoilijat ry", sv="Havets motionärer rf", **over):
    return {
        "id": guid(),
        "oid": None,
        "parentOrganizationId": None,
        "organizationType": "Organization",
        "businessCode": None,
        "organizationNames": texts(fi, sv, kind="Name"),
        "organizationDescriptions": texts("Liikuttaa ihmisiä.", "Rör på människor.", kind="Description"),
        "municipality": municipality(),
        "emails": [],
        "phoneNumbers": [],
        "webPages": [],
        "addresses": [],
        "publishingStatus": "Published",
    } | over


def address(street="Satamakatu", number="3", **over):
    """A visiting address on the market square of Kotka, in EPSG:3067 metres as texts."""
    return {
        "type": "Location",
        "subType": "Single",
        "streetAddress": {
            "street": texts(street, "Hamngatan"),
            "streetNumber": number,
            "postalCode": "48100",
            "postOffice": texts("KOTKA", "KOTKA"),
            "municipality": municipality(),
            "additionalInformation": [],
            "latitude": "6703456.12",
            "longitude": "497000.5",
            "coordinateState": "Ok",
        }
        | over,
        "postOfficeBoxAddress": None,
        "entrances": [],
    }


def channel(kind="ServiceLocation", fi="Merikeskus", sv="Havscentret", **over):
    """One of the five kinds with what that kind has."""
    own = {
        "ServiceLocation": {"addresses": [address()], "phoneNumbers": [phone()], "emails": []},
        "Phone": {"phoneNumbers": [phone()]},
        "EChannel": {"webPages": [page("https://asiointi.kotka.fi/varaa", "Varaa aika")]},
        "WebPage": {"webPages": [page()]},
        "PrintableForm": {"channelUrls": texts("https://www.kotka.fi/lomake.pdf", kind="PDF")},
    }[kind]
    return {
        "id": guid(),
        "serviceChannelType": kind,
        "organizationId": None,
        "serviceChannelNames": texts(fi, sv, kind="Name"),
        "serviceChannelDescriptions": texts("Lyhyesti.", kind="Summary"),
        "areaType": "LimitedType",
        "areas": [area("Municipality", "285")],
        "languages": ["fi", "sv"],
        "serviceHours": [],
        "services": [],
        "publishingStatus": "Published",
        **own,
    } | over


def phone(number="401234567", **over):
    return {
        "type": "Phone",
        "prefixNumber": "+358",
        "number": number,
        "isFinnishServiceNumber": False,
        "language": "fi",
        "additionalInformation": None,
        "serviceChargeType": "Chargeable",
        "chargeDescription": None,
    } | over


def page(url="https://www.kotka.fi/liikunta", value="Liikunta", language="fi"):
    return {"url": url, "value": value, "language": language}


def area(kind, *codes):
    """As the registry writes it: a municipality's area has neither code nor name of its own."""
    if kind == "Municipality":
        return {
            "type": kind,
            "code": None,
            "name": None,
            "municipalities": [municipality(code) for code in codes],
        }
    return {"type": kind, "code": codes[0], "name": texts("Alue"), "municipalities": None}


def hours(*openings, kind="DaysOfTheWeek", **over):
    """``openings`` are (dayFrom, dayTo, from, to)."""
    names = ("dayFrom", "dayTo", "from", "to")
    return {
        "serviceHourType": kind,
        "validFrom": None,
        "validTo": None,
        "isClosed": False,
        "isAlwaysOpen": False,
        "isReservation": False,
        "validForNow": True,
        "additionalInformation": [],
        "openingHour": [dict(zip(names, opening, strict=True)) for opening in openings],
    } | over


def link(channel, **over):
    return {
        "serviceChannel": {"id": channel["id"], "name": "Kanava"},
        "serviceChargeType": None,
        "description": [],
        "serviceHours": [],
        "contactDetails": None,
    } | over


def service(provider, *channels, fi="Tuolijumppa", sv="Stolgymnastik", **over):
    return {
        "id": guid(),
        "generalDescriptionId": None,
        "type": "Service",
        "fundingType": "PubliclyFunded",
        "serviceNames": texts(fi, sv, kind="Name"),
        "serviceDescriptions": texts("Jumppaa istuen.", "Gymnastik sittande.", kind="Summary")
        + texts("Rauhallinen ryhmä.", "En lugn grupp.", kind="Description"),
        "serviceChargeType": "FreeOfCharge",
        "areaType": "LimitedType",
        "areas": [area("Municipality", "285")],
        "languages": ["fi", "sv"],
        "serviceClasses": [term("P27.1", "http://uri.suomi.fi/codelist/ptv/ptvserclass2/code/P27.1")],
        "targetGroups": [term("KR1.1")],
        "lifeEvents": [],
        "ontologyTerms": [],
        "keywords": [],
        "requirements": [],
        "serviceChannels": [link(one) for one in channels],
        "organizations": [
            {"roleType": "Responsible", "organization": {"id": provider["id"], "name": "Järjestäjä"}}
        ],
        "publishingStatus": "Published",
        "modified": "2026-11-01T08:00:00Z",
    } | over


def description(**over):
    return {
        "id": guid(),
        "names": texts("Liikuntaneuvonta", "Motionsrådgivning", kind="Name"),
        "descriptions": texts("Yleinen kuvaus.", "Allmän beskrivning.", kind="Description"),
        "requirements": [],
        "type": "Service",
        "serviceChargeType": None,
        "generalDescriptionType": "Municipality",
        "serviceClasses": [],
        "targetGroups": [],
        "lifeEvents": [],
        "ontologyTerms": [],
        "publishingStatus": "Published",
    } | over


def written(path, *records, name="vastaus.json"):
    """The records as a bare array in a file of the folder; returns the file."""
    file = path / name
    file.write_text(json.dumps(list(records), ensure_ascii=False), encoding="utf-8")
    return file
