"""``verify_audit`` sees what somebody did to the log past the portal."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.utils import timezone

from audit import append_only, trail
from audit.models import Entry
from audit.verifying import verify
from hyteportal import jobs

from .test_append_only import execute

pytestmark = pytest.mark.django_db


@pytest.fixture
def three():
    for action in ("created", "read", "changed"):
        trail.write(action)
    return list(Entry.objects.order_by("pk").values_list("pk", flat=True))


def past_the_triggers(statement, *params):
    """As the owner of the database can."""
    append_only.remove(connection)
    execute(statement, *params)
    append_only.install(connection)


def test_a_log_that_is_as_it_was_written_is_in_order(three):
    out = StringIO()
    call_command("verify_audit", stdout=out)
    assert out.getvalue().startswith(f"3 lines, numbers {three[0]} to {three[-1]}, 0 used up.")
    assert jobs.verify_log(timezone.now()) == {"lines": 3}


def test_an_empty_log_is_in_order():
    assert verify().faults == []


@pytest.mark.postgres
def test_a_first_line_that_was_rolled_back_is_no_fault():
    with transaction.atomic():
        trail.write("read")
        transaction.set_rollback(True)
    assert verify().faults == []
    assert not Entry.objects.exists()


def test_numbers_that_a_rolled_back_request_used_up_are_no_fault(three):
    with transaction.atomic():
        trail.write("read")
        transaction.set_rollback(True)
    trail.write("read")
    found = verify()
    assert found.faults == []
    assert found.gaps == (1 if connection.vendor == "postgresql" else 0)


@pytest.mark.parametrize("minutes", [-10, 10])
def test_a_line_whose_moment_was_altered_is_told_by_its_number(three, minutes):
    moment = timezone.now() + timedelta(minutes=minutes)
    past_the_triggers("UPDATE audit_entry SET at = %s WHERE id = %s", moment, three[-1])
    assert verify().faults == [f"Out of order: {three[-1]}."]
    with pytest.raises(CommandError, match="Out of order"):
        call_command("verify_audit", stdout=StringIO())
    with pytest.raises(jobs.LogNotWhole):
        jobs.verify_log(timezone.now())


def test_clocks_that_differ_a_little_are_no_fault(three):
    past_the_triggers(
        "UPDATE audit_entry SET at = %s WHERE id = %s", timezone.now() - timedelta(seconds=30), three[-1]
    )
    assert verify().faults == []


def test_only_some_of_many_lines_out_of_order_are_told(three):
    for _ in range(6):
        trail.write("read")
    past_the_triggers(
        "UPDATE audit_entry SET at = %s WHERE id = %s", timezone.now() + timedelta(days=1), three[0]
    )
    (said,) = verify().faults
    assert said.endswith("and more.")
    assert said.count(",") == 4


@pytest.mark.parametrize(
    ("place", "said"),
    [(0, None), (1, "from among the others: 1"), (2, "from the end: 1"), (None, "from the end: ")],
)
def test_on_sqlite_lines_that_are_gone_are_told(three, place, said):
    """PostgreSQL does not take numbers back: there a gap proves nothing, and the sealed chain will."""
    gone = three if place is None else three[place : place + 1]
    for number in gone:
        past_the_triggers("DELETE FROM audit_entry WHERE id = %s", number)
    told = " ".join(verify().faults)
    if said and connection.vendor == "sqlite":
        assert said in told
    else:  # the oldest end when they have been kept long enough
        assert told == ""


def test_every_missing_trigger_is_told():
    append_only.remove(connection)
    triggers = append_only.SQLITE if connection.vendor == "sqlite" else append_only.POSTGRESQL
    said = " ".join(append_only.faults(connection))
    assert [name for name in triggers if name not in said] == []


def test_a_trigger_that_does_nothing_is_told():
    if connection.vendor == "sqlite":
        execute("DROP TRIGGER audit_not_changed")
        execute(
            "CREATE TRIGGER audit_not_changed BEFORE UPDATE ON audit_entry WHEN 0"
            " BEGIN SELECT RAISE(ABORT, 'audit is append-only'); END"
        )
        name = "audit_not_changed"
    else:
        execute(
            "CREATE OR REPLACE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql"
            " AS 'BEGIN RETURN NULL; END'"
        )
        name = "audit_refuse"
    (said,) = append_only.faults(connection)
    assert name in said


@pytest.mark.postgres
@pytest.mark.parametrize("way", ["DISABLE TRIGGER", "ENABLE TRIGGER", "ENABLE REPLICA TRIGGER"])
@pytest.mark.parametrize("name", append_only.POSTGRESQL)
def test_a_trigger_that_is_switched_off_is_told(way, name):
    execute(f"ALTER TABLE audit_entry {way} {name}")
    assert append_only.faults(connection) == [f"Trigger {name} is switched off, or does not fire always."]


@pytest.mark.postgres
@pytest.mark.parametrize("privilege", ["UPDATE", "DELETE", "TRUNCATE", "TRIGGER"])
def test_a_right_that_another_role_got_is_told(privilege):
    execute(f"GRANT {privilege} ON audit_entry TO hyte_app")
    assert append_only.faults(connection) == [f"Role hyte_app has {privilege} on audit_entry."]


@pytest.mark.postgres
def test_a_right_that_everybody_got_is_told_for_each_role():
    execute("GRANT DELETE ON audit_entry TO PUBLIC")
    said = append_only.faults(connection)
    assert "Role hyte_app has DELETE on audit_entry." in said
    append_only.install(connection)
    assert append_only.faults(connection) == []


@pytest.mark.postgres
def test_a_role_that_sees_no_line_does_not_call_the_log_whole(three):
    execute("GRANT SELECT, INSERT ON audit_entry TO hyte_app")
    execute("GRANT USAGE ON SEQUENCE audit_entry_id_seq TO hyte_app")
    with transaction.atomic():
        execute("SET LOCAL ROLE hyte_app")
        said = verify().faults
        execute("RESET ROLE")
    assert any("may not read the log" in one for one in said)
