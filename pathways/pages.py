"""What the pages of pathways say: plain values for their templates, from what is read once a version."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from catalogue import bits, cards
from catalogue.models import Listing
from catalogue.wording import count
from fields.text import Text

from . import reading, searches, steps
from .models.choices import Actor
from .picture import drawing, overview
from .picture.river import river

MOST_CARDS = 6


# ------------------------------------------------------------ lists of pathways
@dataclass(frozen=True)
class Listed:
    """A pathway as a card: the river line has a stop for each stage."""

    key: str
    url: str
    name: str
    lead: str
    meta: str
    line: str


def listed(pathway):
    words = {"n": pathway.number, "time": pathway.duration}
    meta = length(pathway)
    if pathway.duration and not pathway.duration.lang:
        meta = (
            ngettext("%(n)d step. Duration: %(time)s", "%(n)d steps. Duration: %(time)s", pathway.number)
            % words
        )
    return Listed(pathway.key, pathway.url, pathway.name, pathway.lead, meta, river(pathway.number))


def length(pathway):
    return ngettext("%(n)d step", "%(n)d steps", pathway.number) % {"n": pathway.number}


def every(now, language):
    return now.kept(
        ("pathways listed", language),
        lambda: [listed(row) for row in reading.pathways(now, language).values()],
    )


# ------------------------------------------------------------ one pathway
def services(pathway, now, language, municipality):
    """The services of the pathway, at most ``MOST_CARDS``: one of each stage in turn, those near the visitor."""
    lines = [line for stage in pathway.stages if (line := _of_stage(stage, now, language, municipality))]
    found, turn = {}, 0
    while len(found) < MOST_CARDS and any(turn < len(line) for line in lines):
        found |= dict.fromkeys(line[turn] for line in lines if turn < len(line))
        turn += 1
    return list(found)[:MOST_CARDS]


def _of_stage(stage, now, language, municipality):
    chosen = searches.near(now, stage.services, municipality)
    _number, own = searches.glimpse(now, language, stage.search, municipality)
    return list(dict.fromkeys([*chosen, *own]))


def of_pathway(pathway, now, language, visitor):
    """The context of the page; one query, for the cards."""
    towns = now.municipalities(language)
    town = next((row for row in towns if row.pk == visitor.municipality), None)
    shown = services(pathway, now, language, visitor.municipality)
    here = visitor.here.key if visitor.here else ""
    return {
        "pathway": pathway,
        "alternates": pathway.addresses.get,
        "stages": steps.drawn(pathway, now, language, visitor),
        "picture": drawing.of(pathway, now, language, here),
        "legend": [(drawing.ACTORS[lane.actor], lane.name) for lane in pathway.lanes],
        "first_test": steps.test(pathway.assessment),
        "cards": cards.read(Listing.objects.cards(shown, language), shown),
        "towns": towns,
        "town": town,
        "services_heading": _services_heading(town),
        "professional": pathway.professionals[language],
    }


def _services_heading(town):
    if town and town.name_in and not getattr(town.name_in, "lang", ""):
        return _("Services of the pathway %(place_in)s") % {"place_in": town.name_in}
    return _("Services of the pathway")


# ------------------------------------------------------------ for the professional, and the whole
def for_professional(pathway):
    return {
        "pathway": pathway,
        "alternates": pathway.professionals.get,
        "referral": reading.referral_words(pathway.referral),
        "test": steps.test(pathway.assessment),
    }


def whole(now, language):
    return now.kept(("overview", language), lambda: _whole(now, language))


def _whole(now, language):
    counts, services_page = now.counts("theme", now.public), reverse("services")
    themes = [
        overview.Row(key, name, f"{services_page}?theme={key}", count(counts.get(key, 0)))
        for key, name in now.labels(language).options["theme"]
    ]
    rows = [_in_the_whole(row, now, language) for row in reading.pathways(now, language).values()]
    boxes = [overview.Row(row.key, row.name, row.url, row.steps, row.actors) for row in rows]
    found = [overview.Row(row.key, row.number, f"{row.url}#h-services", "") for row in rows]
    ways = [(key, row.key) for row in rows for key, _name in row.themes]
    picture = overview.of(themes, boxes, found, ways)
    return {"rows": rows, "themes": themes, "picture": picture, "legend": _everybody()}


@dataclass(frozen=True)
class Whole:
    """A pathway in the overview; ``who`` are the names of its lanes."""

    key: str
    name: Text
    url: str
    steps: str
    meta: str
    actors: tuple
    who: tuple
    themes: tuple
    number: str


def _in_the_whole(pathway, now, language):
    together = 0
    for stage in pathway.stages:
        together |= bits.of(stage.services) if stage.services else 0
        together |= searches.found(now, language, stage.search).services if stage.search else 0
    return Whole(
        key=pathway.key,
        name=pathway.name,
        url=pathway.url,
        steps=length(pathway),
        meta=listed(pathway).meta,
        actors=tuple(dict.fromkeys(lane.actor for lane in pathway.lanes)),
        who=tuple(lane.name for lane in pathway.lanes),
        themes=pathway.themes,
        number=count((together & now.public).bit_count()),
    )


def _everybody():
    return [(drawing.ACTORS[actor.value], actor.label) for actor in Actor]
