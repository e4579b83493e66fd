"""From postings to scores: what each service has of what was typed.

The sums run over thousands of services for each search: plain dictionaries, and no step for each service where one
for all will do.
"""

from dataclasses import dataclass, field

WHOLE = 1.0  # the quality of an alternative that says what was typed
ENOUGH = 100  # services with every word, besides which those with some are left out
MATCHES = 0.5  # quality from which a word counts as found


@dataclass
class Alternative:
    """``needs``: a list of {term id: idf}, any of each; ``some`` is the quality when not every need is met."""

    needs: list
    quality: float
    some: float = 0.0
    other: bool = False  # of the other language


@dataclass
class Group:
    alternatives: list = field(default_factory=list)
    services: int = 0  # at most: of its best known alternative
    idf: float = 0.0

    def terms(self):
        return {term for one in self.alternatives for need in one.needs for term in need}


@dataclass
class Ranked:
    """``scores``: {service: score}; ``whole``: those that have every word; ``fit`` of the best, from 0 to 1.

    ``used``: the words that were searched instead of the typed; ``other``: services found only in the other language.
    """

    scores: dict = field(default_factory=dict)
    whole: set = field(default_factory=set)
    fit: float = 0.0
    used: str = ""
    other: set = field(default_factory=set)


def _best(need, postings):
    """{service: idf × weight} of the best term of a need."""
    best = {}
    for term, idf in need.items():
        own = {service: idf * weight for service, weight in postings.get(term, {}).items()}
        if best:
            best |= {service: value for service, value in own.items() if value > best.get(service, 0)}
        else:
            best = own
    return best


def _of_alternative(one, postings):
    """({service: value}, {service: quality} of those that meet only some of its needs)."""
    met = [_best(need, postings) for need in one.needs]
    if len(met) == 1:
        return met[0], {}
    full, sums = len(met), {}
    for need in met:
        for service, value in need.items():
            sums[service] = sums.get(service, 0) + value / full
    every = set(met[0]).intersection(*met[1:])
    if not one.some:
        return {service: sums[service] for service in every}, {}
    return sums, dict.fromkeys(sums.keys() - every, one.some)


def _of_group(group, postings):
    """({service: quality × value}, {service: quality}, services of the other language) of its best alternatives."""
    best, qualities, other = {}, {}, set()
    for one in group.alternatives:
        values, less = _of_alternative(one, postings)
        if not best and not less:  # mostly there is no other: no step for each service
            best = values if one.quality == WHOLE else {key: one.quality * v for key, v in values.items()}
            qualities, other = dict.fromkeys(values, one.quality), set(values) if one.other else set()
            continue
        for service, value in values.items():
            quality = less.get(service, one.quality) if less else one.quality
            if quality * value > best.get(service, 0):
                best[service], qualities[service] = quality * value, quality
                (other.add if one.other else other.discard)(service)
    return best, qualities, other


def _alone(group, postings):
    """The same for a group of one plain alternative, without a step for each service."""
    [one] = group.alternatives
    values = _best(one.needs[0], postings)
    if one.quality != WHOLE:
        values = {service: one.quality * value for service, value in values.items()}
    return values, one.quality, set(values) if one.other else set()


def together(groups, postings, gone):
    """Every word before some; a word found only half, or only something like it, counts less."""
    ranked, found = Ranked(), []
    for group in groups:
        plain = len(group.alternatives) == 1 and len(group.alternatives[0].needs) == 1
        found.append((group, *(_alone if plain else _of_group)(group, postings)))
    if len(found) == 1:
        group, values, qualities, ranked.other = found[0]
        constant = qualities.__class__ is float
        best = qualities if constant else max(qualities.values(), default=0)
        ranked.fit = best if values else 0
        ranked.scores = values
        ranked.whole = set(values) if constant else {s for s, q in qualities.items() if q >= MATCHES}
    else:
        _sum(found, ranked)
    for service in gone & ranked.scores.keys():
        del ranked.scores[service]
    ranked.whole &= ranked.scores.keys()
    return ranked


def _sum(found, ranked):
    idf = sum(group.idf for group, *_rest in found) or 1
    matching = [_matching(values, qualities) for _group, values, qualities, _other in found]
    ranked.whole = set.intersection(*matching)
    enough = ranked.whole if len(ranked.whole) >= ENOUGH else None  # whoever has them needs no half answers
    sums, covered, own = {}, {}, set()
    for group, values, qualities, other in found:
        constant, share = qualities.__class__ is float, group.idf / idf
        for service in enough or values:
            sums[service] = sums.get(service, 0) + values[service]
            quality = qualities if constant else qualities[service]
            covered[service] = covered.get(service, 0) + quality * share
        own.update(values.keys() - other)
    ranked.scores = {service: value * (0.5 + 0.5 * covered[service]) for service, value in sums.items()}
    ranked.fit = max(covered.values(), default=0)
    ranked.other = sums.keys() - own


def _matching(values, qualities):
    if qualities.__class__ is float:
        return set(values) if qualities >= MATCHES else set()
    return {service for service, quality in qualities.items() if quality >= MATCHES}
