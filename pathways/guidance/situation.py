"""What guidance is asked and what it answers: plain values, nothing here names anybody."""

from dataclasses import dataclass

from fields.text import Text

AGES = ("under18", "18_29", "30_64", "65_plus")


@dataclass(frozen=True)
class Situation:
    """``age`` is one of AGES or empty when it is not known, ``municipality`` a code or empty for all.

    ``needs``, ``wishes`` and ``barriers`` are keys of the rules' file, ``results`` bands of self-assessments
    ("findrisc:moderate"), ``conditions`` codes with their system ("icd10:E11"). What nobody knows is not heard.
    """

    age: str = ""
    municipality: str = ""
    needs: frozenset = frozenset()
    wishes: frozenset = frozenset()
    barriers: frozenset = frozenset()
    results: frozenset = frozenset()
    conditions: frozenset = frozenset()


class Reason(Text):
    """A whole sentence in the page's language.

    ``kind`` is rule, wish, barrier or group, ``key`` says which. ``about`` is what must hold of the target for the
    sentence to be true: ("search", key), ("stage", name) or ("facets", {facet: [values]}), one value of each.
    """

    kind = ""
    key = ""
    about = ()


@dataclass(frozen=True)
class Suggestion:
    """``target`` is the key of a service, or "pathway/stage"; ``reasons`` are at least one Reason."""

    target: int | str
    reasons: tuple
    score: int


@dataclass(frozen=True)
class LeftOut:
    """A barrier that left services out, and how many more would have fitted without it."""

    key: str
    name: Text
    number: int


@dataclass(frozen=True)
class Guidance:
    """The best first. ``left_out`` is filled when fewer services were found than were asked for."""

    services: tuple = ()
    stages: tuple = ()
    left_out: tuple = ()
