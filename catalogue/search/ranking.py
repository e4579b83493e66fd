"""Which services answer what was typed, and in what order.

Every word typed becomes a ``Group`` of alternatives: the word itself; as a part of compounds; its own parts; what the
list of synonyms says; the word that was probably meant; the other language. A service's score is the sum over groups
of its best alternative's idf × weight; whatever has every word comes before what has some.
"""

from math import log

from django.db.models import Exists, OuterRef, Q

from ..models import Entry, Posting, Term
from .analyser import keys, words
from .postings import Postings
from .scoring import WHOLE, Alternative, Group, together

EXACT, PART = Term.Kind.EXACT, Term.Kind.PART
FEW = 5  # fewer services than this, and compounds and the other language are asked too
OTHER = {"fi": "sv", "sv": "fi"}
# How well an alternative says what was typed: with less than FITS in the best service nothing fits exactly.
MEANT, CORRECTED, COMPLETED, EVERY_PART, SOME_PART, ALIKE = 0.95, 0.9, 0.85, 0.75, 0.3, 0.3
FITS = 0.6
FLOOD = 0.05  # a part of compounds in more of the services than this says nothing (group, advice, service)
SHORTEST_BEGINNING = 5  # letters of a word that somebody stopped typing
PLENTY = 1000  # services that have a word itself, so that nothing else need be asked for it
TIMES_COMMONER = 5
COMMON = 500  # services from which the commonest key of a word speaks for all its keys
ENOUGH_ALIKE = 0.65  # the share of a word's letters that makes another word of the same root


