"""Who opens what: every address of the URLconf × every role × own and foreign organisation. A new address fails here
until somebody has said who may open it.

Pages of records in the admin are walked role by role in tests/test_admin_scope.py; here those are shut to whom the
admin is shut.
"""

from functools import partial
from urllib.parse import urlsplit

import pytest
from django.contrib import admin
from django.urls import reverse

from audit.models import Entry
from catalogue.tray import share
from organisations.models import Membership, Organisation, Role, User
from outbox.models import Message
from tests import factories, test_admin_scope, test_pages
from tests.kept import fresh, kept
from tests.security import referral_rules
from tests.security.walk import OF_REFERRALS, addresses
from tests.signing import confirmed, enter

pytestmark = pytest.mark.once  # who sees what does not hang on the database; rows are walked in test_rows.py

STRANGER, HALFWAY, NOBODY, FORMER, CLOSED = "stranger", "password only", "no role", "former", "closed"
WHO = [STRANGER, HALFWAY, NOBODY, FORMER, CLOSED, *Role.values]
EDITING = {"editor", "main_user", "coordinator"}
DECIDING = {"main_user", "coordinator", "administrator"}
KEEPING = {"coordinator", "administrator"}
OUTSIDE = {STRANGER, CLOSED}  # without a session that counts
SIGN_IN, SECOND_FACTOR = "to the sign-in", "to the second factor"


def build():
    """The world of the pages; a member of each role in the own organisation; somebody foreign."""
    made = test_pages.build()
    own = made["organisation"]
    people = {role: factories.user(role, own) for role in Role.values}
    for who in (HALFWAY, FORMER, CLOSED):  # whatever there is was theirs
        people[who] = factories.user()
        for role in Role.values:
            Membership.objects.grant(people[who], own, role)
    people[NOBODY] = factories.user()
    Membership.objects.of(people[FORMER]).update(valid_from="2020-01-01", valid_to="2020-12-31")
    User.objects.filter(pk=people[CLOSED].pk).update(is_active=False)
    foreign = factories.organisation(kind=Organisation.Kind.NGO, name_fi="Vieras")
    theirs = {
        "own": factories.user(Role.EDITOR, made["unit"]),
        "foreign": factories.user(Role.EDITOR, foreign),
    }
    rows = {place: person.memberships.get() for place, person in theirs.items()}
    shared = share.link([f"s{made['service'].pk}"]).url.rstrip("/").rpartition("/")[2]
    referrals = referral_rules.build(own)
    return made | {
        "people": people,
        "person": theirs,
        "membership": rows,
        "shared": shared,
        "referrals": referrals,
    }


made = kept(build)


@pytest.fixture
def world(made, db):
    return fresh(made)


# ------------------------------------------------------------ what each address answers to whom
def everybody(who, place, *, answer=200):
    """The same for all: nothing of a person is asked."""
    return answer


def strangers(who, place):
    """Pages of the way in; who is in already is led on."""
    return 200 if who in OUTSIDE else 302


def signed_in(who, place, *, answer=200, halfway=SECOND_FACTOR):
    if who in OUTSIDE:
        return SIGN_IN
    return halfway if who == HALFWAY else answer


def of(roles, who, place, *, answer=200):
    """For these roles; who is in without one of them is told so."""
    return signed_in(who, place, answer=answer if who in roles else 403)


def of_person(who, place, *, roles=DECIDING, answer=200):
    """A record of people: a main user's own, everybody's for who decides everywhere."""
    foreign = who == "main_user" and place == "foreign"
    return 404 if foreign else of(roles, who, place, answer=answer)


def of_referral(who, place, *, roles, row, answer=200):
    """A referral of the own organisation; the referral coordinator has the county's."""
    foreign = place == "foreign" and row not in ("", "late") and who in roles
    return 404 if foreign else of(roles, who, place, answer=answer)


def of_team(who, place):
    """A move of the team: the unit that sent it sees it and may not make it, nor an adviser who is not its."""
    others = {"professional": 403, "adviser": 302} if place == "own" else {}
    return others.get(who) or of_referral(who, place, roles=referral_rules.WORKING, row="referral")


def admitted(who, place, *, roles=EDITING, answer=200):
    """The admin leads whom it does not let in to the sign-in."""
    if who == HALFWAY:
        return SECOND_FACTOR
    if who not in EDITING:
        return SIGN_IN
    return answer if who in roles else 403


