"""From a situation to three services and a stage, each with its reasons: sets of services, no query for any of them.

Deterministic. What is outside the municipality, for others than this person or against a stated barrier is never
suggested; among the rest the weights of the rules decide, then the fresh before the late, then the key.
"""

from dataclasses import replace
from functools import reduce
from operator import or_

from django.conf import settings

from .. import reading, searches
from .rules import book
from .situation import AGES, Guidance, LeftOut, Reason, Suggestion

WISH, THEIRS, NEARBY, UNSURE = 6, 3, 2, -8  # beside the weights of the rules, which are 1 to 50
MOST_REASONS = 2  # of rules for a service; wishes and barriers come on top
SAME = 2  # services of one provider while others would fit


def suggest(situation, now, language, *, most=3):
    """Guidance for a situation, from the picture ``now`` of the catalogue."""
    if situation.age not in AGES:
        situation = replace(situation, age="")
    needs = book().needs_of(situation)
    fired = [rule for rule in book().rules if rule.fits(situation, needs)]
    asked = _Asked(situation, now, language, needs, [rule for rule in fired if rule.search])
    chosen = asked.chosen(most)
    return Guidance(
        services=tuple(Suggestion(key, asked.said(key), score) for key, score in chosen),
        stages=_stages(now, language, [rule for rule in fired if rule.stage], most),
        left_out=tuple(asked.left_out()) if len(chosen) < most else (),
    )


# ---------------------------------------------------------------- sets
def having(now, facets):
    """The public services that have one of the values of every facet."""
    found = now.public
    for name, values in facets.items():
        found &= now.having(name, values)
    return found


def finding(now, search):
    """What a saved search finds, by its words in any language: the same services whoever asks."""
    codes = [code for code, _name in settings.LANGUAGES]
    return reduce(or_, (searches.found(now, code, search).services for code in codes), 0)


def of(now, about):
    """The services of which a sentence about this is true."""
    kind, what = about
    return finding(now, what) if kind == "search" else having(now, what)


