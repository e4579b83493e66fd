"""The second wall around referrals, table by table and scope by scope, asked as the roles that serve and work."""

from contextlib import suppress
from copy import copy
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from audit import report, trail
from fields import rotation
from organisations.database_roles import APP, JOBS, KEYS, OWNER
from organisations.scope import Scope, within
from referrals import erasing
from referrals import models as tables
from referrals.models.client import READ_BY_JOBS
from tests import factories, walls
from tests.referrals.scene import agreement, scene, team, unit
from tests.referrals.whole import SECRETS, whole

pytestmark = [pytest.mark.postgres, pytest.mark.django_db]
NAMES = ["Referral", "Assignment", "Client", "Asked", "Consent", "Trace", "Plan", "Outcome", "Attempt", "Meeting",
         "FollowUp", "Event", "EventText", "Link"]  # fmt: skip
TABLES = [getattr(tables, name) for name in NAMES]
# What each scope sees of one referral between the station and the advice, in the order of the names.
SEEN = {
    "nothing": [0] * 14,
    "sender": [
        1,
        1,
        1,
        1,
        2,
        2,
        0,
        1,
        0,
        0,
        0,
        2,
        1,
        1,
    ],  # no plan, attempt, meeting; what came of it was agreed
    "receiver": [1, 1, 1, 1, 2, 2, 1, 1, 1, 1, 1, 2, 2, 1],
    "another unit": [0] * 14,
    "the unit above": [0] * 14,
    "another town": [0] * 14,
    "client": [1, 1, 1, 1, 2, 2, 1, 1, 1, 1, 1, 2, 1, 1],
    "another client": [0] * 14,
    "coordinator": [1, 1, 0, 0, 2, 0, 0, 0, 0, 0, 0, 2, 0, 1],
    "same controller": [0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0],
    "link": [0] * 13 + [1],
    "auditor": [0] * 14,
    "municipality": [0] * 14,
}


@pytest.fixture
def here(become, settings, tmp_path):
    settings.HYTE_ERASURES = tmp_path / "erasures"
    with walls.everything():
        made = scene()
        made.one = whole(made)
        made.other = unit(made.county, "Toinen asema")
        made.elsewhere = whole(scene_elsewhere(made))
        yield made


def scene_elsewhere(made):
    """The same people; another referral, of another unit to another team."""
    other = copy(made)
    other.station = unit(made.county, "Kolmas asema")
    other.town = factories.organisation(
        kind="municipality", municipality=factories.municipality("285", name_fi="Kotka")
    )
    other.advice = unit(other.town, "Kotkan neuvonta")
    other.team = team(other.advice, made.kind)
    agreement(made.county, other.town, made.kind)
    return other


def scope_of(made, name):
    return {
        "nothing": Scope(user=1),
        "sender": Scope(units=(made.station.pk,)),
        "receiver": Scope(units=(made.advice.pk,)),
        "another unit": Scope(units=(made.other.pk,)),
        "the unit above": Scope(units=(made.town.pk, made.county.pk)),
        "another town": Scope(munis=("285",), units=(made.other.pk,)),
        "client": Scope(referral=made.one.referral_id),
        "another client": Scope(referral=uuid4()),
        "coordinator": Scope(county="10"),
        "same controller": Scope(controllers=(made.county.pk,)),
        "link": Scope(link=made.one.referral_id.hex * 2),
        "auditor": Scope(user=1, audit=True),
        "municipality": Scope(munis=("075",)),
    }[name]


def of_one(made, model):
    """The rows of the first referral that are seen now."""
    way = {tables.Referral: "pk", tables.Plan: "assignment__referral", tables.Outcome: "assignment__referral",
           tables.Attempt: "assignment__referral", tables.Meeting: "assignment__referral",
           tables.FollowUp: "assignment__referral"}.get(model, "referral")  # fmt: skip
    if way.startswith("assignment"):  # without asking the other table
        return model.objects.filter(assignment_id=made.one.pk)
    return model.objects.filter(**{way: made.one.referral_id})


def counts(made):
    return [of_one(made, model).count() for model in TABLES]


