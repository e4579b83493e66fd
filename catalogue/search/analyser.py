"""Words to keys: what a text is found by. The index and the queries must use the same version of this.

A word has exact keys (its base form and its stems) and part keys (the parts of a compound). Keys are folded:
small letters, å ä ö as a a o, so that a keyboard without them finds as well.
"""

import re
from functools import lru_cache
from importlib.metadata import version
from threading import local
from typing import NamedTuple

from .compounds import split
from .dictionaries import SIMPLEMMA, base_form
from .words import fold, plain

VERSION = f"1 simplemma-{SIMPLEMMA} snowball-{version('snowballstemmer')}"
LONGEST = 60  # letters of a key
_WORD = re.compile(r"[^\W_]+")
_NAMES = {"fi": "finnish", "sv": "swedish"}
_own = local()  # a stemmer keeps the word it is at: every thread has its own


class Keys(NamedTuple):
    exact: tuple
    parts: tuple  # the keys of each part
    base: str  # the base form with its own letters, for people to read
    kept: tuple  # what the index keeps of the exact keys: the fewer, the faster


def words(text):
    """The words of a text in small letters; a hyphen parts words."""
    return [word[:LONGEST] for word in _WORD.findall(fold(text))]


@lru_cache(maxsize=8192)
def keys(word, language):
    """The keys of one word of ``words()``."""
    base = base_form(word, language) or _without_possessive(word, language)
    whole = base or word
    parts = split(whole, language) if len(whole) > 5 else ()
    if not base and parts:  # tuolijumppaan: the head in its base form
        base = _joined(word, parts, language)
    base = base or word
    stem = _stemmer(language).stemWord
    kept = tuple(dict.fromkeys(plain(key) for key in (base, stem(base))))
    exact = tuple(dict.fromkeys((*kept, plain(stem(word)))))
    # a Swedish word has often several base forms (skulder: skuld, skuldra), and its own stem is right
    kept = exact if language == "sv" else kept
    return Keys(exact, tuple(_of_part(part, stem) for part in parts), base, kept)


def _stemmer(language):
    made = getattr(_own, language, None)
    if made is None:
        import snowballstemmer  # with the first word: a server starts without its forty languages

        made = snowballstemmer.stemmer(_NAMES[language])
        setattr(_own, language, made)
    return made


def _without_possessive(word, language):
    """äitiäni → äiti, lapsemme → lapsi: the dictionary lacks many forms with a possessive suffix."""
    for suffix in ("ni", "si", "mme", "nne", "nsa", "nsä") if language == "fi" else ():
        stem = word.removesuffix(suffix)
        if (
            stem != word
            and len(stem) > 3
            and (found := base_form(stem, language) or base_form(stem + "n", language))
        ):
            return found
    return ""


def _of_part(part, stem):
    """Stems of fewer than four letters meet by chance."""
    return tuple(dict.fromkeys(plain(key) for key in (part, stem(part)) if len(key) > 3 or key == part))


def _joined(word, parts, language):
    for cut in range(len(word) - 2, 2, -1):
        if base_form(word[cut:], language) == parts[-1] and split(word[:cut] + parts[-1], language) == parts:
            return word[:cut] + parts[-1]
    return word


def phrase(tokens, language):
    """The base forms of several words as one key: how the list of synonyms knows a phrase."""
    return " ".join(keys(token, language).base for token in tokens)
