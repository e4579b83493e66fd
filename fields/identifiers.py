"""Finnish business ids and phone numbers: validators and how they are written."""

import re

import phonenumbers
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from stdnum.exceptions import ValidationError as StdnumError
from stdnum.fi import ytunnus

# Numbers a phone book gives but no numbering plan counts as subscriber numbers.
_WRITTEN = re.compile(r"[0-9+][0-9 ()\xa0–-]*")
SHORT_NUMBERS = {"112", "116117", "116123"}


def validate_business_id(value):
    """A Y-tunnus with a right check digit, written 1234567-1 (PRH, checked by python-stdnum)."""
    try:
        right = ytunnus.format(ytunnus.validate(value))
    except StdnumError:
        right = None
    if right != value:
        raise ValidationError(_("Write the business ID like 0737546-2."), code="business_id")


def _parse(value):
    digits = "".join(value.split())
    if digits in SHORT_NUMBERS:
        return None
    number = phonenumbers.parse(value, "FI")
    if not phonenumbers.is_possible_number(number):
        raise phonenumbers.NumberParseException(phonenumbers.NumberParseException.NOT_A_NUMBER, "impossible")
    return number


def validate_phone(value):
    try:
        if not _WRITTEN.fullmatch(value):
            raise phonenumbers.NumberParseException(phonenumbers.NumberParseException.NOT_A_NUMBER, "letters")
        _parse(value)
    except phonenumbers.NumberParseException:
        raise ValidationError(_("Write the phone number like 040 123 4567."), code="phone") from None


def tel(value):
    """The address of a call: ``040 123 4567`` → ``tel:+358401234567``."""
    try:
        number = _parse(value)
    except phonenumbers.NumberParseException:
        number = None
    if number is None:
        return "tel:" + "".join(value.split())
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.RFC3966).replace("-", "")


def unbroken(value):
    """A number that never breaks over two lines."""
    return "\xa0".join(value.split())
