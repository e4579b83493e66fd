"""Row-level security on tables as referrals will have them, asked as an ordinary role with and without a scope."""

import threading

import psycopg
import pytest
from django.db import DatabaseError, ProgrammingError, connection, migrations, transaction
from django.db.migrations.writer import MigrationWriter

from organisations.database_roles import APP, JOBS, OWNER
from organisations.row_security import Policy
from organisations.scope import Scope, within
from tests.security import tables
from tests.security.conftest import skip_without_roles

pytestmark = [pytest.mark.postgres, pytest.mark.django_db]
HAMINA, KOTKA = Scope(munis=("075",)), Scope(munis=("285",))
UNIT_OF_KOTKA = Scope(units=(11, 12))
FORCED = "SELECT relrowsecurity AND relforcerowsecurity FROM pg_class WHERE relname = %s"


@pytest.fixture
def wall(become):
    """Two cases in Hamina, three in Kotka (units 11, 12, 13), each with a person and a task."""
    state = tables.make()
    case, person, task = tables.tables(state)
    with connection.cursor() as cursor:
        cursor.execute(
            f"GRANT SELECT, INSERT, UPDATE, DELETE ON walls_case, walls_person, walls_task TO {APP}, {JOBS}"
        )
        cursor.execute(f"GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO {APP}, {JOBS}")
    for muni, unit in (("075", 1), ("075", 2), ("285", 11), ("285", 12), ("285", 13)):
        with within(Scope(munis=(muni,))):
            made = case.objects.create(municipality_id=muni, unit_id=unit)
            person.objects.create(case=made, name=f"Eeva {unit}")
            task.objects.create(case=made, municipality_id=muni, team_id=unit)
    return case, person, task


def seen(model):
    return sorted(model.objects.values_list("pk", flat=True))


@pytest.mark.parametrize("role", [APP, JOBS, OWNER])
def test_without_a_scope_there_are_no_rows_for_anybody(wall, become, role):
    with become(role):
        assert [seen(model) for model in wall] == [[], [], []]


@pytest.mark.parametrize("role", [APP, OWNER])
@pytest.mark.parametrize(
    ("scope", "units"),
    [
        (HAMINA, {1, 2}),
        (KOTKA, {11, 12, 13}),
        (UNIT_OF_KOTKA, {11, 12}),
        (Scope(munis=("075",), units=(12,)), {1, 2, 12}),
        (Scope(munis=("091",), units=(99,)), set()),
        (Scope(user=1, audit=True), set()),
    ],
)
def test_a_scope_shows_its_municipality_and_its_units_and_nothing_else(wall, become, scope, units, role):
    case, person, task = wall
    with become(role), within(scope):
        assert set(case.objects.values_list("unit_id", flat=True)) == units
        assert set(person.objects.values_list("name", flat=True)) == {f"Eeva {unit}" for unit in units}
        assert set(task.objects.values_list("team_id", flat=True)) == units


def test_raw_questions_are_filtered_too(wall, become):
    with become(APP), within(UNIT_OF_KOTKA), connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM walls_case c LEFT JOIN walls_person p ON p.case_id = c.id OR true"
        )
        assert cursor.fetchone() == (4,)
        cursor.execute(
            "SELECT unit_id FROM (SELECT * FROM walls_case UNION SELECT * FROM walls_case) x ORDER BY 1"
        )
        assert cursor.fetchall() == [(11,), (12,)]


def test_rows_of_others_are_neither_changed_nor_removed(wall, become):
    case, person, _ = wall
    with become(APP), within(HAMINA):
        assert case.objects.filter(municipality_id="285").update(state="sent") == 0
        assert person.objects.filter(name="Eeva 11").delete() == (0, {})
    with within(KOTKA):
        assert set(case.objects.values_list("state", flat=True)) == {"draft"}
        assert person.objects.count() == 3


def refused(work):
    with pytest.raises((ProgrammingError, DatabaseError), match="row-level security"), transaction.atomic():
        work()


def test_no_row_is_made_for_others_or_given_away(wall, become):
    case, person, task = wall
    with within(KOTKA):
        of_kotka = case.objects.first().pk
    with become(APP), within(HAMINA):
        refused(lambda: case.objects.create(municipality_id="285", unit_id=11))
        refused(lambda: case.objects.update(municipality_id="285", unit_id=11))
        refused(lambda: person.objects.create(case_id=of_kotka, name="Eeva Esimerkki"))
        refused(lambda: task.objects.update(municipality_id="285", team_id=11))


def test_a_case_is_sent_to_another_municipality_only_by_its_own_unit_and_only_while_it_may_be(wall, become):
    case, _, task = wall
    with within(KOTKA):
        other = case.objects.first().pk
    with become(APP), within(HAMINA):
        own = case.objects.first()
        with connection.cursor() as cursor:  # without RETURNING: the sender does not read the receiver's row
            line = "INSERT INTO walls_task (case_id, municipality_id, team_id, state) VALUES (%s, '285', 11, 'sent')"
            cursor.execute(line, [own.pk])
            refused(lambda: cursor.execute(line, [other]))
            case.objects.filter(pk=own.pk).update(state="closed")
            refused(lambda: cursor.execute(line, [own.pk]))
    with become(APP), within(KOTKA):
        assert task.objects.filter(case_id=own.pk, team_id=11).count() == 1


