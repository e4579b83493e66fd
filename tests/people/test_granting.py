"""Who gives which role to whom, and where: the whole table, asked of the one function."""

from itertools import product

import pytest

from organisations.granting import DECIDING, may_give
from organisations.roles import Role

OWN, UNIT, ABOVE, FOREIGN = 2, 3, 1, 9
LINEAGE = {OWN: [2, 1], UNIT: [3, 2, 1], ABOVE: [1], FOREIGN: [9]}
OF_AN_ORGANISATION = {"professional", "adviser", "intake", "editor", "main_user"}
# As the rule was agreed: giver → (roles, where).
AGREED = {
    "main_user": (OF_AN_ORGANISATION, {OWN, UNIT}),
    "coordinator": (OF_AN_ORGANISATION | {"coordinator"}, set(LINEAGE)),
    "administrator": (set(Role.values), set(LINEAGE)),
}


@pytest.mark.parametrize(("giver", "given"), list(product(Role.values, Role.values)))
def test_a_role_is_given_as_agreed_and_no_other_way(giver, given):
    roles, places = AGREED.get(giver, (set(), set()))
    for place, lineage in LINEAGE.items():
        expected = given in roles and place in places
        assert may_give([(giver, OWN)], given, lineage, to_self=False) is expected, place


@pytest.mark.parametrize(("giver", "given"), list(product(Role.values, Role.values)))
def test_nobody_gives_anything_to_themself(giver, given):
    assert not any(may_give([(giver, OWN)], given, lineage, to_self=True) for lineage in LINEAGE.values())


def test_roles_add_up_but_each_only_where_it_holds():
    held = [("main_user", FOREIGN), ("editor", OWN)]
    assert may_give(held, "editor", LINEAGE[FOREIGN], to_self=False)
    assert not may_give(held, "editor", LINEAGE[OWN], to_self=False)


def test_who_decides_is_known_by_the_widest_role():
    assert DECIDING == (Role.ADMINISTRATOR, Role.COORDINATOR, Role.MAIN_USER)


def test_every_role_says_what_it_gives():
    assert all(role.gives and role.words for role in Role)
