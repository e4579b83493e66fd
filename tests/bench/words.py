"""Texts that look like language: a vocabulary of the portal's own words and their compounds, drawn as Zipf says."""

import csv
import json
import random
import re
from collections import Counter
from itertools import accumulate
from pathlib import Path

DATA = Path(__file__).resolve().parents[2] / "catalogue" / "data"
LANGUAGES = ("fi", "sv")
NUMBER = 15_000  # words of each language
FLATTENED = 2.7  # Mandelbrot's: the commonest words are a little less common than Zipf says
_WORD = re.compile(r"[^\W\d_]+")
_JOINTS = {"fi": ("", ""), "sv": ("s", "")}


def _own():
    """{language: Counter of words} of everything the product ships in both languages."""
    found = {language: Counter() for language in LANGUAGES}

    def walk(value):
        if isinstance(value, dict) and value and set(value) <= {"fi", "sv", "en"}:
            for language in LANGUAGES:
                found[language].update(_WORD.findall(str(value.get(language, "")).lower()))
        elif isinstance(value, (dict, list)):
            for one in value.values() if isinstance(value, dict) else value:
                walk(one)

    for path in sorted((DATA / "example").glob("*.json")):
        walk(json.loads(path.read_text(encoding="utf-8")))
    for name in ("keywords", "place_types", "service_classes", "life_events", "target_groups"):
        for row in _rows(name):
            for language in LANGUAGES:
                found[language].update(_WORD.findall(row[f"name_{language}"].lower()))
    for row in _rows("synonyms"):
        found[row["language"]].update(_WORD.findall(f"{row['typed']} {row['means']}".lower()))
    return found


def _rows(name):
    with (DATA / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _stop_words(language):
    return {row["word"] for row in _rows("stop_words") if row["language"] == language}


class Vocabulary:
    """``words`` of a language, the commonest first; ``telling`` are those that say something."""

    def __init__(self, language, counts):
        chance = random.Random(f"words {language}")
        own = [word for word, _ in sorted(counts.items(), key=lambda row: (-row[1], row[0]))]
        heads = [word for word in own if 5 <= len(word) <= 10]
        made = dict.fromkeys(own)
        while len(made) < NUMBER:
            first, last = chance.choice(heads), chance.choice(heads)
            made[first + chance.choice(_JOINTS[language]) + last] = None
        self.language, self.words = language, list(made)
        stops = _stop_words(language)
        self.telling = [word for word in self.words if len(word) > 3 and word not in stops]
        self._all, self._told = _weights(self.words), _weights(self.telling)

    def sentence(self, chance, shortest, longest):
        """A run of words of all kinds."""
        text = " ".join(
            chance.choices(self.words, cum_weights=self._all, k=chance.randint(shortest, longest))
        )
        return text.capitalize()

    def name(self, chance, shortest=2, longest=5):
        """Words that say something; at most 90 letters."""
        words = chance.choices(self.telling, cum_weights=self._told, k=chance.randint(shortest, longest))
        return " ".join(dict.fromkeys(words)).capitalize()[:90].strip()


def _weights(words):
    return list(accumulate(1 / (rank + FLATTENED) for rank in range(len(words))))


def vocabularies():
    counts = _own()
    return {language: Vocabulary(language, counts[language]) for language in LANGUAGES}
