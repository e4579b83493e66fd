"""A line of the log is added and never changed, removed or put between older ones, whoever asks and however."""

import pytest
from django.db import DatabaseError, connection, transaction

from audit import append_only, trail
from audit.models import Entry


def lines():
    return list(Entry.objects.order_by("pk").values_list("pk", "action"))


def execute(statement, *params):
    with connection.cursor() as cursor:
        cursor.execute(statement, params)


COLUMNS = (
    "at, actor_label, role, organisation_label, action, denied, subject_kind, subject_id, shown, fields, purpose,"
    " request_id, network"
)


def insert(number, verb="INSERT"):
    """A line with a number of one's own choice, copied from the first."""
    execute(f"{verb} INTO audit_entry (id, {COLUMNS}) SELECT {number}, {COLUMNS} FROM audit_entry LIMIT 1")


def change_object():
    line = Entry.objects.first()
    line.action = "other"
    line.save()


ATTEMPTS = {
    "update": lambda: Entry.objects.update(action="other"),
    "update of one": lambda: Entry.objects.filter(action="read").update(denied=True),
    "delete": lambda: Entry.objects.all().delete(),
    "raw delete": lambda: Entry.objects.all()._raw_delete("default"),
    "save of an object": change_object,
    "delete of an object": lambda: Entry.objects.first().delete(),
    "sql update": lambda: execute("UPDATE audit_entry SET action = 'other'"),
    "sql delete": lambda: execute("DELETE FROM audit_entry"),
    "an older number": lambda: insert(Entry.objects.last().pk - 1),
    "a number of one's own": lambda: insert(-5),
}


@pytest.fixture
def two_lines(db):
    trail.write("read", subject=("referral", "1"))
    trail.write("changed", subject=("referral", "1"))
    return lines()


@pytest.mark.parametrize("attempt", ATTEMPTS)
def test_the_log_refuses(two_lines, attempt):
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        ATTEMPTS[attempt]()
    assert lines() == two_lines


def test_a_line_is_not_replaced_by_another_of_its_number(two_lines):
    newest = f"FROM audit_entry WHERE id = {two_lines[-1][0]}"
    statement = f"INSERT OR REPLACE INTO audit_entry (id, {COLUMNS}) SELECT id, {COLUMNS} {newest}"
    if connection.vendor == "postgresql":
        columns = COLUMNS.replace("action", "'other'", 1)
        statement = f"INSERT INTO audit_entry (id, {COLUMNS}) SELECT id, {columns} {newest}"
        statement += " ON CONFLICT (id) DO UPDATE SET action = excluded.action"
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        execute(statement)
    assert lines() == two_lines


@pytest.mark.postgres
@pytest.mark.parametrize(
    "statement", ["TRUNCATE audit_entry", "TRUNCATE audit_entry RESTART IDENTITY CASCADE"]
)
def test_the_log_is_not_emptied(two_lines, statement):
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        execute(statement)
    assert lines() == two_lines


@pytest.mark.postgres
def test_even_a_statement_that_meets_no_line_is_refused(two_lines):
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        Entry.objects.filter(action="no such").update(action="other")


@pytest.mark.postgres
def test_a_number_taken_beforehand_is_not_kept_for_later(two_lines):
    """``nextval`` alone would leave a place in the past to come back to."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('audit_entry_id_seq')")
        (kept,) = cursor.fetchone()
    trail.write("read")
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        insert(kept)


def test_what_is_rolled_back_leaves_no_line_and_the_next_one_is_written(two_lines):
    with transaction.atomic():
        trail.write("read")
        transaction.set_rollback(True)
    trail.write("listed")
    assert [action for _number, action in lines()] == ["read", "changed", "listed"]


@pytest.mark.django_db(transaction=True)
def test_after_a_flush_the_log_is_empty_and_the_triggers_stand():
    """The fixture of the tests lifts them for the flush alone; this one leaves a line for it to empty."""
    assert lines() == []
    trail.write("read")
    assert append_only.faults(connection) == []
    with pytest.raises(DatabaseError, match="append-only"):
        Entry.objects.update(action="other")


@pytest.mark.django_db
def test_the_migrations_leave_the_triggers_in_place():
    """A change of the table on SQLite makes it anew, without its triggers: such a migration installs them again."""
    assert append_only.faults(connection) == []


@pytest.mark.django_db
def test_installing_again_does_no_harm(two_lines):
    append_only.install(connection)
    assert append_only.faults(connection) == []
    assert lines() == two_lines
