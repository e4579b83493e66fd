"""Lists as links: the link is the list of keys with the last day it works, signed. Nothing is stored.

``s12.s41.pexercise:own-test~739900~signature``: keys, the ordinal of the day, and that we wrote it.
"""

import re
from dataclasses import dataclass
from datetime import date, timedelta

import segno
from django.conf import settings
from django.core import signing
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.safestring import SafeString

from .cookie import BYTES, KEY, MOST

_SIGNER = {"salt": "catalogue.tray.shared", "sep": "~"}
_SIZES = {53: "qr", 97: "qr qr-l"}  # modules to a side that still can be read at this size; more: the largest


@dataclass(frozen=True)
class Shared:
    """What a link says: the keys, and the last day it works."""

    items: tuple
    until: date

    @property
    def over(self):
        return self.until < timezone.localdate()


@dataclass(frozen=True)
class Link:
    """``url`` is whole; ``until`` is the last day in words."""

    url: str
    until: str

    @property
    def code(self):
        """The address as a QR code: SVG without any style, in a box of three sizes."""
        made = segno.make(self.url, error="m" if len(self.url) < 600 else "l", micro=False)
        side = made.symbol_size(border=0)[0]
        size = next((words for most, words in _SIZES.items() if side <= most), "qr qr-xl")
        drawn = made.svg_inline(
            border=4, omitsize=True, svgclass=size, lineclass=None, dark="#000", light="#fff"
        )
        return SafeString(drawn.replace("<svg ", '<svg aria-hidden="true" focusable="false" ', 1))


def link(items):
    """A new link of these keys in the language of the page; the same all day."""
    until = timezone.localdate() + timedelta(days=settings.HYTE_SHARE_DAYS)
    words = ".".join(key.replace("/", ":") for key in items)
    token = signing.Signer(**_SIGNER).sign(f"{words}~{until.toordinal()}")
    return link_of(token, until)


def link_of(token, until):
    """The link that has this token, in the language of the page."""
    url = f"{settings.HYTE_ORIGIN}{reverse('tray_shared', args=[token])}"
    return Link(url, date_format(until, "SHORT_DATE_FORMAT"))


def read(token):
    """What a token says, over or not; None when it is not ours."""
    if len(token) > 2 * BYTES:
        return None
    try:
        words, day = signing.Signer(**_SIGNER).unsign(token).split("~")
        keys, until = [key.replace(":", "/") for key in words.split(".")], date.fromordinal(int(day))
    except (signing.BadSignature, ValueError, OverflowError):
        return None
    return Shared(tuple(key for key in keys if re.fullmatch(KEY, key))[:MOST], until)
