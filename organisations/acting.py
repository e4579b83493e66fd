"""As whom a person acts: what a line of the log says beside the name."""

from audit.trail import Actor

from .models import Membership, Role


def memberships_of(user):
    """The memberships in force today, with their organisations, in the order of the roles' list.

    Asked once per user object (one request's, in practice): one query.
    """
    held = getattr(user, "_held", None)
    if held is None:
        rows = Membership.objects.held_by(user).select_related("organisation__parent__parent").order_by("pk")
        order = list(Role.values)
        held = user._held = sorted(rows, key=lambda row: order.index(row.role))
    return held


def actor_of(user, *roles, memberships=None):
    """The person in the first of these roles that they hold; without roles in the first one of the list.

    Work with clients stands first in the list of roles. A page that somebody opens by another right names it:
    ``actor_of(user, Role.AUDITOR)``. Nobody signed in is the portal itself.
    """
    if not user.is_authenticated:
        return Actor()
    held = memberships_of(user) if memberships is None else memberships
    row = next((row for role in roles or Role.values for row in held if row.role == role), None)
    if row is None:
        return Actor(id=user.pk, label=str(user))
    return Actor(user.pk, str(user), row.role, row.organisation_id, str(row.organisation))
