"""Who may give which role to whom, and where: pure data and one function. Taking a role away asks the same."""

from typing import NamedTuple

from organisations.roles import Role

EVERYWHERE, OWN = "everywhere", "own"  # every organisation of the portal; the own one and its units


class Rule(NamedTuple):
    where: str
    gives: frozenset


OF_AN_ORGANISATION = frozenset(
    {Role.PROFESSIONAL, Role.ADVISER, Role.INTAKE, Role.EDITOR, Role.MAIN_USER},
)
# Nobody gives anything to themself, so a coordinator never becomes a professional, adviser or intake by own hand.
RULES = {
    Role.MAIN_USER: Rule(OWN, OF_AN_ORGANISATION),
    Role.COORDINATOR: Rule(EVERYWHERE, OF_AN_ORGANISATION | {Role.COORDINATOR}),
    Role.ADMINISTRATOR: Rule(EVERYWHERE, frozenset(Role)),
}
DECIDING = tuple(
    reversed(RULES)
)  # who decides on people at all; as whom the log knows them, the widest first


def may_give(held, role, lineage, *, to_self):
    """``held``: the giver's (role, organisation's id) in force now. ``lineage``: the ids of the organisation where the
    role would hold and of all that stand above it. ``to_self``: whether giver and receiver are one person.
    """
    return not to_self and any(
        role in RULES[own].gives and (RULES[own].where == EVERYWHERE or place in lineage)
        for own, place in held
        if own in RULES
    )