@pytest.mark.parametrize("name", SEEN)
@pytest.mark.parametrize("role", [APP, OWNER])
def test_each_scope_sees_of_each_table_what_is_its_own(here, become, name, role):
    with become(role), within(scope_of(here, name)):
        assert dict(zip(NAMES, counts(here), strict=True)) == dict(zip(NAMES, SEEN[name], strict=True))


@pytest.mark.parametrize(
    "name", [name for name, seen in SEEN.items() if name not in ("coordinator", "same controller")]
)
def test_no_scope_sees_rows_of_the_other_referral_beside(here, become, name):
    """Of every table together: what is counted is only what the table above says, and so nothing of the other."""
    with become(APP), within(scope_of(here, name)):
        assert [model.objects.count() for model in TABLES] == SEEN[name]


@pytest.mark.parametrize("role", [APP, OWNER])
def test_outside_every_scope_there_is_nothing(here, become, role):
    with become(role), walls.nothing():
        assert [model.objects.count() for model in TABLES] == [0] * 14


@pytest.mark.parametrize(
    "name", ["another unit", "another town", "the unit above", "another client", "auditor"]
)
def test_rows_of_others_are_neither_changed_nor_removed(here, become, name):
    with become(APP), within(scope_of(here, name)), connection.cursor() as cursor:
        for model in TABLES:
            table, key = model._meta.db_table, model._meta.pk.column
            for statement in (f"DELETE FROM {table}", f"UPDATE {table} SET {key} = {key}"):
                with suppress(DatabaseError), transaction.atomic():
                    cursor.execute(statement)
                    assert cursor.rowcount == 0, statement
    assert counts(here) == SEEN["receiver"]


def refused(work, said="row-level security|permission denied|append-only"):
    with pytest.raises(DatabaseError, match=said), transaction.atomic():
        work()


def test_nothing_is_added_to_a_referral_of_others(here, become):
    one = here.one
    with become(APP), within(Scope(units=(here.other.pk,))):
        refused(lambda: tables.Consent.objects.create(
            referral=one.referral, scope="share", receiver=here.town, text_version="2", text_hash="1",
            language="fi", how="oral", withdrawn_at=timezone.now()))  # fmt: skip
        refused(lambda: tables.Event.objects.create(
            assignment=one, referral=one.referral, letter="I", move="note", from_state="sent", to_state="sent",
            version=99))  # fmt: skip
        refused(lambda: tables.Attempt.objects.create(assignment=one, channel="phone", result="reached"))
        refused(lambda: tables.Trace.objects.create(
            referral=one.referral, controller=here.town, what="surname", digest="d" * 64, number="x"))  # fmt: skip
        refused(lambda: tables.Assignment.objects.create(
            referral=one.referral, team=here.team, sender=here.other, receiver=here.advice, state="sent",
            due_on=timezone.localdate()))  # fmt: skip


def test_a_referral_is_not_given_away(here, become):
    one = here.one
    with become(APP), within(Scope(units=(here.station.pk,))):
        refused(lambda: tables.Assignment.objects.filter(pk=one.pk).update(
            sender=here.other, receiver=here.elsewhere.receiver))  # fmt: skip
        refused(lambda: tables.Referral.objects.filter(pk=one.referral_id).update(sender=here.other))


def test_an_assignment_is_added_only_within_the_referral_that_was_named(here, become):
    one = here.one
    new = {"referral": one.referral, "team": here.team, "sender": here.station, "receiver": here.elsewhere.receiver,
           "state": "sent", "due_on": timezone.localdate()}  # fmt: skip
    with become(APP), within(Scope(units=(here.advice.pk,))):
        refused(lambda: tables.Assignment.objects.create(**new))
    with become(APP), within(Scope(units=(here.advice.pk,), referral=one.referral_id)):
        refused(
            lambda: tables.Assignment.objects.create(**new | {"state": "accepted", "adviser": here.adviser})
        )
        tables.Assignment.objects.create(**new)


