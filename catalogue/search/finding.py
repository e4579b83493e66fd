"""One search as the pages see it: which services, in what order, and what has to be said about it."""

from dataclasses import dataclass, field

from .. import bits
from .places import Where, understood
from .ranking import FITS, Search
from .reading import Typed, read
from .vocabulary import vocabulary


@dataclass
class Finding:
    """``services`` is the set of what was found; ``order`` its keys, the best first.

    ``used``: the words that were searched instead of the typed; ``where``: the place among the words;
    ``fits``: whether some service says what was asked, not only something alike; ``other``: services found only in
    the texts of the other language.
    """

    typed: Typed
    services: int
    order: list = field(default_factory=list)
    used: str = ""
    where: Where | None = None
    fits: bool = True
    other: set = field(default_factory=set)


def find(text, language, snapshot, *, literal=False):
    """The answer of the index to ``text``; everything public when there is nothing to search for."""
    typed = read(text, language)
    if not typed:
        return Finding(typed, snapshot.public)
    where, base = None, snapshot.public
    if not literal and not typed.phrases:
        where = understood(typed.words, snapshot.municipalities(language), language)
    if where:
        typed.every = [word for word in typed.every if word not in typed.words or word in where.rest]
        typed.words, base = list(where.rest), snapshot.having("municipality", [where.town.pk])
    if not typed.words and not typed.phrases and not typed.without:
        own = snapshot.values.get("municipality", {}).get(where.town.pk, 0)
        # the town's own before what is open to everybody
        order = [*bits.keys(own & base), *bits.keys(base & ~own)]
        return Finding(typed, base, _late_last(order, snapshot), where=where)
    ranked, gone = Search(typed, language, snapshot, vocabulary(snapshot), literal=literal).run()
    if ranked is None:  # only words with a minus
        return Finding(typed, base & ~bits.of(gone), where=where)
    order = _ordered(ranked, base, snapshot)
    return Finding(
        typed,
        bits.of(order),
        order,
        used=ranked.used,
        where=where,
        fits=ranked.fit >= FITS,
        other=ranked.other & set(order),
    )


def _ordered(ranked, base, snapshot):
    """Every word before some; among these the fresh before the late; the score; the key."""
    scores, late = ranked.scores, snapshot.late
    keys = sorted(bits.kept(scores, base))
    keys.sort(key=scores.__getitem__, reverse=True)  # both sorts keep the order of equals
    if late:
        late = set(bits.kept(keys, late))
        keys.sort(key=late.__contains__)
    if len(ranked.whole) < len(keys):
        whole = ranked.whole
        keys.sort(key=lambda key: key not in whole)
    return keys


def _late_last(order, snapshot):
    late = set(bits.kept(order, snapshot.late))
    return sorted(order, key=late.__contains__)
