"""Reads that somebody should look at, from the lines of the log alone: many without any later action, many identity
codes, clients with non-disclosure. It names what was done, never a client; the auditor asks the person why.
"""

from collections import defaultdict
from dataclasses import dataclass, field

from audit.models import Entry

from . import deeds

READS = {"read", "exported", "printed", "client_copy_printed", "letter_printed", "identity_code_shown"}
SEEN_ONLY = READS | {"listed", "searched", "similar_shown", "opened"}
MANY = 10  # reads without any action of the reader, in a day
MANY_CODES = 20
MANY_SEARCHES = 40


@dataclass
class Reader:
    actor_id: int
    name: str
    organisation: str
    read: set = field(default_factory=set)  # ids of referrals
    idle: set = field(
        default_factory=set
    )  # of these, those with which the person did nothing, that day or later
    protected: set = field(default_factory=set)  # of clients with non-disclosure
    codes: int = 0
    searches: int = 0
    refused: int = 0

    @property
    def unusual(self):
        return (
            len(self.idle) >= MANY
            or self.codes >= MANY_CODES
            or self.searches >= MANY_SEARCHES
            or bool(self.protected & self.idle)
            or self.refused > 0
        )


def readers(day):
    """Who read referrals on that day, those first who should be asked; two questions to the log."""
    found = {}
    lines = list(Entry.objects.about(deeds.KIND).between(day, day).order_by("pk"))
    for line in lines:
        if line.actor_id is not None:
            one = found.setdefault(
                line.actor_id, Reader(line.actor_id, line.actor_label, line.organisation_label)
            )
            _count(one, line)
    acted = _acted(day, {key for one in found.values() for key in one.read})
    for one in found.values():
        one.idle = one.read - acted[one.actor_id]
    return sorted(found.values(), key=lambda one: (not one.unusual, -len(one.idle), one.name))


def _count(one, line):
    if line.denied:
        one.refused += 1
        return
    one.searches += line.action == "searched"
    one.codes += line.action == "identity_code_shown"
    if line.action in READS and line.subject_id:
        one.read.add(line.subject_id)
        if deeds.PROTECTED in line.fields:
            one.protected.add(line.subject_id)


def _acted(day, ids):
    """``{actor: ids}`` of the referrals with which each did something on that day or later."""
    found = defaultdict(set)
    rows = Entry.objects.about(deeds.KIND).allowed().between(day).exclude(action__in=SEEN_ONLY)
    for actor, key in rows.values_list("actor_id", "subject_id"):
        if key in ids:
            found[actor].add(key)
    return found
