"""What may lie on a tray. A key begins with the letter of its kind: s12 is a service; other apps add their own kinds.

An app registers in ``AppConfig.ready()``: ``kinds.register("p", resolve)``.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Item:
    """What the tray and its paper say of one thing; texts may be in another language (``fields.text.Text``).

    ``lines`` are (icon, what it is, words) in the order of a card's facts. ``phone`` is (address, words). A thing
    that is no longer public has ``gone`` set; it is shown so that it can be taken off.
    """

    title: str
    url: str = ""
    by: str = ""
    summary: str = ""
    lines: tuple = ()
    start: str = ""
    phone: tuple = ()
    checked: str = ""
    theme: str = ""
    tint: str = ""
    gone: bool = False


_kinds = {}


def register(prefix, resolve):
    """``resolve(now, language, keys)`` gives {key: Item}; keys carry their prefix, unknown ones are left out."""
    _kinds[prefix] = resolve
    return resolve


def resolved(now, language, keys):
    """{key: Item} of whatever is known, in the order of the keys; each kind is asked once."""
    keys = list(keys)
    found = {}
    for prefix in dict.fromkeys(key[0] for key in keys):
        if resolve := _kinds.get(prefix):
            found |= resolve(now, language, [key for key in keys if key[0] == prefix])
    return {key: found[key] for key in keys if key in found}
