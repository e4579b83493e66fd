"""Services on the tray: one question for all of them, read from what the public pages say."""

from django.utils.translation import gettext as _

from fields.text import unpacked

from .. import cards
from ..models import Listing
from . import kinds


def services(now, language, keys):
    """{key: Item} of those that are public or were once; the number in a key may be any."""
    ids = {key: int(key[1:]) for key in keys if key[1:].isdecimal() and len(key) < 11}
    rows = Listing.objects.whole(ids.values(), language)
    return {key: _item(*rows[pk]) for key, pk in ids.items() if pk in rows}


def _item(card, page):
    [shown] = cards.read({0: card}, [0])
    if page.get("gone"):
        return kinds.Item(title=shown.name, gone=True)
    page = unpacked(page)
    return kinds.Item(
        title=shown.name,
        url=shown.url,
        by=shown.provider,
        summary=shown.summary,
        lines=tuple(line for line in _lines(shown) if line[2]),
        start=page.get("texts", {}).get("how_to", ""),
        phone=_phone(page.get("contacts", [])),
        checked=shown.checked,
        theme=shown.theme,
        tint=shown.tint,
    )


def _lines(card):
    yield "pin", _("Place"), card.where
    yield "clock", _("Time"), card.when
    yield "euro", _("Price"), card.price
    yield "join", _("How to take part"), card.access
    yield "speech", _("Language of the service"), card.languages


def _phone(contacts):
    """The first number one can call."""
    return next(((one["href"], one["words"]) for one in contacts if one["kind"] == "phone"), ())
