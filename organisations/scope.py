"""Whose rows the database shows in this transaction: the second wall, behind each model's ``visible_to(user)``.

PostgreSQL's policies (row_security.py) read settings that last until the transaction ends, so that a pooled
connection carries nothing to the next request. What is not set shows nothing.
"""

import re
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, fields, replace
from uuid import UUID

from django.conf import settings
from django.db import connection

from . import patience
from .models import Organisation, Role

# Who meets clients: the roles whose organisations' rows are opened. Everyone else's scope names none.
MEETING_CLIENTS = {Role.PROFESSIONAL, Role.ADVISER, Role.INTAKE}
FORM = {
    "munis": re.compile(r"[0-9]{3}"),
    "county": re.compile(r"[0-9]{2}"),
    "link": re.compile(r"[0-9a-f]{64}"),
}
NUMBER = re.compile(r"[0-9]{1,18}")


@dataclass(frozen=True)
class Scope:
    """One setting ``app.<name>`` each; empty shows nothing."""

    user: int | None = None
    units: tuple = ()  # ids of organisations and of the units under them
    munis: tuple = ()  # codes of municipalities, for members of the municipality's own organisation
    county: str = ""  # the referral coordinator's: rows without personal columns
    audit: bool = False  # the auditor's: lines of the log
    controllers: tuple = ()  # ids of the organisations on whose behalf the person makes or receives referrals
    referral: UUID | None = None  # the one that a client's checked link opens
    link: str = ""  # digest of what a client's link or cookie holds: it shows the link's own row

    def texts(self):
        """What is set, name by name. Raises ValueError for anything of another form: a comma would add a tenant."""
        return {f"app.{field.name}": _text(field.name, getattr(self, field.name)) for field in fields(self)}


def _text(name, value):
    if isinstance(value, UUID):
        return str(value)
    if value in (None, False, "", ()):
        return ""
    values = value if isinstance(value, tuple) else (int(value) if value is True else value,)
    texts = [str(one) for one in values]
    if wrong := [text for text in texts if not FORM.get(name, NUMBER).fullmatch(text)]:
        raise ValueError(f"app.{name} may not be {wrong[0]!r}")
    return ",".join(texts)


NOTHING = Scope()
_current = ContextVar("scope", default=NOTHING)


def scope_of(user, memberships):
    """What these memberships (in force, with their organisations) open to the person."""
    meeting = [row.organisation for row in memberships if row.role in MEETING_CLIENTS]
    roles = {row.role for row in memberships}
    units = ()
    if meeting:
        own = Organisation.objects.filter(pk__in=[one.pk for one in meeting])
        units = tuple(sorted(Organisation.objects.with_units_of(own).values_list("pk", flat=True)))
    return Scope(
        user=user.pk,
        units=units,
        munis=tuple(sorted({one.municipality_id for one in meeting if one.kind == one.Kind.MUNICIPALITY})),
        county=settings.HYTE_COUNTY if Role.REFERRAL_COORDINATOR in roles else "",
        audit=Role.AUDITOR in roles,
        controllers=tuple(sorted({one.lineage()[-1] for one in meeting})),
    )


@contextmanager
def within(scope):
    """Everything inside sees these rows and no others. Only inside a transaction; SQLite has no second wall."""
    if connection.vendor != "postgresql":
        yield scope
        return
    if not connection.in_atomic_block:
        raise RuntimeError("A scope lasts as long as a transaction, and none is open.")
    before = _current.get()
    _set(scope)
    token = _current.set(scope)
    try:
        yield scope
        if not connection.needs_rollback:  # a rollback puts it back itself
            _set(before)
    finally:
        _current.reset(token)


def of_referral(pk):
    """Within the scope in force, this one referral beside: for whoever has been found to have it."""
    return within(replace(_current.get(), referral=pk))


def _set(scope):
    texts = scope.texts() | patience.beside()
    calls = ", ".join(["set_config(%s, %s, true)"] * len(texts))
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {calls}", [part for pair in texts.items() for part in pair])  # noqa: S608