RULES = {
    **dict.fromkeys([*test_pages.EXAMPLES, *test_pages.OTHERS], everybody),
    **dict.fromkeys(["tray", "tray_shared", "embed_services", "embed_list", "embed_theme", "embed_pathway"], everybody),
    **dict.fromkeys(
        ["tray_add", "tray_remove", "tray_move", "tray_clear", "tray_restore", "tray_municipality", "tray_here",
         "tray_copy"], partial(everybody, answer=302),
    ),
    # the way in
    "account_login": strangers,
    "account_logout": partial(signed_in, halfway=200),
    "invitation": partial(everybody, answer=410),
    "practice_sign_in": partial(everybody, answer=405),
    "mfa_authenticate": partial(signed_in, answer=302, halfway=302),
    **dict.fromkeys(["account_reset_password", "account_reset_password_done"], everybody),
    **dict.fromkeys(["account_reset_password_from_key", "account_reset_password_from_key_done"], everybody),
    # one's own
    **dict.fromkeys(["workspace", "account", "account_change_password", "new_address", "usersessions_list"], signed_in),
    **dict.fromkeys(["account_reauthenticate", "mfa_activate_totp"], partial(signed_in, halfway=200)),
    "mfa_reauthenticate": partial(signed_in, answer=302),
    "practice_confirm": partial(signed_in, answer=404),
    "mfa_index": partial(signed_in, answer=302),
    **dict.fromkeys(["mfa_deactivate_totp", "mfa_view_recovery_codes"], partial(signed_in, answer=404)),
    "mfa_generate_recovery_codes": signed_in,
    "new_address_confirm": partial(signed_in, answer=410),
    "end_session": partial(signed_in, answer=405),
    # people, log, messages
    **dict.fromkeys(["people", "invite"], partial(of, DECIDING)),
    **dict.fromkeys(["person", "membership_add", "membership_change", "membership_end"], of_person),
    **dict.fromkeys(["person_invite", "person_close"], of_person),
    "person_open": partial(of_person, roles=KEEPING, answer=302),  # is open: back to the person
    **dict.fromkeys(["usage_log", "usage_log_report"], partial(of, {"auditor"})),
    **dict.fromkeys(["messages_stuck", "job_runs"], partial(of, KEEPING)),
    "practice_inbox": partial(everybody, answer=404),  # only a demo has one
    # referrals
    **{name: partial(of_referral, roles=roles, row=row, answer=answer)
       for name, (roles, answer, row) in referral_rules.PAGES.items()},
    "referral_move": of_team,
    **dict.fromkeys(referral_rules.POSTED, partial(signed_in, answer=405)),
    **{name: partial(everybody, answer=answer) for name, answer in referral_rules.OWN.items()},
    # the admin but for its pages of records
    **dict.fromkeys(["admin:index", "admin:jsi18n", "admin:app_list"], admitted),
    "admin:login": lambda who, place: SIGN_IN if who in OUTSIDE else 302 if who in {*EDITING, HALFWAY} else 403,
    "admin:logout": partial(signed_in, answer=302),
    "admin:language": partial(everybody, answer=405),
    "admin:autocomplete": partial(admitted, answer=403),  # without the field that asks
    **dict.fromkeys(
        ["admin:assessment_wording", "admin:catalogue_sourcerecord_csv", "admin:catalogue_importrun_ask"],
        partial(admitted, roles={"coordinator"}),
    ),
    **dict.fromkeys(
        ["admin:catalogue_importrun_approve", "admin:catalogue_importrun_again"],
        partial(admitted, roles={"coordinator"}, answer=404),  # of a run that is not there
    ),
}  # fmt: skip
RECORDS = {
    f"admin:{model._meta.label_lower.replace('.', '_')}_{page}"
    for model in admin.site._registry
    for page in test_admin_scope.PAGES
}
OURS = {*test_pages.ELSEWHERE["tests/people"], "messages_stuck", "job_runs", *referral_rules.PAGES}
GET_ONLY = {"workspace", "person", "usage_log", "job_runs", *referral_rules.GET_ONLY}
OBJECTS = {"person": "person", "person_invite": "person", "person_close": "person", "person_open": "person",
           "membership_add": "person", "membership_change": "membership", "membership_end": "membership"}  # fmt: skip


def test_every_address_says_who_may_open_it():
    names = {one.name for one in addresses()}
    assert names == RULES.keys() | RECORDS
    assert not RULES.keys() & RECORDS


