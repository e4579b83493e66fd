"""One person's answers on their way through a test: they stand in a sealed field of the page and nowhere else."""

import secrets
from dataclasses import dataclass, field, replace

from .answering import valid
from .instruments import Instrument
from .scoring import score
from .sealing import seal, unseal

LASTS = 30 * 60  # seconds from one page to the next
LONGEST = 4000  # characters; a whole test is under 1000
_PURPOSE = "pathways.assessments."


class Gone(Exception):
    """The field is too old, not ours or not of this test."""


@dataclass(frozen=True)
class Sitting:
    """``answers`` are as ``scoring`` wants them; ``nonce`` tells this sitting from others and says nothing else."""

    instrument: Instrument
    answers: dict = field(default_factory=dict)
    municipality: str = ""
    nonce: str = field(default_factory=lambda: secrets.token_urlsafe(12))

    @classmethod
    def unsealed(cls, instrument, text):
        """The sitting that ``sealed`` wrote; answers that the test does not know (any more) are left out."""
        if not text or len(text) > LONGEST:
            raise Gone
        try:
            held = unseal(text, _PURPOSE + instrument.key, LASTS)
        except ValueError:
            raise Gone from None
        known = {one.id: one for one in instrument.questions}
        answers = {
            key: value
            for key, value in held["a"].items()
            if key in known and (value is None or valid(known[key], value))
        }
        return cls(instrument, answers, held["m"], held["n"])

    @property
    def sealed(self):
        held = {"a": self.answers, "m": self.municipality, "n": self.nonce}
        return seal(held, _PURPOSE + self.instrument.key)

    # ------------------------------------------------------------ where it stands
    @property
    def asked(self):
        return self.instrument.asked(self.answers)

    @property
    def open(self):
        """The first question that has neither an answer nor a wish to pass it over."""
        return next((one for one in self.asked if one.id not in self.answers), None)

    @property
    def result(self):
        return score(self.instrument, self.answers)

    def question(self, key):
        """The question if it is asked in this sitting."""
        return next((one for one in self.asked if one.id == key), None)

    def number(self, question):
        return self.asked.index(question) + 1

    def before(self, question):
        place = self.asked.index(question)
        return self.asked[place - 1] if place else None

    def after(self, question):
        """The next question; None after the last, unless one before it is still open."""
        place = self.asked.index(question) + 1
        return self.asked[place] if place < len(self.asked) else self.open

    # ------------------------------------------------------------ moves
    def answering(self, question, answer):
        """With this answer; what is no longer asked is forgotten."""
        answers = self.answers | {question.id: answer}
        asked = {one.id for one in self.instrument.asked(answers)}
        return replace(self, answers={key: one for key, one in answers.items() if key in asked})

    def living_in(self, municipality):
        return replace(self, municipality=municipality)
