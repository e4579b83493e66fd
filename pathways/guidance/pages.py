"""What the page of guidance shows: the form, and after it was sent the suggestions with their reasons."""

from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from catalogue import cards
from catalogue.models import Listing
from fields.identifiers import tel, unbroken

from .. import reading, searches
from .engine import suggest

STAGES = 1


@dataclass
class Shown:
    """A service as its card, or a stage of a pathway, with the reasons why it is suggested."""

    reasons: tuple
    cards: list = ()
    pathway: object = None
    stage: object = None


def asking(form, now, language):
    """The page with its form, as it is opened or with what was wrong."""
    return {
        "pathways": [
            (one.professionals[language], one.name) for one in reading.pathways(now, language).values()
        ],
        "form": form,
        "groups": [_group(form, *row) for row in _groups()],
        "towns": form.towns[1:],
        "town": form.one("municipality"),
        "ages": [(value, words) for value, words in form.fields["age"].choices if value],
        "age": form.one("age"),
        "errors": [(name, said) for name, own in form.errors.items() for said in own],
    }


def _groups():
    """(name of the field, hint) of the fieldsets."""
    return [
        ("needs", _("Choose one or more.")),
        ("wishes", _("What is wished for comes higher up.")),
        ("barriers", _("Only services of which we know this are shown.")),
    ]


def _group(form, name, hint):
    return {
        "name": name,
        "legend": form.fields[name].label,
        "hint": hint,
        "options": form.options(name),
        "errors": form.errors.get(name, []),
    }


def answering(form, now, language):
    found = suggest(form.situation, now, language)
    services = _services(found, language)
    return asking(form, now, language) | {
        "answered": True,
        "words": form.words,
        "services": services,
        "stages": _stages(found, now, language),
        "keys": [one.cards[0].key for one in services],
        "left_out": [_left_out(one) for one in found.left_out],
        "few": bool(found.left_out),
        "by_phone": searches.address(now, language, "ask-by-phone", form.situation.municipality),
        "phone": _phone(now, language),
        "sent": form.sent,
        "others": _others(language),
    }


def _services(found, language):
    ids = [one.target for one in found.services]
    by_id = {card.id: card for card in cards.read(Listing.objects.cards(ids, language), ids)}
    return [Shown(one.reasons, [by_id[one.target]]) for one in found.services if one.target in by_id]


def _stages(found, now, language):
    whole = ((one, reading.stage(now, language, one.target)) for one in found.stages[:STAGES])
    return [Shown(one.reasons, pathway=there[0], stage=there[1]) for one, there in whole if there]


def _left_out(one):
    """A barrier and what there would be without it."""
    words = ngettext(
        "Without this condition there would be %(n)s more service: %(name)s",
        "Without this condition there would be %(n)s more services: %(name)s",
        one.number,
    )
    return words % {"n": one.number, "name": one.name}


def _phone(now, language):
    phone = now.labels(language).phone
    return (tel(phone), unbroken(phone)) if phone else None


def _others(language):
    """[(language, address of this page, words)] of the other languages: their button carries the choices along."""
    codes = [code for code, _name in settings.LANGUAGES if code != language[:2]]
    found = []
    for code in codes:
        with override(code):
            found.append((code, reverse("together"), _("The same choices in English")))
    return found
