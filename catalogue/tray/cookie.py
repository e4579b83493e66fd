"""The tray in its cookie: signed, at most 2 kB, and empty whenever it is not one of ours.

What somebody else wrote, what is too old, cut or far too long reads as an empty tray, never as an error. What would
not fit is not cut: ``Full`` is raised and the tray stays as it was.
"""

import re
from dataclasses import dataclass, field, replace

from django.conf import settings
from django.core import signing

KEY = r"[a-z][a-z0-9_-]{0,47}(?:/[a-z0-9_-]{1,48})?"  # s12, pexercise/own-test
PLACE = r"[a-z0-9_-]{1,48}/[a-z0-9_-]{1,48}"  # exercise/own-test
MOST = 50  # items: what fits on a few sheets of paper
BYTES = 2048  # name and value together
AGE = 180 * 24 * 3600  # seconds since the last change
_SALT, _FORMER = "catalogue.tray", "catalogue.tray.former"
_UNDO = 24 * 3600


class Full(Exception):
    """One thing more than the tray can hold."""


@dataclass(frozen=True)
class Tray:
    """``items`` are keys in the visitor's order, ``here`` is {pathway: stage}."""

    items: tuple = ()
    municipality: str = ""
    here: dict = field(default_factory=dict)

    def __bool__(self):
        return bool(self.items or self.municipality or self.here)

    def adding(self, *keys):
        """With these at the end; what lies there already keeps its place."""
        return replace(self, items=tuple(dict.fromkeys([*self.items, *keys])))

    def without(self, key):
        return replace(self, items=tuple(one for one in self.items if one != key))

    def moving(self, key, up):
        """The same with the item one place nearer to the beginning, or to the end."""
        items = list(self.items)
        if key in items:
            here = items.index(key)
            there = here + (-1 if up else 1)
            if 0 <= there < len(items):
                items[here], items[there] = items[there], items[here]
        return replace(self, items=tuple(items))

    def living_in(self, municipality):
        return replace(self, municipality=municipality)

    def standing(self, pathway, stage):
        """With the place on a pathway; without a stage no longer anywhere on it."""
        here = {key: one for key, one in self.here.items() if key != pathway}
        return replace(self, here=here | {pathway: stage} if stage else here)


_EMPTY = Tray()


def name():
    return "__Host-tray" if settings.PRODUCTION else "hyte_tray"


def of(request):
    """The tray of the visitor who asks; no query."""
    held = getattr(request, "_tray", None)
    if held is None:
        held = request._tray = _read(request.COOKIES.get(name(), ""), _SALT, AGE)
    return held


def answer(response, tray):
    """The response with this tray in its cookie; an empty one takes the cookie away. Raises ``Full``."""
    common = {"path": "/", "samesite": "Lax"}
    if not tray:
        response.delete_cookie(name(), **common)
        response.cookies[name()].update({"secure": settings.PRODUCTION, "httponly": True})
    else:
        response.set_cookie(
            name(), packed(tray), max_age=AGE, secure=settings.PRODUCTION, httponly=True, **common
        )
    return response


def packed(tray):
    """The value of the cookie."""
    value = _signed(tray, _SALT)
    if len(tray.items) > MOST or len(name()) + 1 + len(value) > BYTES:
        raise Full
    return value


def former(tray):
    """The tray as a form carries it, so that emptying can be undone for a day."""
    return _signed(tray, _FORMER)


def restored(text):
    """What ``former`` packed; an empty tray when it is not ours or too old."""
    return _read(text, _FORMER, _UNDO)


def _signed(tray, salt):
    held = {"i": list(tray.items), "m": tray.municipality, "h": tray.here}
    return signing.dumps({key: one for key, one in held.items() if one}, salt=salt)


def _read(text, salt, age):
    if not text or len(text) > BYTES:
        return _EMPTY
    try:
        return _whole(signing.loads(text, salt=salt, max_age=age))
    except (signing.BadSignature, ValueError, TypeError, AttributeError, KeyError):
        return _EMPTY


def _whole(held):
    """The tray of what was signed, perhaps by an older release: whatever has another shape is left out."""
    items = [one for one in held.get("i", []) if re.fullmatch(KEY, one)]
    town, here = held.get("m", ""), held.get("h", {})
    return Tray(
        items=tuple(dict.fromkeys(items))[:MOST],
        municipality=town if re.fullmatch(r"\d{3}", town) else "",
        here={path: stage for path, stage in here.items() if re.fullmatch(PLACE, f"{path}/{stage}")},
    )
