"""Several clients into one group at a time: each is moved by its own verb, and one that cannot be stops no other."""

from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.db import transaction

from referrals import lifecycle
from referrals.acting import by_for

from .moving import Meanwhile, NotNow

BOOK, START = "book", "start"


@dataclass(frozen=True)
class Brought:
    assignment: object
    problem: str = ""  # why not; "meanwhile" when somebody else was first


def bring(rows, user, what, *, now, versions, **given):
    """Book the same time for each, or start guidance with the same service. ``versions``: of the page, by id.

    Who waits for the group to start comes back from the pause first.
    """
    return [_one(row, user, what, now, versions[row.pk], given) for row in rows]


def _one(row, user, what, now, version, given):
    try:
        with transaction.atomic():
            if row.state == lifecycle.HOLD:
                row.resume(by=by_for(row, user, "resume"), version=version, now=now)
                version = row.version
            verb = getattr(row, what)
            verb(by=by_for(row, user, what), version=version, now=now, **given)
    except NotNow as fault:
        return Brought(row, str(fault.problems[0]))
    except (Meanwhile, PermissionDenied):
        return Brought(row, "meanwhile")
    return Brought(row)
