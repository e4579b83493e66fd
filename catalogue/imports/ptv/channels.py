"""Channels of PTV as ways to reach a service: phones, e-mails, e-services, web pages, forms."""

from catalogue.imports.cleaning import clean
from catalogue.imports.contacts import Contacts
from catalogue.imports.texts import listed, mapping
from catalogue.models import Contact

from . import hours
from .shapes import shown_name, spelled

Kind = Contact.Kind


def phones(contacts, items, **about):
    for item in listed(items):
        if spelled(item.get("type")) == "fax" or item.get("number") in (None, ""):
            continue
        parts = [
            clean(item.get(key), one_line=True) for key in ("additionalInformation", "chargeDescription")
        ]
        contacts.phone(
            item["number"],
            item.get("prefixNumber"),
            service_number=bool(item.get("isFinnishServiceNumber")),
            language=_language(item),
            label=", ".join(part for part in parts if part),
            **about,
        )


def emails(contacts, items, **about):
    for item in listed(items):
        contacts.email(item.get("value"), language=_language(item), **about)


def pages(contacts, items, kind=Kind.WEB, **about):
    """Web pages: ``url`` with its name in ``value``; older versions have the address in ``value``."""
    for item in listed(items):
        label = clean(item.get("value"), one_line=True) if item.get("url") else ""
        given = item.get("url") or item.get("value")
        contacts.page(given, kind, language=_language(item), label=label, **about)


def add_channel(contacts, channel):
    """Everything a channel of any of the five kinds offers."""
    name = shown_name(channel.get("serviceChannelNames"), channel.get("displayNameType"))
    kind = spelled(channel.get("serviceChannelType"))
    answered = {}
    if kind in ("phone", "echannel"):
        answered = hours.in_words(hours.rows(channel.get("serviceHours"), []))
    phones(contacts, channel.get("phoneNumbers"), name=name, answered=answered)
    emails(contacts, channel.get("emails"), name=name)
    web = Kind.E_SERVICE if kind == "echannel" else Kind.WEB
    for field in ("urls", "webPages"):
        pages(contacts, channel.get(field), web, name=name, answered=answered)
    pages(contacts, channel.get("channelUrls"), name=name)


def add_connection(contacts, link):
    """What one service says of its own at a channel."""
    own = mapping(link.get("contactDetails"))
    phones(contacts, own.get("phoneNumbers") or own.get("phones"))
    emails(contacts, own.get("emails"))
    pages(contacts, own.get("webPages"))


def _language(item):
    return str(item.get("language") or "").lower()[:2]


def first(add, items):
    """The first usable value of a list, for an organisation's own fields; Finnish before others."""
    found = Contacts([])
    add(found, sorted(listed(items), key=lambda item: _language(item) != "fi"))
    return next(iter(found.values), "")