def test_the_pages_of_records_are_walked_where_the_admin_is():
    assert set(admin.site._registry) == set(test_admin_scope.MODELS)


# ------------------------------------------------------------ the walk
def paths(world, one):
    """``(own or foreign, path)``: with rows of the world where the address has them."""
    if one.name in OBJECTS:
        rows = world[OBJECTS[one.name]]
        return [(place, reverse(one.name, args=[row.pk])) for place, row in rows.items()]
    if row := referral_rules.PAGES.get(one.name, ("", "", ""))[2]:
        places = {place: OF_REFERRALS[place] for place in one.places if place != "pk"}
        keys = world["referrals"][row].items()
        return [(place, reverse(one.name, kwargs=places | {"pk": key})) for place, key in keys]
    if one.name in test_pages.EXAMPLES:
        return [("", test_pages.address(one.name, row, world, "fi")) for row in test_pages.EXAMPLES[one.name]]
    if one.name in test_pages.OTHERS:
        return [("", test_pages.OTHERS[one.name][0].format(**world))]
    words = {"tray_shared": "shared", "tray_copy": "shared", "embed_list": "shared"}
    if one.name in words:
        return [("", reverse(one.name, args=[world[words[one.name]]]))]
    slugs = {"embed_theme": "sleep", "embed_pathway": world["pathway"].slug}
    return [("", reverse(one.name, args=[slugs[one.name]]) if one.name in slugs else one.path)]


def cells(world, who, records):
    """``(method, name, own or foreign, path, expected)``, of pages of records or of all others. A POST goes only where
    it must not be let through.
    """
    for one in addresses():
        if (one.name in RECORDS) is not records:
            continue
        rule = admitted if records else RULES[one.name]
        for place, path in paths(world, one):
            expected = rule(who, place)
            yield "GET", one.name, place, path, expected
            shut = expected in {403, 404} and one.name in OURS
            if shut or (not one.public and expected in {SIGN_IN, SECOND_FACTOR}):
                answer = 405 if shut and one.name in GET_ONLY else expected
                yield "POST", one.name, place, path, answer


def answered(response):
    """The status, or whereto somebody is led who is not (wholly) in."""
    path = urlsplit(response.get("Location", "")).path
    ways = {reverse("account_login"): SIGN_IN, reverse("admin:login"): SIGN_IN}
    ways[reverse("mfa_activate_totp")] = SECOND_FACTOR
    return ways.get(path, response.status_code)


def kept_rows():
    return [
        list(rows.values_list())
        for rows in (Membership.objects.order_by("pk"), Message.objects.order_by("pk"))
    ] + [list(User.objects.order_by("pk").values_list("pk", "is_active", "password"))]


def walk(client, world, who, *, records=False):
    """Answers that are not the expected ones."""
    client.raise_request_exception = False
    if who != STRANGER:
        enter(client, world["people"][who], second_factor=who != HALFWAY)
    if who not in {STRANGER, HALFWAY}:
        confirmed(client)
    before, wrong, refusals = kept_rows(), [], 0
    for method, name, place, path, expected in cells(world, who, records):
        answer = answered(client.generic(method, path))
        if answer != expected:
            wrong.append(f"{method} {name} {place}: {answer}, expected {expected}")
        refusals += name in OURS and answer in {403, 404}
    assert kept_rows() == before
    assert Entry.objects.refused().count() == refusals
    return wrong


def as_another(who):
    """Who once was somebody answers as nobody does: in the long run."""
    return pytest.param(who, marks=pytest.mark.long) if who in {HALFWAY, FORMER, CLOSED} else who


@pytest.mark.parametrize("who", [as_another(who) for who in WHO])
def test_every_address_answers_as_it_says(client, world, who):
    assert walk(client, world, who) == []


def shut_out(who):
    """The gate of the admin is one: two stand for the rest at every run."""
    return who if who in {STRANGER, "administrator"} else pytest.param(who, marks=pytest.mark.long)


@pytest.mark.parametrize("who", [shut_out(who) for who in WHO if who not in EDITING])
def test_records_of_the_admin_are_shut_to_whom_the_admin_is_shut(client, world, who):
    assert walk(client, world, who, records=True) == []


def test_a_signed_in_person_sees_public_pages_as_everybody_does(client, world):
    """A cache between may keep them: they hold no name and lead to the same addresses."""
    path = reverse("services")
    plain = client.get(path).content
    enter(client, world["people"]["coordinator"])
    assert client.get(path).content == plain