def test_the_referral_coordinator_moves_tasks_and_sees_nobody(wall, become):
    case, person, task = wall
    with become(APP), within(Scope(county="10")):
        assert (case.objects.count(), person.objects.count(), task.objects.count()) == (0, 0, 5)
        assert task.objects.filter(team_id=13).update(state="lapsed") == 1
        refused(lambda: task.objects.create(case_id=1, municipality_id="285", team_id=11))


def test_an_outer_transaction_has_its_own_scope_again(wall, become):
    case = wall[0]
    with become(APP), within(HAMINA):
        with transaction.atomic(), within(KOTKA):
            assert case.objects.count() == 3
        assert case.objects.count() == 2
        with pytest.raises(RuntimeError), transaction.atomic(), within(KOTKA):
            raise RuntimeError
        assert case.objects.count() == 2


def test_what_stands_in_a_setting_is_never_a_statement(wall, become):
    case = wall[0]
    evil = "285') OR true --"
    with become(APP), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('app.munis', %s, true)", [evil])
        assert case.objects.count() == 0


def test_the_application_role_cannot_take_the_wall_down(wall, become):
    for statement in (
        "ALTER TABLE walls_case DISABLE ROW LEVEL SECURITY",
        "ALTER TABLE walls_case NO FORCE ROW LEVEL SECURITY",
        "DROP POLICY own_rows ON walls_case",
        "CREATE POLICY mine ON walls_case USING (true)",
        "TRUNCATE walls_case CASCADE",
        "SET row_security = off; SELECT * FROM walls_case",
        "CREATE TABLE public.elsewhere AS SELECT * FROM walls_case",
    ):
        with become(APP), connection.cursor() as cursor, pytest.raises(DatabaseError), transaction.atomic():
            cursor.execute(statement)


def test_the_operation_can_be_undone_and_written_down(become):
    tables.make()
    with connection.cursor() as cursor:
        assert cursor.execute(FORCED, ["walls_task"]).fetchone() == (True,)
    tables.unmake()
    with connection.cursor() as cursor:
        left = cursor.execute("SELECT tablename FROM pg_policies WHERE tablename LIKE 'walls%'").fetchall()
        assert left == []
        assert cursor.execute(FORCED, ["walls_task"]).fetchone() is None
    squashed = type("Migration", (migrations.Migration,), {"operations": tables.OPERATIONS[3:]})
    assert "row_security.ProtectRows" in MigrationWriter(squashed("0001", "walls")).as_string()


def test_a_policy_is_for_a_command_there_is():
    with pytest.raises(ValueError):
        Policy("x", using="true", command="READ")


# ------------------------------------------------------------ a pool of real connections
@pytest.fixture
def committed(transactional_db):
    """The same tables, there for every connection."""
    with connection.cursor() as cursor:
        skip_without_roles(cursor)
    try:
        state = tables.make()
        with connection.cursor() as cursor:
            cursor.execute(f"GRANT ALL ON walls_case, walls_person, walls_task TO {APP}")
            cursor.execute(f"GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO {APP}")
        case = tables.tables(state)[0]
        for muni in ("075", "285", "286"):
            with transaction.atomic(), within(Scope(munis=(muni,))):
                case.objects.create(municipality_id=muni, unit_id=1)
        yield case
    finally:
        tables.unmake()


def test_nothing_of_a_scope_stays_on_a_pooled_connection(committed):
    """Four threads, a pool of four, every third transaction broken off."""
    seen, faults = [], []

    def ask(thread):
        try:
            for turn in range(30):
                muni = ("075", "285", "286")[(turn + thread) % 3]
                with connection.cursor() as cursor:
                    cursor.execute(f"SET ROLE {APP}")
                    assert committed.objects.count() == 0
                try:
                    with transaction.atomic(), within(Scope(munis=(muni,))):
                        seen.append(
                            list(committed.objects.values_list("municipality_id", flat=True)) == [muni]
                        )
                        if turn % 3 == 0:
                            raise psycopg.Error
                except psycopg.Error:
                    pass
                seen.append(committed.objects.count() == 0)
                with connection.cursor() as cursor:
                    cursor.execute("RESET ROLE")
                connection.close()  # back into the pool, as at the end of a request
        except Exception as fault:  # noqa: BLE001  told to the test by the list
            faults.append(fault)
        finally:
            connection.close()

    threads = [threading.Thread(target=ask, args=[number]) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []
    assert len(seen) == 240 and all(seen)


def test_a_scope_that_nobody_ended_ends_with_its_transaction(committed):
    with transaction.atomic():
        within(HAMINA).__enter__()
        assert committed.objects.count() == 1
    assert committed.objects.count() == 0


def test_a_scope_without_a_transaction_is_refused(committed):
    with pytest.raises(RuntimeError, match="transaction"), within(HAMINA):
        pass
