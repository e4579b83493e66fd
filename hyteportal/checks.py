"""What an installation may not be: referrals without the second wall."""

from django.conf import settings
from django.core.checks import Error, Tags, register
from django.core.exceptions import ImproperlyConfigured
from django.db import connection

from organisations import row_security

HINT = "See docs/database-roles.md, or set HYTE_REFERRALS=off."


def needed():
    return settings.PRODUCTION and settings.HYTE_REFERRALS


@register(Tags.security)
def referrals_stand_on_postgresql(app_configs, **kwargs):
    if needed() and connection.vendor != "postgresql":
        return [
            Error("Referrals are on, and the database has no row-level security.", HINT, id="hyteportal.E001")
        ]
    return []


@register(Tags.database, deploy=True)
def the_second_wall_stands(app_configs, databases=None, **kwargs):
    """With ``check --deploy --database default``, as the role of the web processes: migrating is the owner's."""
    found = holes() if databases else []
    return [Error(f"Referrals are on, and {fault}.", HINT, id="hyteportal.E002") for fault in found]


def holes():
    """Why this process may not serve referrals, when it would; empty otherwise."""
    return row_security.faults(connection) if needed() else []


def refuse_to_start():
    """A web process that would serve referrals without the wall does not come up."""
    if found := holes():
        raise ImproperlyConfigured(f"Referrals are on, and {'; '.join(found)}. {HINT}")
