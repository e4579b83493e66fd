"""The list of stages on the page of a pathway: drawn once for all who have left no mark on it."""

from dataclasses import dataclass

from django.template.loader import render_to_string
from django.utils.text import capfirst

from catalogue import cards, tray
from catalogue.models import Listing
from catalogue.wording import count, heading
from fields.text import Text

from . import reading, searches
from .assessments.instruments import instruments
from .picture.drawing import ACTORS


class Visitor:
    """Where the visitor is on the pathway and which municipality was chosen: from the cookie of the tray alone."""

    def __init__(self, request, pathway):
        self.tray = tray.of(request)
        towns = {town.pk for town in request.catalogue.municipalities("fi")}
        self.municipality = self.tray.municipality if self.tray.municipality in towns else ""
        self.here = pathway.stage(self.tray.here.get(pathway.key, ""))
        self.marks = self.here is not None or any(
            key.startswith(f"p{pathway.key}/") for key in self.tray.items
        )


@dataclass(frozen=True)
class Step:
    """A stage with what hangs on the visitor: ``link`` is (words, address) of its services in the municipality."""

    key: str  # on the tray
    stage: reading.Stage
    css: str
    ways: tuple  # (condition, the stage it leads to)
    test: tuple
    link: tuple
    services: list
    referral: str
    now: bool


def drawn(pathway, now, language, visitor):
    """The list as markup; kept for a version, a language and a municipality unless the visitor has marks on it."""
    town = visitor.municipality
    if visitor.marks:
        return _list(pathway, now, language, town, visitor.tray, visitor.here)
    return now.kept(
        ("stages", language, pathway.key, town),
        lambda: _list(pathway, now, language, town, tray.Tray(), None),
    )


def _list(pathway, now, language, town, lying, here):
    steps = [_step(stage, pathway, now, language, town, here) for stage in pathway.stages]
    return render_to_string("pathways/_stages.html", {"pathway": pathway, "steps": steps, "tray": lying})


def _step(stage, pathway, now, language, town, here):
    others, chosen = {one.key: one for one in pathway.stages}, _chosen(pathway, now, language)
    return Step(
        key=f"p{pathway.key}/{stage.key}",
        stage=stage,
        css=ACTORS[stage.lane.actor],
        ways=tuple((_capital(way.condition), others[way.to]) for way in stage.ways if way.to in others),
        test=test(stage.assessment),
        link=_link(stage, now, language, town),
        services=[chosen[pk] for pk in stage.services if pk in chosen],
        referral=reading.referral_words(stage.referral),
        now=stage is here,
    )


def _chosen(pathway, now, language):
    """{id: card} of the services chosen by hand, one query a version."""
    ids = [pk for stage in pathway.stages for pk in stage.services]

    def read():
        return {card.id: card for card in cards.read(Listing.objects.cards(ids, language), ids)}

    return now.kept(("chosen", language, pathway.key), read)


def _capital(said):
    found = Text(capfirst(said))
    found.lang = said.lang
    return found


def _link(stage, now, language, town):
    """Where the services of a stage are listed and how many they are; everywhere when the municipality has none."""
    number, _first = searches.glimpse(now, language, stage.search, town)
    if town and not number:
        return _link(stage, now, language, "")
    if not number:
        return ()
    words = heading(number, [town], now.municipalities(language)) if town else count(number)
    return words, searches.address(now, language, stage.search, town)


def test(key):
    """(address, name) of a self-assessment; empty for none."""
    found = instruments().get(key) if key else None
    return (found.get_absolute_url(), str(found.title)) if found else ()
