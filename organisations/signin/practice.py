"""Practice accounts: one for each role, in a demo only, with a door of their own and no password."""

from django.conf import settings

from organisations.models import Role, User

DOMAIN = "harjoitus.invalid"


def address(role):
    """Of the practice account of a role: ``main_user@harjoitus.invalid``."""
    return f"{role.value}@{DOMAIN}"


def possible():
    return settings.HYTE_ENV == "demo"


def offered():
    """(e-mail, role in words) of every practice account, in the order of the roles; nothing outside a demo."""
    if not possible():
        return []
    there = set(User.objects.practising().values_list("email", flat=True))
    return [(address(role), role.label) for role in Role if address(role) in there]
