"""Texts of the self-assessments that a coordinator still has to confirm, and where each of them stands."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from .instruments import Words

UNCONFIRMED = "to be confirmed"


@dataclass(frozen=True)
class Text:
    place: str
    language: str
    words: str


def to_confirm(instrument):
    """Every such text of one test, in the order of its pages."""
    return [
        Text(place, code, getattr(words, code))
        for place, words in _texts(instrument)
        for code, mark in words.wording
        if mark == UNCONFIRMED
    ]


def _texts(instrument):
    for name in ("title", "lead", "for_whom"):
        yield from _here(_("Before the test"), getattr(instrument, name))
    for number, question in enumerate(instrument.questions, 1):
        place = _("Question %(n)s") % {"n": number}
        for words in (question.text, question.hint, question.change):
            yield from _here(place, words)
        for one in (*question.answers, *question.fields):
            yield from _here(place, getattr(one, "text", None) or getattr(one, "label", None))
            yield from _here(place, getattr(one, "note", None))
    for band in instrument.bands:
        for words in (band.title, band.body, band.next):
            yield from _here(_("Result"), words)
    for words in (instrument.fixed, instrument.safety, instrument.method):
        yield from _here(_("Result"), words)
    for words in (instrument.source.text, instrument.source.licence):
        yield from _here(_("Source and licence"), words)


def _here(place, words):
    if isinstance(words, Words):
        yield place, words
