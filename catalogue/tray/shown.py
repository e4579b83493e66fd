"""What the pages of a tray show: its things in order, its link, the sentences that count."""

from dataclasses import dataclass
from urllib.parse import quote

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from . import cookie, kinds, share

_GONE = kinds.Item(title="", gone=True)


@dataclass(frozen=True)
class Row:
    """One thing at its place."""

    key: str
    item: kinds.Item
    first: bool
    last: bool

    @property
    def anchor(self):
        """Where it stands on the page of the tray: stages of two pathways may have one name."""
        return self.key.replace("/", "-")


def anchor(key, path):
    """Where a thing stands on the page that the button was on."""
    if path == reverse("tray"):
        return key.replace("/", "-")
    return key.partition("/")[2] or key


def rows(now, language, keys):
    """Each key with what it is now; what cannot be found any more is shown as gone."""
    found = kinds.resolved(now, language, keys)
    last = len(keys) - 1
    return [Row(key, found.get(key, _GONE), place == 0, place == last) for place, key in enumerate(keys)]


def of_list(now, language, keys, link):
    """The context of a list: on the tray, on paper, behind a link."""
    return {
        "rows": rows(now, language, keys),
        "title": named_list(len(keys)),
        "today": date_format(timezone.localdate(), "SHORT_DATE_FORMAT"),
        "link": link,
        "mail": _mail(link) if link else "",
    }


def of_tray(request, tray, language):
    """The same with what the visitor may change."""
    towns = request.catalogue.municipalities(language)
    link = share.link(tray.items) if tray.items else None
    return of_list(request.catalogue, language, tray.items, link) | {
        "towns": [(town.pk, town.name, town.pk == tray.municipality) for town in towns],
        "tray": tray,
        "title": named(len(tray.items)),
    }


def _mail(link):
    """An empty letter with the link in it; the reader says to whom."""
    subject = _("List of services")
    lines = [
        _("Here is a list of services:"),
        link.url,
        "",
        _("The link works until %(date)s.") % {"date": link.until},
    ]
    body = "\r\n".join(lines)
    return f"mailto:?subject={quote(subject)}&body={quote(body)}"


def named(number):
    """The title of a tray; the same words as in the head of every page."""
    return ngettext("Tray, %(n)s item", "Tray, %(n)s items", number) % {"n": number} if number else _("Tray")


def named_list(number):
    return ngettext("List of services, %(n)s item", "List of services, %(n)s items", number) % {"n": number}


def said(item, number, *, added):
    """What a press of a button did, for those who do not see it."""
    if added:
        form = ngettext(
            "%(name)s was added. %(n)s item on the tray",
            "%(name)s was added. %(n)s items on the tray",
            number,
        )
    else:
        form = ngettext(
            "%(name)s was removed. %(n)s item on the tray",
            "%(name)s was removed. %(n)s items on the tray",
            number,
        )
    return form % {"name": (item and item.title) or _("No longer offered"), "n": number}


def refusals():
    """{why: (status, sentence)}: nothing was changed."""
    return {
        "elsewhere": (403, _("The request did not come from a page of this site.")),
        "full": (409, _("The tray holds at most %(n)s items. Remove one first.") % {"n": cookie.MOST}),
        "unknown": (404, _("This is no longer offered here, so it was not added.")),
        "wrong": (400, _("The page sent something that the tray does not know.")),
        "municipality": (400, _("There is no such municipality.")),
    }
