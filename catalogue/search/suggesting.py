"""What the search box offers while somebody types: words, themes, places, services. Other apps add their own."""

from dataclasses import dataclass
from urllib.parse import quote_plus

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from fields.text import unpacked

from ..models import Listing
from .analyser import words
from .finding import find
from .vocabulary import vocabulary
from .words import plain

SHORTEST, LONGEST = 2, 60
MOST, MOST_OF_A_KIND = 8, 3


@dataclass(frozen=True)
class Suggestion:
    """``fill``: the text belongs into the field; otherwise ``url`` is where it leads."""

    group: str
    text: str
    url: str
    lang: str = ""
    fill: bool = False

    def as_json(self):
        return {
            "group": str(self.group),
            "text": self.text,
            "lang": self.lang,
            "url": self.url,
            "fill": self.fill,
        }


_sources = []


def register(source):
    """``source(typed, language, snapshot)`` yields suggestions; sources are asked in the order they came."""
    _sources.append(source)
    return source


def suggestions(typed, language, snapshot):
    """At most MOST, at most MOST_OF_A_KIND of a source; none for too little text or too much."""
    typed = " ".join(typed.split())
    if not SHORTEST <= len(typed) <= LONGEST:
        return []
    found = [row for source in _sources for row in list(source(typed, language, snapshot))[:MOST_OF_A_KIND]]
    return found[:MOST]


def begins(name, typed):
    """Whether the name or one of its words begins with what was typed."""
    folded, start = plain(name.casefold()), plain(typed.casefold())
    return folded.startswith(start) or any(word.startswith(start) for word in folded.split())


def _completed(typed, language, snapshot):
    """What was typed with its last word whole: the likeliest first."""
    tokens = words(typed)
    if not tokens or len(tokens[-1]) < SHORTEST:
        return []
    found = vocabulary(snapshot).completed(tokens[-1], language)
    return [" ".join([*tokens[:-1], word]) for word in found]


@register
def _words(typed, language, snapshot):
    for whole in _completed(typed, language, snapshot):
        yield Suggestion(_("Words"), whole, f"{reverse('services')}?q={quote_plus(whole)}", fill=True)


@register
def _themes(typed, language, snapshot):
    for key, name in snapshot.labels(language).options["theme"]:
        if begins(name, typed):
            yield _choice(_("Themes"), name, f"theme={key}")


@register
def _places(typed, language, snapshot):
    for town in snapshot.municipalities(language):
        if any(begins(spelling, typed) for spelling in town.spellings):
            yield _choice(_("Places"), town.name, f"municipality={town.pk}")


def _choice(group, name, query):
    return Suggestion(group, name, f"{reverse('services')}?{query}", lang=getattr(name, "lang", ""))


@register
def _services(typed, language, snapshot):
    whole = _completed(typed, language, snapshot)
    found = find(whole[0] if whole else typed, language, snapshot)
    first = found.best(MOST_OF_A_KIND) if found.fits and not found.used else []
    cards = Listing.objects.cards(first, language) if first else {}
    for key in first:
        if key in cards:
            name = unpacked(cards[key]["name"])
            yield Suggestion(_("Services"), name, cards[key]["url"], lang=getattr(name, "lang", ""))
