"""Who has seen this person's data: what the log tells the person themself, or somebody who asks for them.

Data alone, in the language in force; the page is the auditor's (organisations). Names of officials are told, since the
person has the right to know who processed the data. Refused attempts saw nothing and are not in it. What is older than
two years is told only for a special reason (``older``).
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone

from . import actions
from .models import Entry

TOLD = timedelta(days=2 * 365 + 1)


@dataclass(frozen=True)
class Line:
    at: datetime
    who: str  # empty: the portal itself
    role: str  # the code; its words are the organisations' own
    organisation: str
    what: str
    fields: tuple  # words of what was seen or changed
    purpose: str
    in_list: bool  # seen among others in a list


@dataclass(frozen=True)
class Reader:
    """One person in one role, and how often."""

    who: str
    role: str
    organisation: str
    first: datetime
    last: datetime
    times: int


def seen(kind, key, *, older=False, now=None):
    """The lines about one record, oldest first."""
    rows = Entry.objects.about(kind, key).allowed().order_by("pk")
    if not older:
        rows = rows.after((now or timezone.now()) - TOLD)
    return [
        Line(
            at=row.at,
            who=row.actor_label,
            role=row.role,
            organisation=row.organisation_label,
            what=actions.word(row.action),
            fields=tuple(actions.field(one) for one in row.fields),
            purpose=row.purpose,
            in_list=not row.subject_id,
        )
        for row in rows
    ]


def readers(lines):
    """Who stands behind the lines of a report, the latest first."""
    found = {}
    for line in lines:
        found.setdefault((line.who, line.role, line.organisation), []).append(line.at)
    people = [Reader(*key, min(times), max(times), len(times)) for key, times in found.items()]
    return sorted(people, key=lambda one: one.last, reverse=True)
