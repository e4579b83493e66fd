"""The terms of the index in the memory of the process, and the words that help with spelling.

A term is kept as one whole number: its id × 2**20 + in how many services it stands. What moved since the last look is
read with one query a version; the words only when somebody has mistyped.
"""

from bisect import bisect_left
from collections import defaultdict
from threading import Lock

from rapidfuzz import process
from rapidfuzz.distance import OSA

from ..models import Synonym, Term, Word
from .analyser import keys, phrase
from .words import plain

_SERVICES = 2**20
SHORTEST_MISTYPED, TWO_ERRORS_FROM = 4, 8  # letters
SHORTEST_PREFIX = 4
ALTERNATIVES = 6


class Vocabulary:
    def __init__(self, generation):
        self.generation, self.version = generation, -1
        self.terms = defaultdict(dict)  # {(language, kind): {key: packed}}
        self.meanings = {}  # see Synonym.objects.meanings
        self._words = {}  # {language: Words}

    def follow(self, version):
        """Read the terms that changed since, and the synonyms."""
        rows = Term.objects.filter(generation=self.generation, version__gt=self.version)
        for row in rows.values_list("language", "kind", "text", "pk", "services").iterator(chunk_size=5000):
            self.terms[row[:2]][row[2]] = row[3] * _SERVICES + min(row[4], _SERVICES - 1)
        self.meanings, self.version = Synonym.objects.meanings(), version

    def term(self, language, kind, key):
        """(id, in how many services), or None for a key that no service has."""
        packed = self.terms[language, kind].get(key, 0)
        services = packed % _SERVICES
        return (packed // _SERVICES, services) if services else None

    def knows(self, word, language):
        """Whether a service has the word, whole."""
        return any(self.term(language, Term.Kind.EXACT, key) for key in keys(word, language).exact)

    def means(self, tokens, language):
        """Alternatives for the longest run of tokens at the beginning that has any: (how many tokens, phrases)."""
        known = self.meanings.get(language, {})
        for length in range(min(len(tokens), 4), 0, -1):
            if found := known.get(phrase(tokens[:length], language)):
                return length, [part.strip() for part in found.split("|") if part.strip()]
        return 0, []

    # ------------------------------------------------------------ spelling
    def words(self, language):
        """The words of the index, with those that came since."""
        held = self._words.get(language)
        if held is None or held.version != self.version:
            held = Words.read(self.generation, language, self.version, held)
            self._words[language] = held
        return held

    def corrected(self, word, language):
        """The known word that was probably meant, else an empty text."""
        return self.words(language).nearest(word, lambda shown: self._services(shown, language))

    def completed(self, word, language):
        """Known words that begin with the word, in their base form where that begins so too; commonest first."""
        found = self.words(language).beginning_with(plain(word))
        bases = {shown: keys(shown, language).base for shown in found}
        found = dict.fromkeys(
            base if plain(base).startswith(plain(word)) else shown for shown, base in bases.items()
        )
        ranked = sorted(found, key=lambda shown: (-self._services(shown, language), len(shown), shown))
        return [shown for shown in ranked if self._services(shown, language)][:ALTERNATIVES]

    def alike(self, word, language):
        """(known words that share the longest beginning with the word, how much of the word that is)."""
        folded, own = plain(word), self.words(language)
        for length in range(len(folded) - 1, max(SHORTEST_PREFIX, (len(folded) + 1) // 2) - 1, -1):
            found = [one for one in own.beginning_with(folded[:length]) if self._services(one, language)]
            if found:
                return sorted(found, key=lambda one: (len(one), one))[:ALTERNATIVES], length / len(folded)
        return [], 0

    def _services(self, shown, language):
        found = [self.term(language, Term.Kind.EXACT, key) for key in keys(shown, language).exact]
        return max((services for one in found if one for services in one[1:]), default=0)


class Words:
    """The words of a language in folded alphabetical order. Words only come, until the index is built anew."""

    def __init__(self, rows, last, version):
        self.rows, self.last, self.version = sorted(rows), last, version
        self.folded = [row[0] for row in self.rows]
        self._starts = {}  # {letter: (folded words, where the first of them stands)}

    @classmethod
    def read(cls, generation, language, version, held=None):
        new = Word.objects.filter(generation=generation, language=language, pk__gt=held.last if held else 0)
        new = list(new.order_by("pk").values_list("text", "shown", "pk"))
        if held and not new:
            held.version = version
            return held
        rows = [*(held.rows if held else []), *(row[:2] for row in new)]
        return cls(rows, new[-1][2] if new else 0, version)

    def _starting(self, letter):
        if letter not in self._starts:
            first, end = bisect_left(self.folded, letter), bisect_left(self.folded, chr(ord(letter) + 1))
            self._starts[letter] = self.folded[first:end], first
        return self._starts[letter]

    def nearest(self, word, services):
        folded = plain(word)
        if len(folded) < SHORTEST_MISTYPED or folded.isdigit():
            return ""
        names, first = self._starting(folded[0])
        errors = 2 if len(folded) >= TWO_ERRORS_FROM else 1
        close = process.extract(folded, names, scorer=OSA.distance, score_cutoff=errors, limit=20)
        close = [(distance, self.rows[first + place][1]) for _name, distance, place in close]
        ranked = [(distance, -services(shown), shown) for distance, shown in close]
        ranked = [row for row in ranked if row[1]]
        return min(ranked)[2] if ranked else ""

    def beginning_with(self, folded):
        if len(folded) < 2:
            return []
        first, found = bisect_left(self.folded, folded), []
        for number in range(first, len(self.folded)):
            if not self.folded[number].startswith(folded) or len(found) == 200:
                break
            found.append(self.rows[number][1])
        return list(dict.fromkeys(found))


_lock = Lock()
_held = Vocabulary(0)


def vocabulary(snapshot):
    """The vocabulary that goes with a picture of the catalogue."""
    global _held
    with _lock:
        if _held.generation != snapshot.generation or _held.version > snapshot.version:
            _held = Vocabulary(snapshot.generation)
        if _held.version != snapshot.version:
            _held.follow(snapshot.version)
        return _held


def forget():
    """Begin anew: the database is another one than before."""
    global _held
    _held = Vocabulary(0)
