"""Finnish business ids and phone numbers: validators, the form that is stored and how they are written."""

import re
from unicodedata import category

import phonenumbers
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from stdnum.exceptions import ValidationError as StdnumError
from stdnum.fi import ytunnus

# Numbers a phone book gives but no numbering plan counts as subscriber numbers.
_WRITTEN = re.compile(r"[0-9+][0-9 ()\xa0–-]*")
SHORT_NUMBERS = {"112", "116117", "116123"}
# Åland (AX) has its own code in the numbering plan's data; the rest are the countries of the EEA.
_TEXTED = {
    *("AT", "AX", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU", "IE", "IS"),
    *("IT", "LI", "LT", "LU", "LV", "MT", "NL", "NO", "PL", "PT", "RO", "SE", "SI", "SK"),
}


def validate_business_id(value):
    """A Y-tunnus with a right check digit, written 1234567-1 (PRH, checked by python-stdnum)."""
    try:
        right = ytunnus.format(ytunnus.validate(value))
    except StdnumError:
        right = None
    if right != value:
        raise ValidationError(_("Write the business ID like 0737546-2."), code="business_id")


def business_id(value):
    """``0737546-2`` of what was typed: blanks, a missing hyphen or FI before it. Raises ValidationError."""
    digits = re.fullmatch(r"(?:FI)?([0-9]{7})-?([0-9])", "".join(value.split()).upper())
    found = "-".join(digits.groups()) if digits else value
    validate_business_id(found)
    return found


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


def international(value):
    """``040 123 4567`` → ``+358401234567``, the form that is stored and sent to. Raises ValidationError.

    A short number (112) is nobody's own, nor is one that costs its caller extra (0600): both are refused. Signs that
    nobody sees come along when one is pasted.
    """
    value = "".join(sign for sign in value if category(sign) != "Cf").strip()
    validate_phone(value)
    number = _parse(value)
    if number is None or phonenumbers.number_type(number) == phonenumbers.PhoneNumberType.PREMIUM_RATE:
        raise ValidationError(_("Write the phone number like 040 123 4567."), code="phone")
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def national(value):
    """How a stored number is shown: Finnish ones as they are dialled at home, others with their country."""
    number = phonenumbers.parse(value, "FI")
    form = phonenumbers.PhoneNumberFormat
    return unbroken(
        phonenumbers.format_number(
            number, form.NATIONAL if number.country_code == 358 else form.INTERNATIONAL
        )
    )


def takes_texts(value):
    """Whether a text message may go there: a mobile number of a country of the European Economic Area, never a
    service or premium number.
    """
    try:
        number = _parse(value)
    except phonenumbers.NumberParseException:
        return False
    return (
        number is not None
        and phonenumbers.number_type(number) == phonenumbers.PhoneNumberType.MOBILE
        and phonenumbers.region_code_for_number(number) in _TEXTED
    )


def unbroken(value):
    """A number that never breaks over two lines."""
    return "\xa0".join(value.split())
