"""What a visitor typed, taken apart: words, phrases in quotes, words with a minus."""

import re
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from fields.facts import read as read_rows

from .analyser import words
from .words import fold

MOST_WORDS = 12
_PHRASE = re.compile(r"(-?)[\"“”„»«]([^\"“”„»«]*)[\"“”„»«]")
_MINUS = re.compile(r"(?:^|\s)-(\w[\w-]*)")


@lru_cache
def stop_words(language):
    """Words that carry no need of their own; they count only when nothing else was typed."""
    rows = read_rows(Path(__file__).resolve().parent.parent / "data" / "stop_words.csv")
    return frozenset(row["word"] for row in rows if row["language"] == language)


@dataclass
class Typed:
    """``words`` carry the search; ``phrases`` and ``without`` narrow it."""

    words: list = field(default_factory=list)
    phrases: list = field(default_factory=list)
    without: list = field(default_factory=list)
    every: list = field(default_factory=list)  # with those that say nothing by themselves

    def __bool__(self):
        return bool(self.words or self.phrases or self.without)


def read(text, language):
    """Never fails: whatever is no word is space."""
    text = fold(text).replace("\x00", " ")
    typed, seen = Typed(), []

    def phrase(match):
        inside = " ".join(match[2].split())
        if words(inside):
            (typed.without if match[1] else typed.phrases).append(inside)
            if not match[1]:
                seen.extend(words(inside))
        return " "

    def minus(match):
        typed.without.append(match[1])
        return " "

    rest = _MINUS.sub(minus, _PHRASE.sub(phrase, text))
    every = list(dict.fromkeys([*seen, *words(rest)]))[:MOST_WORDS]
    own = [word for word in every if word not in stop_words(language) and (len(word) > 1 or word.isdigit())]
    typed.words = own or every
    typed.every = every
    typed.phrases, typed.without = typed.phrases[:3], typed.without[:5]
    return typed
