"""The Finnish personal identity code: checked, in its one canonical form, and never shown whole by accident."""

import re
from datetime import date

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from stdnum.exceptions import ValidationError as StdnumError
from stdnum.fi import hetu

from .sealing import blind_index

_CENTURIES = (
    {"+": 1800} | dict.fromkeys("-YXWVU", 1900) | dict.fromkeys("ABCDEF", 2000)
)  # the signs of 2023 too
_BLANKS = re.compile(r"[\s\u200b\ufeff]")  # what comes along when a code is pasted


def canonical(value):
    """``010190-900P`` of whatever was typed: capitals, no blanks. Raises ValidationError.

    Serials 900–999 belong to nobody: practice and tests live on them, production refuses them. So is refused who
    would be born after today.
    """
    value = _BLANKS.sub("", value)
    try:
        if not value.isascii():
            value = value.translate({0x2010: "-", 0x2011: "-", 0x2012: "-", 0x2013: "-", 0x2212: "-"})
        found = hetu.validate(value if value.isascii() else "", allow_temporary=not settings.PRODUCTION)
        if birth_date(found) > timezone.localdate():
            raise StdnumError
    except StdnumError:
        raise ValidationError(_("Check the personal identity code."), code="identity_code") from None
    return found


def birth_date(code):
    """Of a canonical code."""
    return date(_CENTURIES[code[6]] + int(code[4:6]), int(code[2:4]), int(code[:2]))


def index_of(code, *, scope):
    """The blind index of a canonical code among the rows of one controller. One person has one code, but a sign of
    2023 may stand in it: signs are not folded, since codes that differ only in it belong to different people.
    """
    return blind_index("identity_code", code, scope=scope)
