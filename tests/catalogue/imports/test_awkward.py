"""Records that stand in one another's way: a dry run tells what the write does, nothing is half, twice is the same."""

import pytest

from tests.catalogue.imports import ptv
from tests.catalogue.imports.mutating import assert_holds
from tests.catalogue.imports.test_lipas import site
from tests.catalogue.imports.test_mutations import sports  # noqa: F401 - a fixture

pytestmark = pytest.mark.once  # what the database refuses is asked of both in test_ptv_changes

FIRST, OTHER = ptv.organisation(), ptv.organisation("Toinen ry", "Andra rf")
ONE = ptv.service(FIRST, fi="Yksi", sv="Ett")
TWO = ptv.service(FIRST, fi="Kaksi", sv="Två")
CHANNEL = ptv.channel()


def named(record, fi, sv):
    return record | {"serviceNames": ptv.texts(fi, sv, kind="Name")}


def under(record, above):
    return record | {"parentOrganizationId": above and above["id"]}


def chain(length):
    """Organisations each under the one before."""
    found = [ptv.organisation("Ylin", "Högst")]
    for number in range(1, length):
        found.append(under(ptv.organisation(f"Yksikkö {number}", None), found[-1]))
    return found


SIX = chain(6)
BEFORE_AND_THEN = {
    "an organisation and a service of one id": ([], [FIRST, ptv.service(FIRST, id=FIRST["id"])]),
    "a service's id becomes an organisation's": (
        [FIRST, ONE],
        [FIRST, ptv.organisation("Uusi", "Ny", id=ONE["id"])],
    ),
    "a channel and a service of one id": (
        [],
        [FIRST, CHANNEL, ptv.service(FIRST, CHANNEL, id=CHANNEL["id"])],
    ),
    "one id twice, in capitals too": (
        [],
        [FIRST, ONE, named(ONE, "Muu", "Annan") | {"id": ONE["id"].upper()}],
    ),
    "a name given up goes to another": (
        [FIRST, ONE],
        [FIRST, named(ONE, "Muu", "Annan"), named(TWO, "Yksi", "Ett")],
    ),
    "a name is given twice": ([FIRST, ONE], [FIRST, named(TWO, "Uusi", "Ny"), named(ONE, "Uusi", "Ny")]),
    "two take one name": ([FIRST, ONE, TWO], [FIRST, named(ONE, "Uusi", "Ny"), named(TWO, "Uusi", "Ny")]),
    "two change names": ([FIRST, ONE, TWO], [FIRST, named(ONE, "Kaksi", "Två"), named(TWO, "Yksi", "Ett")]),
    "two organisations of one business id": (
        [],
        [FIRST | {"businessCode": "0242499-0"}, OTHER | {"businessCode": "0242499-0"}, ONE],
    ),
    "two organisations of one OID": ([], [FIRST | {"oid": "1.2.246.10"}, OTHER | {"oid": "1.2.246.10"}]),
    "two organisations of one municipality": (
        [],
        [FIRST | {"organizationType": "Municipality"}, OTHER | {"organizationType": "Municipality"}],
    ),
    "a municipality that is no more": ([], [FIRST | {"municipality": {"code": "911"}}, ONE]),
    "two in a circle": ([], [under(FIRST, OTHER), under(OTHER, FIRST), ONE]),
    "upper and lower change places": ([FIRST, under(OTHER, FIRST)], [under(FIRST, OTHER), OTHER]),
    "an organisation under itself": ([], [under(FIRST, FIRST), ONE]),
    "six levels": ([], [*SIX, ptv.service(SIX[-1])]),
    "six levels, the lowest first": ([], [*SIX[::-1], ptv.service(SIX[-1])]),
    "the second of six becomes the first": (SIX, [SIX[0], under(SIX[1], None), *SIX[2:]]),
    "three go under a fourth": (SIX[:3], [OTHER, under(SIX[0], OTHER), *SIX[1:3]]),
    "an organisation that was deleted": ([FIRST, ONE], [FIRST | {"publishingStatus": "Deleted"}, ONE]),
}


@pytest.mark.parametrize("what", BEFORE_AND_THEN)
def test_services_and_organisations_in_one_anothers_way_are_told_as_they_are_written(lists, tmp_path, what):
    before, then = BEFORE_AND_THEN[what]
    assert_holds("ptv", then, tmp_path, before or None)


SITES = {
    "two sites of one name": ([], [site(1), site(2, name="Merilaavu 1")]),
    "a site of another type": ([site(1)], [site(1, "999")]),
    "a site that moved": ([site(1)], [site(1, location={"city": {"city-code": 905}})]),
    "two change names": ([site(1), site(2)], [site(1, name="Merilaavu 2"), site(2, name="Merilaavu 1")]),
    "closed and open in one file": ([], [site(1, status="planning"), site(1)]),
}


@pytest.mark.parametrize("what", SITES)
def test_sites_in_one_anothers_way_are_told_as_they_are_written(sports, tmp_path, what):  # noqa: F811
    before, then = SITES[what]
    assert_holds("lipas", then, tmp_path, before or None)