# ---------------------------------------------------------------- services
class _Asked:
    """One question: the sets that matter, and what is chosen from them."""

    def __init__(self, situation, now, language, needs, rules):
        self.situation, self.now, self.language, self.needs = situation, now, language, needs
        self.rules = sorted(rules, key=lambda rule: -rule.weight)  # equals stay in the order of the file
        self.found = [finding(now, rule.search) for rule in self.rules]
        self.wishes = [row for key, row in book().wishes.items() if key in situation.wishes]
        self.barriers = [row for key, row in book().barriers.items() if key in situation.barriers]
        self.open = reduce(or_, self.found, 0) & self._here() & self._for_them()
        self.met = {row.key: self._met(row) for row in self.barriers}

    def _here(self):
        town = self.situation.municipality
        return self.now.having("municipality", [town]) if town else self.now.public

    def _for_them(self):
        """Those for everybody, and those for a group or an age that fits."""
        groups, own, others = self.now.values.get("group", {}), 0, 0
        for group in book().groups:
            found = groups.get(group.group, 0)
            own, others = (own | found, others) if self._belongs(group) else (own, others | found)
        fits = self.now.public & ~(others & ~own & ~groups.get("KR1", 0))
        for limit in book().limits:
            if not limit.fits(self.situation, self.needs):
                fits &= ~finding(self.now, limit.search)
        return fits

    def _belongs(self, group):
        return group.open_to(self.situation, self.needs)

    def _met(self, barrier):
        """The services that a barrier leaves."""
        ways = reduce(or_, (of(self.now, way.about) for way in barrier.ways), 0)
        concerned = having(self.now, barrier.within) if barrier.within else self.now.public
        return ways | (self.now.public & ~concerned)

    def _fitting(self, without=""):
        found = self.open
        for key, met in self.met.items():
            if key != without:
                found &= met
        return found

    # ------------------------------------------------------------ choosing
    def chosen(self, most):
        """[(key, score)]: what answers a new need before more of the same, not all of one provider."""
        left, picked = self._fitting(), []
        cells = self._cells(left)
        while left and len(picked) < most:
            pool = left & ~self._crowded([key for key, _score in picked]) or left
            key, score = self._best(cells, pool, [key for key, _score in picked])
            if score <= 0:
                break
            picked.append((key, score))
            left &= ~(1 << key)
        return picked

    def _cells(self, base):
        """{the sets that hold a service, by their place in ``_weighed``: those services}."""
        cells = {(): base}
        for place, (_weight, own) in enumerate(self._weighed()):
            parted = {}
            for signature, cell in cells.items():
                if inside := cell & own:
                    parted[*signature, place] = inside
                if outside := cell & ~own:
                    parted[signature] = outside
            cells = parted
        return cells

    def _weighed(self):
        """[(weight, set)]: the rules first, then wishes, what is near, what may be for others or is for a few."""
        town, groups = self.situation.municipality, self.now.values.get("group", {})
        aged = reduce(
            or_, (groups.get(row.group, 0) for row in book().groups if row.ages and not row.needs), 0
        )
        unsure = 0 if self.situation.age else aged & ~groups.get("KR1", 0)
        own = [row for row in book().groups if row.is_for(self.situation, self.needs)]
        theirs = reduce(or_, (groups.get(row.group, 0) for row in own), 0)
        near = self.now.values.get("municipality", {}).get(town, 0) if town else 0
        wished = [(WISH, self._wished(row)) for row in self.wishes]
        rules = [(rule.weight, found) for rule, found in zip(self.rules, self.found, strict=True)]
        rare = [(-row.lower, finding(self.now, row.search)) for row in book().limits if row.lower]
        return [*rules, *wished, (THEIRS, theirs), (NEARBY, near), (UNSURE, unsure), *rare]

    def _wished(self, wish):
        return reduce(or_, (of(self.now, way.about) for way in wish.ways), 0)

    def _best(self, cells, pool, picked):
        weighed = self._weighed_after(picked)
        scores = {}
        for signature, cell in cells.items():
            if cell := cell & pool:
                score = sum(weighed[place] for place in signature)
                scores[score] = scores.get(score, 0) | cell
        score = max(scores)
        equals = scores[score]
        first = equals & ~self.now.late or equals
        return (first & -first).bit_length() - 1, score

    def _weighed_after(self, picked):
        """The weights, four times as great: half for a need that has its answer, a quarter for a rule used up."""
        used = {place for place, found in enumerate(self.found) if any(found >> key & 1 for key in picked)}
        answered = set().union(*(self._served(place) for place in used))
        weights = []
        for place, (weight, _own) in enumerate(self._weighed()):
            rule = place < len(self.rules)
            spent = rule and place in used
            served = rule and self._served(place) and self._served(place) <= answered
            weights.append(weight if spent else weight * 2 if served else weight * 4)
        return weights

    def _served(self, place):
        return self.rules[place].when.get("needs", frozenset()) & self.needs

    def _crowded(self, picked):
        """The services of providers that have enough among the picked."""
        crowded = 0
        for own in self.now.values.get("provider", {}).values():
            if sum(own >> key & 1 for key in picked) >= SAME:
                crowded |= own
        return crowded

    # ------------------------------------------------------------ saying
    def said(self, key):
        """The reasons, each sentence once: two conditions may be met in the same way."""
        return tuple(dict.fromkeys(self.reasons(key)))

    def reasons(self, key):
        """Why this service: what it is for, which wishes it meets, how it meets each barrier, for whom it is."""
        rules = [rule for rule, found in zip(self.rules, self.found, strict=True) if found >> key & 1]
        yield from (self._reason("rule", rule.key, rule) for rule in rules[:MOST_REASONS])
        for kind, rows in (("wish", self.wishes), ("barrier", self.barriers)):
            for row in rows:
                way = next((way for way in row.ways if of(self.now, way.about) >> key & 1), None)
                if way and self._concerns(row, key):
                    yield self._reason(kind, row.key, way)
        yield from self._groups(key, rules[:MOST_REASONS])

    def _concerns(self, row, key):
        return not row.within or having(self.now, row.within) >> key & 1

    def _groups(self, key, rules):
        """For whom a service is that is not for everybody, unless a rule has just said so."""
        groups = self.now.values.get("group", {})
        if groups.get("KR1", 0) >> key & 1:
            return
        rows = searches.rows(self.now)
        said = {one for rule in rules for one in rows[rule.search].facets.get("group", ())}
        for group in book().groups:
            if groups.get(group.group, 0) >> key & 1 and self._belongs(group) and group.group not in said:
                about = ("facets", {"group": [group.group]})
                yield _reason(group.said.in_(self.language), "group", group.group, about)

    def _reason(self, kind, key, row):
        return _reason(row.said.in_(self.language), kind, key, row.about)

    def left_out(self):
        """The barriers that left services out, the one that left out most first."""
        number = self._fitting().bit_count()
        for row in sorted(self.barriers, key=lambda row: -self._fitting(row.key).bit_count()):
            if more := self._fitting(row.key).bit_count() - number:
                yield LeftOut(row.key, row.said.in_(self.language), more)


def _reason(said, kind, key, about):
    made = Reason(said)
    made.lang, made.kind, made.key, made.about = said.lang, kind, key, about
    return made


# ---------------------------------------------------------------- stages
def _stages(now, language, rules, most):
    """One stage of a pathway: of those that rules lead to, the one with most weight behind it."""
    behind = {}
    for rule in rules:
        if reading.stage(now, language, rule.stage):
            behind.setdefault(rule.stage, []).append(rule)
    scores = {stage: sum(rule.weight for rule in own) for stage, own in behind.items()}
    best = {}
    for stage in sorted(scores, key=lambda stage: (-scores[stage], stage)):
        best.setdefault(stage.partition("/")[0], stage)
    return tuple(
        Suggestion(
            stage,
            tuple(_reason(rule.said.in_(language), "rule", rule.key, rule.about) for rule in behind[stage]),
            scores[stage],
        )
        for stage in list(best.values())[:most]
    )
