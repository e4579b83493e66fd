"""What helps when a search finds nothing: which choice is to blame, what is next to it, whom to ask."""

from dataclasses import dataclass

from .facets import narrowed
from .near import distance
from .search.compounds import split
from .search.finding import find
from .search.vocabulary import vocabulary

NEIGHBOURS = 2
MOST_WORDS, MOST_THEMES = 3, 3


@dataclass(frozen=True)
class Way:
    """A link that finds something. ``kind``: choice (leave it out), words, neighbours, everywhere, word."""

    kind: str
    name: str
    url: str
    count: int


def ways(found, address):
    """Ways out of a page without results, each with how many services it finds; none that finds nothing."""
    rows = [*_without_a_choice(found, address), *_elsewhere(found, address), *_other_words(found, address)]
    return [row for row in rows if row.count]


def blamed(ways):
    """The one choice that leaves most out, when there is something to choose between."""
    choices = [way for way in ways if way.kind == "choice"]
    return max(choices, key=lambda way: way.count) if len(choices) > 1 else None


def themes(found):
    """[(key, name)] of themes that the words alone lead to; every theme when they lead nowhere."""
    options = found.options["theme"]
    if not found.finding.services:
        return options
    counts = found.snapshot.counts("theme", found.finding.services)
    best = sorted((row for row in options if counts.get(row[0])), key=lambda row: -counts[row[0]])
    return best[:MOST_THEMES]


def _count(found, chosen=None, *, town=True, base=None):
    base = found.finding.services if base is None else base
    if town and found.origin and found.origin.town:
        base &= found.snapshot.having("municipality", [found.origin.town.pk])
    return narrowed(found.snapshot, base, found.chosen if chosen is None else chosen)[""].bit_count()


def _without_a_choice(found, address):
    for name, values in found.chosen.items():
        words = dict(found.options[name])
        for value in values:
            left = found.chosen | {name: [one for one in values if one != value]}
            yield Way("choice", words[value], address.without(name, value), _count(found, left))
    if found.words and found.chosen:
        yield Way("words", found.words, address.without_words, _count(found, base=found.snapshot.public))


def _elsewhere(found, address):
    """The neighbours of the one place chosen or typed, then the whole area."""
    chosen = found.chosen.get("municipality", [])
    town = _town(found)
    if not town:
        return
    if chosen and town.latitude is not None:
        near = [row for row in found.snapshot.municipalities(found.language) if row.pk != town.pk]
        near = [row for row in near if row.latitude is not None]
        near.sort(key=lambda row: distance((town.latitude, town.longitude), (row.latitude, row.longitude)))
        codes = [row.pk for row in near[:NEIGHBOURS]]
        wider = found.chosen | {"municipality": codes}
        names = ", ".join(row.name for row in near[:NEIGHBOURS])
        yield Way("neighbours", names, address.choosing("municipality", codes), _count(found, wider))
    everywhere = {name: values for name, values in found.chosen.items() if name != "municipality"}
    whole = address.choosing("municipality", [], where="")
    if not found.finding.where:
        yield Way("everywhere", "", whole, _count(found, everywhere, town=False))


def _town(found):
    chosen = found.chosen.get("municipality", [])
    if len(chosen) == 1:
        return next(
            (row for row in found.snapshot.municipalities(found.language) if row.pk == chosen[0]), None
        )
    return found.origin.town if found.origin and found.origin.town else None


def _other_words(found, address):
    """Each word alone, the parts of compounds and the nearest spellings, as far as they find something."""
    tokens, known = found.finding.typed.words, vocabulary(found.snapshot)
    tried = tokens if len(tokens) > 1 else []
    for token in tokens:
        tried = [*tried, known.corrected(token, found.language), *split(token, found.language)]
    ways = []
    for word in dict.fromkeys(tried):
        if word and [word] != tokens and known.knows(word, found.language) and len(ways) < MOST_WORDS:
            count = _count(found, base=find(word, found.language, found.snapshot).services)
            ways += [Way("word", word, address.searching(word), count)] if count else []
    return ways
