"""One search as the pages see it: which services, in what order, and what has to be said about it."""

from dataclasses import dataclass, field
from heapq import nlargest

from .. import bits
from .places import Where, understood
from .ranking import FITS, Search
from .reading import Typed, read
from .vocabulary import vocabulary


@dataclass
class Finding:
    """``services`` is the set of what was found; ``best`` says which of them come first.

    ``used``: the words that were searched instead of the typed; ``where``: the place among the words;
    ``fits``: whether some service says what was asked, not only something alike; ``other``: services found only in
    the texts of the other language. ``ranks`` are sets, whoever is in an earlier one comes first; within one the
    higher score, then the lower key; None when nothing was searched for that would order.
    """

    typed: Typed
    services: int
    ranks: list | None = None
    scores: dict = field(default_factory=dict)
    used: str = ""
    where: Where | None = None
    fits: bool = True
    other: set = field(default_factory=set)

    @property
    def ordered(self):
        return self.ranks is not None and bool(self.services)

    def best(self, stop, among=-1):
        """The first ``stop`` of the services that are ``among`` a set; only those are sorted that may be needed."""
        found = []
        for rank in self.ranks or ():
            wanted = stop - len(found)
            if wanted <= 0:
                break
            keys = bits.keys(rank & among)
            if self.scores:
                score = self.scores.__getitem__
                few = wanted * 4 < len(keys)
                keys = nlargest(wanted, keys, score) if few else sorted(keys, key=score, reverse=True)
            found += keys[:wanted]
        return found


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
        # the fresh before the late, the town's own before what is open to everybody
        return Finding(typed, base, _parted(base, ~snapshot.late, own), where=where)
    ranked, gone = Search(typed, language, snapshot, vocabulary(snapshot), literal=literal).run()
    if ranked is None:  # only words with a minus
        return Finding(typed, base & ~bits.of(gone), where=where)
    services = bits.of(ranked.scores) & base
    whole = services if len(ranked.whole) == len(ranked.scores) else bits.of(ranked.whole)
    return Finding(
        typed,
        services,
        _parted(
            services, whole, ~snapshot.late
        ),  # every word before some, among these the fresh before the late
        ranked.scores,
        used=ranked.used,
        where=where,
        fits=ranked.fit >= FITS,
        other={key for key in ranked.other if services >> key & 1},
    )


def _parted(services, first, second):
    """The services in four sets: those in both, in the first, in the second, in neither."""
    inside, outside = services & first, services & ~first
    return [inside & second, inside & ~second, outside & second, outside & ~second]
