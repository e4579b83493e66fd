"""Putting aside: the button of a thing, the one form that all buttons of a page belong to, the link in the head.

A page carries one form and each thing only a button of it. ``tray`` in the context is the visitor's; where it is
missing (a page shown inside another site) there are no buttons.
"""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from .drawn import part, say


def button(on, key, name):
    """The button that puts a thing on the tray, or that takes off one that lies there."""
    return part("components/tray_button.html", {"on": on}, key=key, name=say(name))


def tray_button(context, key, name):
    """The same, as this visitor's tray says."""
    tray = context.get("tray")
    if tray is None:
        return ""
    if request := context.get("request"):
        request.tray_buttons = True  # the page needs their form
    return button(key in tray.items, key, name)


def tray_form(context):
    """The form of the buttons; nothing on a page without any. What was made of a sent form is not gone back to."""
    request = context.get("request")
    if not getattr(request, "tray_buttons", False):
        return ""
    return part("components/tray_form.html", next=request.get_full_path() if request.method == "GET" else "")


def link(number, here=False):
    """The way to the tray, with how much lies there."""
    said = ngettext("Tray, %(n)s item", "Tray, %(n)s items", number) % {"n": number} if number else _("Tray")
    return part("components/tray_link.html", {"number": number, "said": said, "here": here})


def tray_link(context):
    tray, match = context.get("tray"), getattr(context.get("request"), "resolver_match", None)
    here = match is not None and match.view_name == "tray"
    return link(len(tray.items) if tray is not None else 0, here)
