"""The terms of the index in the memory of the process, and the words that help with spelling.

Both lie in tries (marisa-trie), which take a tenth of the memory of dictionaries and lists; what moved since the last
look is read with one query a version and lies beside them. The words are read when somebody first mistypes.
"""

from threading import Lock

from marisa_trie import RecordTrie, Trie
from rapidfuzz import process
from rapidfuzz.distance import OSA

from organisations import patience

from ..models import Synonym, Term, Word
from .analyser import keys, phrase
from .words import plain

SHORTEST_MISTYPED, TWO_ERRORS_FROM = 4, 8  # letters
SHORTEST_PREFIX = 4
ALTERNATIVES = 6
_RECORD = "<qI"  # a term's id, and in how many services it stands


class Vocabulary:
    def __init__(self, generation):
        self.generation, self.version = generation, -1
        self._terms = RecordTrie(_RECORD)
        self._moved = {}  # {key: (id, services)} of terms that came or changed since the trie was made
        self.meanings = {}  # see Synonym.objects.meanings
        self._words, self._reading = {}, Lock()  # {language: Words}

    def follow(self, version):
        """Read the terms that changed since, and the synonyms."""
        rows = Term.objects.filter(generation=self.generation, version__gt=self.version)
        rows = rows.values_list("language", "kind", "text", "pk", "services").iterator(chunk_size=5000)
        found = ((f"{row[0]}{row[1]}{row[2]}", row[3:]) for row in rows)
        with patience.long():
            if self.version < 0:
                self._terms = RecordTrie(_RECORD, found)
            else:
                self._moved |= found
        self.meanings, self.version = Synonym.objects.meanings(), version

    def term(self, language, kind, key):
        """(id, in how many services), or None for a key that no service has."""
        name = f"{language}{int(kind)}{key}"
        found = self._moved.get(name) or self._terms.get(name, [None])[0]
        return found if found and found[1] else None

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
        with self._reading:
            held = self._words.setdefault(language, Words(self.generation, language))
            held.follow(self.version)
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
    """The words of a language, folded. They only come, until the index is built anew.

    An entry of the trie is the folded word, a tab, and the word itself.
    """

    def __init__(self, generation, language):
        self.generation, self.language = generation, language
        self.version, self.last = -1, 0
        self._trie, self._folded, self._new = Trie(), Trie(), []

    def follow(self, version):
        if version == self.version:
            return
        rows = Word.objects.filter(generation=self.generation, language=self.language, pk__gt=self.last)
        with patience.long():
            rows = list(rows.order_by("pk").values_list("pk", "text", "shown"))
        entries = [f"{text}\t{shown}" for _pk, text, shown in rows]
        if self.last:
            self._new += entries
        else:
            self._trie, self._folded = Trie(entries), Trie({text for _pk, text, _shown in rows})
        self.last, self.version = rows[-1][0] if rows else self.last, version

    def _entries(self, folded):
        """[(folded word, word)] of all that begin with ``folded``."""
        found = self._trie.keys(folded) + [entry for entry in self._new if entry.startswith(folded)]
        return [entry.split("\t") for entry in found]

    def nearest(self, word, services):
        folded = plain(word)
        if len(folded) < SHORTEST_MISTYPED or folded.isdigit():
            return ""
        errors = 2 if len(folded) >= TWO_ERRORS_FROM else 1
        names = self._folded.keys(folded[0])
        names += [entry.split("\t")[0] for entry in self._new if entry.startswith(folded[0])]
        close = process.extract(folded, names, scorer=OSA.distance, score_cutoff=errors, limit=20)
        ranked = [
            (distance, -services(shown), shown)
            for name, distance, _place in close
            for _folded, shown in self._entries(f"{name}\t")
        ]
        ranked = [row for row in ranked if row[1]]
        return min(ranked)[2] if ranked else ""

    def beginning_with(self, folded):
        if len(folded) < 2:
            return []
        return list(dict.fromkeys(shown for _folded, shown in self._entries(folded)))[:200]


_lock = Lock()
_held = Vocabulary(0)


def vocabulary(snapshot):
    """The vocabulary that goes with a picture of the catalogue."""
    global _held
    with _lock:
        if _held.generation != snapshot.generation:
            _held = Vocabulary(snapshot.generation)
        if _held.version < snapshot.version:  # whoever asks with an older picture may know newer terms
            _held.follow(snapshot.version)
        return _held


def forget():
    """Begin anew: the database is another one than before."""
    global _held
    _held = Vocabulary(0)
