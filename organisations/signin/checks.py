"""What must hold before the portal starts: practice accounts only in a demo, and the gate at its place."""

from django.conf import settings
from django.core.checks import Error, Tags, register
from django.db import DatabaseError, connections

GATE = "organisations.signin.middleware.SignedIn"
BEFORE = "hyteportal.middleware.LoginRequired"
DOOR = "organisations.signin.backend.People"


@register(Tags.security)
def door(app_configs, **kwargs):
    """No way round the second factor: one backend, the gate behind the middleware that sends strangers away."""
    found = []
    order = settings.MIDDLEWARE
    if GATE not in order or BEFORE not in order or order.index(GATE) < order.index(BEFORE):
        found.append(Error(f"{GATE} must stand after {BEFORE} in MIDDLEWARE.", id="signin.E001"))
    if settings.AUTHENTICATION_BACKENDS != [DOOR]:
        found.append(Error(f"AUTHENTICATION_BACKENDS must be [{DOOR!r}] alone.", id="signin.E002"))
    if getattr(settings, "MFA_TOTP_INSECURE_BYPASS_CODE", None):
        found.append(Error("MFA_TOTP_INSECURE_BYPASS_CODE opens every account.", id="signin.E003"))
    return found


@register(Tags.database)
def practice(app_configs, databases=None, **kwargs):
    """`check --database default` and `migrate`: no practice account outside a demo, though none could sign in there."""
    from organisations.models import User

    if settings.HYTE_ENV != "production":
        return []
    try:
        there = [
            alias
            for alias in databases or []
            if User._meta.db_table in connections[alias].introspection.table_names()
            and User.objects.using(alias).filter(practice=True).exists()
        ]
    except DatabaseError:
        return []  # before the migration that brings practice accounts there are none
    words = "There are practice accounts in the database {!r} and HYTE_ENV is production. Use a database of its own."
    return [Error(words.format(alias), id="signin.E004") for alias in there]
