"""Who did what is written down with it, or neither happens."""

import uuid

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from audit import trail
from audit.models import Entry
from audit.trail import Actor

pytestmark = pytest.mark.django_db
EEVA = Actor(7, "Eeva Esimerkki", "adviser", 12, "Haminan liikuntaneuvonta")


def newest():
    return Entry.objects.order_by("-pk").first()


def test_a_line_says_who_as_whom_what_and_of_whom():
    with trail.request(EEVA, "192.0.2.0/24") as asked:
        trail.write("read", subject=("referral", uuid.UUID(int=5)), fields=["phone"], purpose="care")
    line = newest()
    assert (line.actor_id, line.actor_label, line.role) == (7, "Eeva Esimerkki", "adviser")
    assert (line.organisation_id, line.organisation_label) == (12, "Haminan liikuntaneuvonta")
    assert (line.action, line.subject_kind, line.subject_id) == ("read", "referral", str(uuid.UUID(int=5)))
    assert (line.fields, line.purpose, line.denied) == (["phone"], "care", False)
    assert (line.request_id, line.network) == (asked.id, "192.0.2.0/24")


def test_a_list_is_one_line_with_the_ids_that_were_shown():
    trail.write("listed", subject=("referral", ""), shown=[uuid.UUID(int=1), 2])
    assert newest().shown == [str(uuid.UUID(int=1)), "2"]


def test_the_portal_itself_acts_without_a_name():
    trail.write("removed", subject=("referral", 1))
    assert (newest().actor_id, newest().actor_label) == (None, "")


def test_requests_do_not_lend_each_other_their_actor():
    with trail.request(EEVA):
        with trail.request(Actor(8, "Oskari Esimerkki")):
            trail.write("read")
        assert newest().actor_id == 8
        trail.write("read")
        assert newest().actor_id == 7
    trail.write("read")
    assert newest().actor_id is None


def test_what_is_too_long_for_its_column_is_shortened():
    trail.write("read", actor=Actor(1, "E" * 200, "adviser", 2, "O" * 200), purpose="p" * 200)
    assert (len(newest().actor_label), len(newest().organisation_label), len(newest().purpose)) == (
        150,
        150,
        100,
    )


def test_a_line_that_is_undone_takes_what_it_tells_with_it():
    """The change and its line stand in one transaction."""
    with transaction.atomic():
        trail.write("changed", subject=("referral", 1))
        transaction.set_rollback(True)
    assert not Entry.objects.exists()


def test_who_cannot_be_written_down_sees_nothing():
    """Here a line that the database refuses; the page fails with it."""
    with pytest.raises(DatabaseError), transaction.atomic():
        trail.write("")


def test_writing_asks_for_nothing_back():
    """Who may only add to the log could not: PostgreSQL lets nobody see even the number without the right to read."""
    with CaptureQueriesContext(
        connection,
    ) as queries:
        line = trail.write("read")
    (statement,) = [one["sql"] for one in queries]
    assert "RETURNING" not in statement
    assert line.pk is None


def test_a_refusal_is_written_after_the_transaction_was_rolled_back():
    number = uuid.UUID(int=3)
    with trail.request(EEVA, "192.0.2.0/24") as asked:
        with transaction.atomic():
            trail.write("read", subject=("referral", 1))
            trail.deny("read", subject=("referral", number), purpose="care")
            transaction.set_rollback(True)
        assert not Entry.objects.exists()
    trail.write_denials(asked)
    (line,) = Entry.objects.all()
    assert (line.denied, line.action, line.subject_id, line.actor_id) == (True, "read", str(number), 7)
    assert (line.request_id, line.network, line.purpose) == (asked.id, "192.0.2.0/24", "care")
    trail.write_denials(asked)
    assert Entry.objects.count() == 1


def test_a_refusal_that_could_not_be_written_is_not_forgotten():
    with trail.request(EEVA) as asked:
        trail.deny("")
    with pytest.raises(DatabaseError), transaction.atomic():
        trail.write_denials(asked)
    assert len(asked.denials) == 1


def test_outside_a_request_nothing_is_refused_to_anybody():
    trail.deny("read")
    assert not Entry.objects.exists()
