"""Where a person meets clients: the organisations whose referrals they send, receive or watch over."""

from dataclasses import dataclass

from organisations.acting import memberships_of
from organisations.models import Organisation, Role


@dataclass(frozen=True)
class Reach:
    sending: frozenset = frozenset()  # ids of units, with the units under them
    receiving: frozenset = frozenset()
    intake: frozenset = frozenset()  # of receiving: where the person gives referrals to advisers
    advising: frozenset = frozenset()  # of receiving: where the person has clients
    county: bool = False  # watches over the county's referrals without personal data


NONE = Reach()


def reach_of(user):
    """From the memberships in force today; asked once per user object (one request's, in practice)."""
    found = getattr(user, "_reach", None)
    if found is None:
        found = user._reach = _reach(user) if user.is_authenticated else NONE
    return found


def _reach(user):
    held = memberships_of(user)
    intake, advising = _under(held, {Role.INTAKE}), _under(held, {Role.ADVISER})
    return Reach(
        sending=_under(held, {Role.PROFESSIONAL}),
        receiving=intake | advising,
        intake=intake,
        advising=advising,
        county=any(row.role == Role.REFERRAL_COORDINATOR for row in held),
    )


def _under(held, roles):
    own = [row.organisation_id for row in held if row.role in roles]
    if not own:
        return frozenset()
    units = Organisation.objects.with_units_of(Organisation.objects.filter(pk__in=own))
    return frozenset(units.values_list("pk", flat=True))
