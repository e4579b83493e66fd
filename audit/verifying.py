"""Whether the log still is what was written: its order, and what keeps its lines in the database."""

from dataclasses import dataclass

from django.db import connection, transaction

from . import append_only, trail
from .models import Entry

NAMED = 5  # numbers told of lines out of order


@dataclass(frozen=True)
class Found:
    lines: int
    first: int | None
    last: int | None
    gaps: int  # normal on PostgreSQL: a request that is rolled back uses numbers up
    faults: list


def verify(now=None):
    counts = Entry.objects.counted()
    lines, first, last = counts["lines"], counts["first"], counts["last"]
    gaps = last - first + 1 - lines if lines else 0
    faults = [*append_only.faults(connection), *_faults_of_numbers(lines, last, gaps), *_faults_of_order(now)]
    return Found(lines, first, last, gaps, faults)


def _faults_of_numbers(lines, last, gaps):
    reached = append_only.next_number(connection) or 0
    if (last or 0) > reached:
        yield f"Line {last} has a number that was never given."
    if connection.vendor == "sqlite":  # takes numbers back with what is rolled back
        if gaps:
            yield f"Lines are gone from among the others: {gaps}."
        if reached > (last or 0):
            yield f"Lines are gone from the end: {reached - (last or 0)}."
    elif reached and not lines and not _may_read():
        yield "This role may not read the log: run it as the role of the jobs or the owner."


def _may_read():
    """Whether a line just written, and taken back, is seen."""
    with transaction.atomic():
        trail.write("log_read", subject=("log", ""))
        seen = Entry.objects.exists()
        transaction.set_rollback(True)
    return seen


def _faults_of_order(now):
    wrong = list(Entry.objects.out_of_order(now).values_list("pk", flat=True)[: NAMED + 1])
    if wrong:
        more = " and more" if len(wrong) > NAMED else ""
        yield f"Out of order: {', '.join(map(str, wrong[:NAMED]))}{more}."
