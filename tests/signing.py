"""Sign-in for tests: sessions as they are after it, without its pages."""

import time

from allauth.account.internal.flows.login import (
    _AUTHENTICATION_METHODS_USER_SESSION_KEY,
    AUTHENTICATION_METHODS_SESSION_KEY,
)
from django.test import Client

force_login = Client.force_login  # Django's own: a session that knows the person and has proved nothing


def enter(client, user, *, second_factor=True, backend=None):
    """Signed in; without ``second_factor`` only with a password."""
    force_login(client, user, backend)
    lines = [{"method": "password"}, {"method": "mfa", "type": "totp"}]
    _write(client, user, lines if second_factor else lines[:1])
    return client


def confirmed(client):
    """The person of this session has just confirmed who they are (step-up)."""
    record(client, None, method="mfa", type="totp", reauthenticated=True)
    return client


def record(client, user, *, at=None, **values):
    """A line of what the session has proved."""
    _write(client, user, [values], at)


def _write(client, user, new, at=None):
    session, at = client.session, at or time.time()
    lines = session.get(AUTHENTICATION_METHODS_SESSION_KEY, [])
    session[AUTHENTICATION_METHODS_SESSION_KEY] = [*lines, *({"at": at, **values} for values in new)]
    if user is not None:
        session[_AUTHENTICATION_METHODS_USER_SESSION_KEY] = str(user.pk)
    session.save()
