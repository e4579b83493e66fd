"""What visitors type, in numbers no page cache can hold: words, pairs, mistypings, beginnings, with filters."""

import random
from urllib.parse import urlencode

SEED = 7
NUMBER = 600
FREQUENT, RARE = 400, 4000  # ranks of words
PRICES, WAYS = ["free", "paid", "varies"], ["open", "book", "self", "referral"]


def asked(number=NUMBER):
    """[(language, {parameter: values})]: always the same, both languages in turn."""
    from .words import vocabularies

    chance, known = random.Random(SEED), vocabularies()
    made = {}
    while len(made) < number:
        language = ("fi", "sv")[len(made) % 2]
        words = [_word(chance, known[language].telling) for _ in range(chance.choice([1, 1, 1, 2, 2]))]
        parameters = {"q": [" ".join(words)]} | _filters(chance, chance.choice([0, 0, 1, 2]))
        made[language, words[0], urlencode(parameters, doseq=True)] = language, parameters
    return list(made.values())


def browsed(number=NUMBER):
    """The same without words: one to three filters; with one, the second page too."""
    chance, made = random.Random(SEED + 1), {}
    while len(made) < number:
        language = ("fi", "sv")[len(made) % 2]
        parameters = _filters(chance, chance.choice([1, 2, 3]))
        if len(parameters) == 1 and set(parameters) <= SEVERAL_PAGES:
            parameters["page"] = [chance.choice("12")]
        made[language, urlencode(parameters, doseq=True)] = language, parameters
    return list(made.values())


def _word(chance, words):
    kind = chance.random()
    if kind < 0.35:
        return chance.choice(words[:FREQUENT])
    if kind < 0.6:
        return chance.choice(words[FREQUENT:RARE])
    if kind < 0.75:
        return chance.choice(words[RARE:])
    word = chance.choice([word for word in words[:RARE] if len(word) > 6])
    if kind < 0.9:
        return _mistyped(chance, word)
    return word[: chance.randint(4, len(word) - 2)]


def _mistyped(chance, word):
    """One letter missing, or two in each other's place; the first is right."""
    at = chance.randint(1, len(word) - 2)
    if chance.random() < 0.5:
        return word[:at] + word[at + 1 :]
    return word[:at] + word[at + 1] + word[at] + word[at + 2 :]


_MUNICIPALITIES = ["075", "285", "286", "489", "624", "935"]
_THEMES = ["exercise", "nature", "culture", "nutrition_sleep", "mind", "community", "guidance", "livelihood"]
SEVERAL_PAGES = {"municipality", "price", "access", "format"}  # one answer is enough for more than one page
_FORMATS = ["individual", "group", "course", "peer", "self_care", "event", "place"]
_GROUPS = ["KR1", "KR1.1", "KR1.2", "KR1.3", "KR1.4"]
_CHOICES = {
    "municipality": _MUNICIPALITIES,
    "theme": _THEMES,
    "group": _GROUPS,
    "price": PRICES,
    "access": WAYS,
    "format": _FORMATS,
    "barrier": ["evening", "step_free", "companion", "beginners"],
    "delivery": ["on_site", "remote", "by_phone"],
}


def _filters(chance, number):
    return {name: [chance.choice(_CHOICES[name])] for name in chance.sample(list(_CHOICES), number)}