class Search:
    """One question to the index, in one language."""

    def __init__(self, typed, language, snapshot, vocabulary, *, literal=False):
        self.typed, self.language, self.literal = typed, language, literal
        self.vocabulary, self.number = vocabulary, max(snapshot.public.bit_count(), 1)
        self.postings = snapshot.kept("postings", Postings)
        self.used = {}  # {typed word: the word used instead}

    # ------------------------------------------------------------ alternatives
    def _idf(self, services):
        return log(1 + (self.number - min(services, self.number) + 0.5) / (services + 0.5))

    def _need(self, found, kinds, language):
        """{term id: idf} of the keys that services have, and in how many the commonest stands."""
        terms = []
        for kind in kinds:
            own = [term for key in found if (term := self.vocabulary.term(language, kind, key))]
            commonest = max(own, key=lambda row: row[1], default=None)
            # of a common word the other keys stand in the same services, all but a few
            terms += [commonest] if commonest and commonest[1] > COMMON else own
        return {pk: self._idf(services) for pk, services in terms}, max((row[1] for row in terms), default=0)

    def _whole(self, word, language, *, parts=False):
        return self._need(keys(word, language).exact, (EXACT, PART) if parts else (EXACT,), language)

    def _offer(self, group, needs, quality, *, some=0.0, other=False, services=0):
        if all(needs) or (some and any(needs)):
            group.alternatives.append(Alternative(needs, quality, some, other))
            if all(needs):
                group.services = max(group.services, services)

    def _phrase(self, group, phrase, quality, language, *, other=False):
        """Every word of a phrase, also inside compounds; of a long phrase the words that say something."""
        asked = [self._whole(word, language, parts=True) for word in words(phrase)]
        telling = [row for row in asked if row[1] <= max(self.number * FLOOD, COMMON)]
        asked = telling or asked
        if asked and min(services for _, services in asked) <= PLENTY:
            fewest = min(services for _, services in asked)
            self._offer(group, [need for need, _ in asked], quality, other=other, services=fewest)

    def groups(self):
        """The words in their order; a run of them that is a phrase of the synonyms, or one word cut in two, is one."""
        tokens, made = list(self.typed.every), []
        while tokens:
            length, meanings = (0, []) if self.literal else self.vocabulary.means(tokens, self.language)
            joined = "" if length > 1 or self.literal else self._joined(tokens[:2])
            if length > 1 or joined or tokens[0] in self.typed.words:
                length = 2 if joined else max(length, 1)
                made.append(self._group(tokens[:length], meanings, joined))
            tokens = tokens[max(length, 1) :]
        return made

    def _joined(self, pair):
        """nuoriso psykiatria → nuorisopsykiatria, when services or synonyms have it."""
        word = "".join(pair)
        if len(pair) < 2 or not set(pair) <= set(self.typed.words):
            return ""
        known = self.vocabulary.knows(word, self.language) or self.vocabulary.means([word], self.language)[0]
        return word if known else ""

    def _group(self, tokens, meanings, joined=""):
        group = Group()
        if joined:
            need, services = self._whole(joined, self.language)
            self._offer(group, [need], WHOLE, services=services)
            meanings = self.vocabulary.means([joined], self.language)[1]
        asked = [self._whole(token, self.language) for token in tokens]
        self._offer(group, [need for need, _ in asked], WHOLE, services=min(number for _, number in asked))
        if not self.literal:
            self._widen(group, tokens, meanings)
        group.idf = self._idf(group.services)
        return group

    def _widen(self, group, tokens, meanings):
        """What the words mean, what they stand in, what they say in the other language, what was meant by them."""
        known, alone = group.services, len(tokens) == 1
        if known > PLENTY:
            return
        for meaning in meanings:
            self._phrase(group, meaning, MEANT, self.language)
        if alone:
            self._inside(group, tokens[0], self.language, known)
        if group.services < FEW and self.language in OTHER:
            self._abroad(group, tokens)
        if alone and not group.services:
            self._meant(group, tokens[0])

    def _inside(self, group, token, language, known):
        """As a part of compounds, unless it stands in very many; by its own parts when few have the word itself."""
        need, services = self._need(keys(token, language).exact, (PART,), language)
        if known < FEW or services <= max(self.number * FLOOD, FEW):
            self._offer(group, [need], WHOLE, services=services)
        parts = keys(token, language).parts if known < FEW else ()
        if parts:
            asked = [self._need(part, (EXACT, PART), language) for part in parts]
            fewest = min(number for _, number in asked)
            self._offer(group, [need for need, _ in asked], EVERY_PART, some=SOME_PART, services=fewest)

    def _abroad(self, group, tokens):
        other = OTHER[self.language]
        asked = [self._whole(token, other) for token in tokens]
        self._offer(group, [need for need, _ in asked], WHOLE, other=True, services=min(n for _, n in asked))
        _length, meanings = self.vocabulary.means(tokens, other)
        for meaning in meanings if _length == len(tokens) else ():
            self._phrase(group, meaning, MEANT, other, other=True)

    def _meant(self, group, token):
        """Nobody writes this word: words that it begins, the word that was meant, words that begin alike."""
        found, quality = self.vocabulary.completed(token, self.language), COMPLETED
        if len(token) < SHORTEST_BEGINNING:
            found = []
        if not found and (word := self.vocabulary.corrected(token, self.language)):
            self.used[token], found, quality = word, [word], CORRECTED
            for meaning in self.vocabulary.means([word], self.language)[1]:
                self._phrase(group, meaning, CORRECTED, self.language)
        if not found:
            found, share = self.vocabulary.alike(token, self.language)
            quality = EVERY_PART if share >= ENOUGH_ALIKE else ALIKE
        for word in found:
            need, services = self._whole(word, self.language, parts=quality == CORRECTED)
            self._offer(group, [need], quality, services=services)

    # ------------------------------------------------------------ the answer
    def run(self):
        """(Ranked, or None when only words with a minus were typed; services that a minus takes away)."""
        groups = self.groups()
        without = [self._without(phrase) for phrase in self.typed.without]
        postings = self._postings(groups, without)
        gone = set().union(*(_all_of(phrase, postings) for phrase in without))
        if not groups and self.typed.without:
            return None, gone
        ranked = together(groups, postings, gone)
        if self.used:
            ranked.used = " ".join(self.used.get(token, token) for token in self.typed.words)
        return ranked, gone

    def _without(self, phrase):
        """The needs of the words of a phrase, in both languages: whoever has all of them goes."""
        languages = (self.language, OTHER.get(self.language, self.language))
        return [{term for code in languages for term in self._whole(word, code)[0]} for word in words(phrase)]

    def _postings(self, groups, without):
        """{term id: {service: weight}}, at most one query."""
        common = self._common(groups)
        wanted = {term for group in groups if group not in common for term in group.terms()}
        wanted |= {term for needs in without for need in needs for term in need}
        aside = {term for group in common for term in group.terms()} - wanted
        if not wanted:
            return {}
        if self.typed.phrases:
            return self._saying(wanted | aside)
        packed = self.postings.of(wanted | aside)
        found = {term: dict(zip(*packed[term], strict=True)) for term in wanted}
        if aside:  # a common word counts only where the others are
            among = set().union(*found.values())
            for term in aside:
                rows = zip(*packed[term], strict=True)
                found[term] = {service: weight for service, weight in rows if service in among}
        return found

    def _saying(self, terms):
        """The same, only of services that say the phrases in quotes."""
        holds = Q(*(Q(text__contains=phrase) for phrase in self.typed.phrases))
        rows = Posting.objects.filter(Exists(Entry.objects.filter(holds, service=OuterRef("service_id"))))
        found = {term: {} for term in terms}
        for term, service, weight in rows.filter(term__in=terms).values_list(
            "term_id", "service_id", "weight"
        ):
            found[term][service] = weight
        return found

    def _common(self, groups):
        """Words that stand in so many more services than another word that alone they say nothing."""
        known = [group.services for group in groups if group.services]
        if len(known) < 2:
            return []
        limit = max(min(known) * TIMES_COMMONER, PLENTY)
        return [group for group in groups if group.services > limit]


def _all_of(needs, postings):
    """The services that meet every one of the needs, sets of terms."""
    met = [{service for term in need for service in postings.get(term, ())} for need in needs]
    return set.intersection(*met) if met else set()
