"""Parts of compound words, found in the dictionary: liikuntaneuvontaan → liikunta, neuvonta."""

from functools import lru_cache
from pathlib import Path

from fields.facts import read

from .dictionaries import base_form

SHORTEST = 4
_WORDS = Path(__file__).resolve().parent.parent / "data" / "compound_words.csv"


@lru_cache
def _words(use, language):
    """Words that the dictionary alone does not settle.

    short: of fewer than SHORTEST letters, but words that stand in compounds; front: stand only before another word;
    never: entries of the dictionary that are endings rather than words.
    """
    return frozenset(row["word"] for row in read(_WORDS) if (row["use"], row["language"]) == (use, language))


def _modifier(text, language):
    """The base form of what stands first or in the middle of a compound, with its joint taken off; empty if none."""
    if text in _words("short", language) or text in _words("front", language):
        return text
    if len(text) < SHORTEST or text in _words("never", language):
        return ""
    if found := base_form(text, language):
        return found
    if language == "fi":
        # kaatumis- of kaatuminen, nais- of nainen
        return base_form(f"{text[:-1]}nen", language) if text.endswith("s") else ""
    for joint, instead in (("s", ""), ("e", ""), ("o", "a"), ("u", "a"), ("", "a")):
        if text.endswith(joint):
            stem = text.removesuffix(joint) + instead
            if len(stem) >= 3 and (found := base_form(stem, language)):
                return found
    return ""


def _head(text, language):
    if text in _words("short", language):
        return text
    return "" if len(text) < SHORTEST or text in _words("never", language) else base_form(text, language)


@lru_cache(maxsize=2048)
def split(word, language):
    """Base forms of the parts, at least two; empty when the word is none. Few and even parts win."""
    best = _split(word, language, 3)
    return best[1] if best else ()


def _split(word, language, most):
    """(cost, parts) of the best way to cut a word into at most ``most`` parts, or None."""
    best = None
    for cut in range(2, len(word) - 1):
        first, rest = word[:cut], word[cut:]
        modifier = _modifier(first, language)
        if not modifier:
            continue
        if head := _head(rest, language):
            best = _better(best, (_cost(first) + _cost(rest), (modifier, head)))
        elif most > 2 and (more := _split(rest, language, most - 1)):
            best = _better(best, (_cost(first) + more[0], (modifier, *more[1])))
    return best


def _cost(part):
    """Every part costs; short ones more."""
    return 10 + max(0, 6 - len(part)) * 2


def _better(best, other):
    return other if best is None or other[0] < best[0] else best