def test_the_coordinator_moves_an_assignment_and_writes_nothing_personal(here, become):
    one = here.one
    with become(APP), within(Scope(county="10")):
        assert tables.Assignment.objects.filter(pk=one.pk).update(version=4) == 1
        assert tables.Client.objects.filter(pk=one.referral_id).update(language="sv") == 0
        assert tables.Referral.objects.filter(pk=one.referral_id).update(practice=True) == 0
        assert list(tables.EventText.objects.all()) == []


@pytest.mark.parametrize("name", ["sender", "receiver", "client", "coordinator"])
def test_nobody_of_the_web_changes_or_removes_what_happened(here, become, name):
    with become(APP), within(scope_of(here, name)):
        for rows in (tables.Event.objects, tables.EventText.objects):
            refused(lambda rows=rows: rows.update(referral=here.elsewhere.referral_id), "permission denied")
            with suppress(DatabaseError), transaction.atomic():
                assert rows.all()._raw_delete("default") == 0
    assert of_one(here, tables.Event).count() == 2
    assert of_one(here, tables.EventText).count() == 2


def test_the_application_does_not_write_over_what_was_erased(here, become):
    with become(JOBS), walls.nothing():
        assert erasing.erase(here.one.referral, why=erasing.ASKED, now=timezone.now())
    with become(APP), within(Scope(units=(here.station.pk,))):
        refused(
            lambda: tables.Referral.objects.filter(pk=here.one.referral_id).update(erased_at=None),
            "append-only",
        )


# ------------------------------------------------------------ who saw it
def test_the_log_of_one_referral_is_read_within_it_and_of_no_other(here, become):
    mine, other = str(here.one.referral_id), str(here.elsewhere.referral_id)
    with become(APP):
        for key in (mine, other):
            trail.write("read", subject=("referral", key))
        trail.write("listed", subject=("referral", ""), shown=[mine, other])
        trail.write("read", subject=("person", mine))
        with within(Scope(referral=here.one.referral_id)):
            assert [line.in_list for line in report.seen("referral", mine)] == [False, True]
            assert [line.in_list for line in report.seen("referral", other)] == [
                True
            ]  # the list that showed both
            assert report.seen("person", mine) == []
        with within(Scope(units=(here.station.pk,))):
            assert report.seen("referral", mine) == []


# ------------------------------------------------------------ jobs and keys
def test_jobs_see_every_row_and_of_clients_only_what_they_need(here, become):
    with become(JOBS), walls.nothing():
        assert tables.Referral.objects.count() == 2
        client = tables.Client.objects.for_jobs().get(pk=here.one.referral_id)
        assert client.name == SECRETS["name"]
        for rows in (tables.Client.objects.all(), tables.Asked.objects.all(), tables.Plan.objects.all(),
                     tables.EventText.objects.all(), tables.Client.objects.only("identity_code"),
                     tables.Client.objects.only("contact_note"),
                     tables.Client.objects.only("interpreter")):  # fmt: skip
            refused(lambda rows=rows: list(rows), "permission denied")
        refused(lambda: client.save(update_fields=["phone"]), "permission denied")
        refused(lambda: tables.Event.objects.update(reason=""), "permission denied")


def test_what_jobs_may_read_of_clients_is_written_once(here):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT column_name FROM information_schema.column_privileges"
            " WHERE grantee = %s AND table_name = 'referrals_client' AND privilege_type = 'SELECT'",
            [JOBS],
        )
        granted = {name for (name,) in cursor.fetchall()}
    assert granted == {tables.Client._meta.get_field(name).column for name in READ_BY_JOBS}


def test_the_jobs_erase_without_reading(here, become):
    with become(JOBS), walls.nothing():
        assert erasing.erase(here.one.referral, why=erasing.ASKED, now=timezone.now())
    assert counts(here) == [1, 1, 0, 0, 0, 0, 0, 1] + [0] * 6


def test_the_keeper_of_keys_reads_whatever_stands_encrypted(here, become):
    with become(KEYS), walls.nothing():
        for column in rotation.columns():
            assert rotation.state(column)["unreadable"] == 0
        assert {client.identity_code for client in tables.Client.objects.all()} == {SECRETS["identity_code"]}
