"""Writes lines of the log; who acts is set once a request (or job) by the site."""

import uuid
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field

from .models import Entry


@dataclass(frozen=True)
class Actor:
    """Who acts: a person in a role for an organisation, or the portal itself (no id)."""

    id: int | None = None
    label: str = ""
    role: str = ""
    organisation_id: int | None = None
    organisation_label: str = ""


@dataclass
class Request:
    actor: Actor = Actor()
    network: str = ""
    id: uuid.UUID = field(default_factory=uuid.uuid4)
    denials: list = field(default_factory=list)


_current = ContextVar("audit_request", default=None)


@contextmanager
def request(actor=None, network=""):
    """Everything written inside is this actor's, under one request id. Yields the Request."""
    now = Request(actor or Actor(), network)
    token = _current.set(now)
    try:
        yield now
    finally:
        _current.reset(token)


def write(action, *, actor=None, subject=None, shown=(), fields=(), purpose="", denied=False):
    """One line, in the transaction that is open. ``subject`` is ``(kind, id)``; ``actor`` when it is not the request's.

    A list is one line: ``subject=(kind, "")`` and ``shown``, the ids on the page. Raises what the database raises: who
    cannot be written down sees nothing. The number of the line is not read back.
    """
    now = _current.get() or Request()
    return _write(now, actor or now.actor, action, subject, shown, fields, purpose, denied)


def _write(now, actor, action, subject, shown, fields, purpose, denied):
    kind, key = subject or ("", "")
    return Entry.objects.create(
        actor_id=actor.id,
        actor_label=actor.label[:150],
        role=actor.role,
        organisation_id=actor.organisation_id,
        organisation_label=actor.organisation_label[:150],
        action=action,
        denied=denied,
        subject_kind=kind,
        subject_id=str(key),
        shown=[str(one) for one in shown],
        fields=[str(one) for one in fields],
        purpose=purpose[:100],
        request_id=now.id,
        network=now.network,
    )


def deny(action, *, subject=None, purpose=""):
    """Note a refusal. The site writes it after the request's transaction was rolled back (``write_denials``)."""
    now = _current.get()
    if now is not None:
        now.denials.append((action, subject, purpose))


def write_denials(now):
    """Writes what was refused in this request, under its id; called when no transaction of it is open any more."""
    while now.denials:
        action, subject, purpose = now.denials[0]
        _write(now, now.actor, action, subject, (), (), purpose, True)
        del now.denials[0]
