"""Channels of PTV as ways to reach a service: phones, e-mails, e-services, web pages, forms."""

import re

import phonenumbers
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext_noop

from catalogue.imports.cleaning import clean, shortened, web_address
from catalogue.imports.report import because
from catalogue.models import Contact
from fields.identifiers import SHORT_NUMBERS, validate_phone

from . import hours
from .shapes import LANGUAGES, listed, mapping, shown_name, spelled

Kind = Contact.Kind
MOST = 40
# Reserved for examples (RFC 2606, RFC 6761): nobody answers there.
_EXAMPLES = re.compile(
    r"(^|[/.@])(example\.(com|org|net|fi)|[a-z0-9-]+\.(example|invalid|test))([/:?#]|$)", re.I
)
NO_CONTACT = gettext_noop("A contact that cannot work was left out: %(value)s")
TOO_MANY = gettext_noop("Only the first %(n)s contacts were taken.")
_RANK = {Kind.PHONE: 0, Kind.EMAIL: 1, Kind.E_SERVICE: 2, Kind.WEB: 3}


class Contacts:
    """Collects the contacts of one service; the same number or address is one contact, its languages together."""

    def __init__(self, reasons):
        self.found, self.reasons = {}, reasons

    def add(self, kind, value, language="", label="", name=None, answered=None):
        """``name`` labels the contact in every language, ``label`` in its own; ``answered`` are hours in words."""
        row = self.found.setdefault(
            (kind.value, value), {"labels": {}, "languages": set(), "name": {}, "answered": {}}
        )
        row["name"] = row["name"] or (name or {})
        row["answered"] = row["answered"] or (answered or {})
        if language in LANGUAGES:
            row["languages"].add(language)
            if label:
                row["labels"].setdefault(language, label)

    # ------------------------------------------------------------ lists of the registry
    def phones(self, items, name=None, answered=None):
        for item in listed(items):
            if spelled(item.get("type")) == "fax" or item.get("number") in (None, ""):
                continue
            value = self._phone(item)
            if value:
                parts = [
                    clean(item.get(key), one_line=True)
                    for key in ("additionalInformation", "chargeDescription")
                ]
                label = ", ".join(part for part in parts if part)
                self.add(Kind.PHONE, value, _language(item), label, name, answered)

    def _phone(self, item):
        number, prefix = (
            clean(item.get("number"), one_line=True),
            clean(item.get("prefixNumber"), one_line=True),
        )
        if prefix and not item.get("isFinnishServiceNumber"):
            number = f"{prefix}{number.lstrip('0')}"
        try:
            read = phonenumbers.parse(number, "FI")
            known = phonenumbers.is_valid_number(read)
            if known:
                inland = phonenumbers.region_code_for_number(read) in ("FI", "AX")
                form = phonenumbers.PhoneNumberFormat
                number = phonenumbers.format_number(read, form.NATIONAL if inland else form.INTERNATIONAL)
            validate_phone(number)
            # service numbers (0600 …, 116 117) stand in no numbering plan; another one nobody can call
            if not known and not item.get("isFinnishServiceNumber") and number not in SHORT_NUMBERS:
                raise ValidationError("not a number")
        except (phonenumbers.NumberParseException, ValidationError):
            self._not(number)
            return ""
        return number

    def emails(self, items, name=None):
        for item in listed(items):
            value = clean(item.get("value"), one_line=True)
            if not value:
                continue
            try:
                validate_email(value)
            except ValidationError:
                self._not(value)
                continue
            if _EXAMPLES.search(value) or len(value) > 254:
                self._not(value)
                continue
            self.add(Kind.EMAIL, value, _language(item), name=name)

    def pages(self, items, kind=Kind.WEB, name=None, answered=None):
        """Web pages: ``url`` with its name in ``value``; older versions have the address in ``value``."""
        for item in listed(items):
            given = item.get("url") or item.get("value")
            if given in (None, ""):
                continue
            value = web_address(given)
            if not value or _EXAMPLES.search(value.partition("//")[2]):
                self._not(clean(str(given)[:500], one_line=True))
                continue
            label = clean(item.get("value"), one_line=True) if item.get("url") else ""
            self.add(kind, value, _language(item), label, name, answered)

    def _not(self, value):
        self.reasons.append(because(NO_CONTACT, value=value[:200]))

    # ------------------------------------------------------------ channels
    def channel(self, channel):
        """Everything a channel of any of the five kinds offers."""
        name = shown_name(channel.get("serviceChannelNames"), channel.get("displayNameType"))
        kind = spelled(channel.get("serviceChannelType"))
        answered = {}
        if kind in ("phone", "echannel"):
            answered = hours.in_words(hours.rows(channel.get("serviceHours"), []))
        self.phones(channel.get("phoneNumbers"), name, answered)
        self.emails(channel.get("emails"), name)
        web = Kind.E_SERVICE if kind == "echannel" else Kind.WEB
        self.pages(channel.get("urls"), web, name, answered)
        self.pages(channel.get("webPages"), web, name, answered)
        self.pages(channel.get("channelUrls"), Kind.WEB, name)

    def connection(self, link):
        """What one service says of its own at a channel."""
        own = mapping(link.get("contactDetails"))
        self.phones(own.get("phoneNumbers") or own.get("phones"))
        self.emails(own.get("emails"))
        self.pages(own.get("webPages"))

    # ------------------------------------------------------------ rows
    def rows(self):
        """Rows as ``targets`` writes them, in one order whatever the registry's is."""
        order = {kind.value: rank for kind, rank in _RANK.items()}
        keys = sorted(self.found, key=lambda key: (order[key[0]], key[1]))
        if len(keys) > MOST:
            self.reasons.append(because(TOO_MANY, n=MOST))
        spoken = {
            kind: {lang for key in keys if key[0] == kind for lang in self.found[key]["languages"]}
            for kind in order
        }
        return [self._row(kind, value, spoken[kind]) for kind, value in keys[:MOST]]

    def _row(self, kind, value, spoken):
        row = self.found[kind, value]
        only = row["languages"] if len(row["languages"]) == 1 and len(spoken) > 1 else set()
        texts = {}
        for code in LANGUAGES:
            texts[f"label_{code}"] = shortened(row["labels"].get(code) or row["name"].get(code, ""), 150)[0]
            texts[f"hours_{code}"] = shortened(row["answered"].get(code, ""), 150)[0]
        language = next(iter(only), "")
        return {
            "kind": kind,
            "purpose": Contact.Purpose.INFO.value,
            "value": value,
            "language": language,
            **texts,
        }


def _language(item):
    return str(item.get("language") or "").lower()[:2]


def first(items, kind):
    """The first usable value of a list, for an organisation's own fields; Finnish before others."""
    found = Contacts([])
    rows = sorted(listed(items), key=lambda item: _language(item) != "fi")
    {Kind.PHONE: found.phones, Kind.EMAIL: found.emails, Kind.WEB: found.pages}[kind](rows)
    return next((value for _, value in found.found), "")
