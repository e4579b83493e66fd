"""Ways to reach a service, as registers give them: checked, written as people use them, each one once."""

import re

import phonenumbers
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext_noop

from catalogue.models import Contact
from fields.identifiers import SHORT_NUMBERS, validate_phone

from .cleaning import clean, shortened, web_address
from .report import because
from .texts import LANGUAGES

Kind = Contact.Kind
MOST = 40
# Reserved for examples (RFC 2606, RFC 6761) or used as such: nobody answers there.
_EXAMPLES = re.compile(
    r"(^|[/.@])(example\.(com|org|net|fi)|[a-z0-9-]+\.(example|invalid|test))([/:?#]|$)", re.I
)
NO_CONTACT = gettext_noop("A contact that cannot work was left out: %(value)s")
TOO_MANY = gettext_noop("Only the first %(n)s contacts were taken.")
_RANK = {Kind.PHONE.value: 0, Kind.EMAIL.value: 1, Kind.E_SERVICE.value: 2, Kind.WEB.value: 3}


class Contacts:
    """Collects the contacts of one service; the same number or address is one contact, its languages together.

    ``name`` ({language: text}) labels a contact in every language, ``label`` in that of the contact; ``answered``
    ({language: text}) are its hours in words. What cannot work is told in ``reasons``.
    """

    def __init__(self, reasons):
        self.found, self.reasons = {}, reasons

    def phone(self, number, prefix="", *, service_number=False, **about):
        if number in (None, ""):
            return
        number, prefix = clean(number, one_line=True), clean(prefix, one_line=True)
        if prefix and not service_number:
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
            if not known and not service_number and number not in SHORT_NUMBERS:
                raise ValidationError("not a number")
        except (phonenumbers.NumberParseException, ValidationError):
            self._not(number)
        else:
            self._add(Kind.PHONE, number, **about)

    def email(self, value, **about):
        value = clean(value, one_line=True)
        if not value:
            return
        try:
            validate_email(value)
        except ValidationError:
            self._not(value)
            return
        if _EXAMPLES.search(value) or len(value) > 254:
            self._not(value)
            return
        self._add(Kind.EMAIL, value, **about)

    def page(self, given, kind=Kind.WEB, **about):
        if given in (None, ""):
            return
        value = web_address(given)
        if not value or _EXAMPLES.search(value.partition("//")[2]):
            self._not(clean(str(given)[:500], one_line=True))
            return
        self._add(kind, value, **about)

    def _add(self, kind, value, *, language="", label="", name=None, answered=None):
        row = self.found.setdefault(
            (kind.value, value), {"labels": {}, "languages": set(), "name": {}, "answered": {}}
        )
        row["name"] = row["name"] or (name or {})
        row["answered"] = row["answered"] or (answered or {})
        if language in LANGUAGES:
            row["languages"].add(language)
            if label:
                row["labels"].setdefault(language, label)

    def _not(self, value):
        self.reasons.append(because(NO_CONTACT, value=value[:200]))

    # ------------------------------------------------------------ rows
    @property
    def values(self):
        return [value for _, value in self.found]

    def rows(self):
        """Rows as ``targets`` writes them, in one order whatever the register's is."""
        keys = sorted(self.found, key=lambda key: (_RANK[key[0]], key[1]))
        if len(keys) > MOST:
            self.reasons.append(because(TOO_MANY, n=MOST))
        spoken = {kind: set() for kind in _RANK}
        for kind, value in keys:
            spoken[kind] |= self.found[kind, value]["languages"]
        return [self._row(kind, value, spoken[kind]) for kind, value in keys[:MOST]]

    def _row(self, kind, value, spoken):
        row = self.found[kind, value]
        # different ones for different languages say whose they are
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
