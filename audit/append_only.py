"""What keeps the log's lines as they were written, in the database itself: on SQLite triggers, on PostgreSQL triggers
that fire for everybody (also for replication) and grants. Whoever owns the database can still take them away:
``faults`` says what is missing, and a sealed chain of the lines comes later.

A line can be neither changed, removed nor put between older ones: its number is always the next.
"""

TABLE = "audit_entry"
_SAID = "audit is append-only"

_FUNCTIONS = {
    "audit_refuse": f"""
BEGIN
    RAISE EXCEPTION '{_SAID}' USING ERRCODE = 'restrict_violation';
END
""",
    # the line's number is the one that this session has just taken from the sequence; without one currval raises
    "audit_next_number": f"""
BEGIN
    IF NEW.id IS DISTINCT FROM currval('{TABLE}_id_seq') THEN
        RAISE EXCEPTION '{_SAID}: a line takes the next number' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END
""",
}
# Once a statement, so that one that meets no row is refused aloud too.
POSTGRESQL = {
    "audit_kept": "BEFORE DELETE OR UPDATE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse()",
    "audit_not_emptied": "BEFORE TRUNCATE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse()",
    "audit_numbered": "BEFORE INSERT ON {table} FOR EACH ROW EXECUTE FUNCTION audit_next_number()",
}
_NEVER = f"BEGIN SELECT RAISE(ABORT, '{_SAID}'); END"
_THERE = f"EXISTS (SELECT 1 FROM {TABLE} WHERE id = NEW.id)"  # noqa: S608
_LATER = f"NEW.id < (SELECT max(id) FROM {TABLE})"  # noqa: S608
SQLITE = {
    "audit_not_changed": f"CREATE TRIGGER audit_not_changed BEFORE UPDATE ON {TABLE} {_NEVER}",
    "audit_not_removed": f"CREATE TRIGGER audit_not_removed BEFORE DELETE ON {TABLE} {_NEVER}",
    # REPLACE removes a row without its trigger
    "audit_not_replaced": f"CREATE TRIGGER audit_not_replaced BEFORE INSERT ON {TABLE} WHEN {_THERE} {_NEVER}",
    "audit_numbered": f"CREATE TRIGGER audit_numbered AFTER INSERT ON {TABLE} WHEN {_LATER} {_NEVER}",
}


def install(connection):
    """Idempotent."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            for name, statement in SQLITE.items():
                cursor.execute(f"DROP TRIGGER IF EXISTS {name}")
                cursor.execute(statement)
            return
        for name, body in _FUNCTIONS.items():
            cursor.execute(
                f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $${body}$$"
            )
        for name, rule in POSTGRESQL.items():
            cursor.execute(f"DROP TRIGGER IF EXISTS {name} ON {TABLE}")
            cursor.execute(f"CREATE TRIGGER {name} {rule.format(table=TABLE)}")
            cursor.execute(f"ALTER TABLE {TABLE} ENABLE ALWAYS TRIGGER {name}")
        cursor.execute(f"REVOKE UPDATE, DELETE, TRUNCATE ON {TABLE} FROM PUBLIC")


def remove(connection):
    """For going back before the migration, and for emptying the table between tests. As the table's owner."""
    with connection.cursor() as cursor:
        for name in SQLITE if connection.vendor == "sqlite" else POSTGRESQL:
            on = "" if connection.vendor == "sqlite" else f" ON {TABLE}"
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}{on}")
        if connection.vendor != "sqlite":
            for name in _FUNCTIONS:
                cursor.execute(f"DROP FUNCTION IF EXISTS {name}()")


def faults(connection):
    """What is missing of the above, as sentences for whoever runs the database."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            return _faults_of_sqlite(cursor)
        return [*_faults_of_triggers(cursor), *_faults_of_grants(cursor)]


def _faults_of_sqlite(cursor):
    cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s", [TABLE])
    there = dict(cursor.fetchall())
    return [
        f"Trigger {name} is missing or altered." for name, sql in SQLITE.items() if there.get(name) != sql
    ]


def _faults_of_triggers(cursor):
    cursor.execute(
        "SELECT tgname, tgenabled, pg_get_triggerdef(oid) FROM pg_trigger"
        " WHERE tgrelid = to_regclass(%s) AND NOT tgisinternal",
        [TABLE],
    )
    there = {name: (enabled, text) for name, enabled, text in cursor.fetchall()}
    for name, rule in POSTGRESQL.items():
        enabled, text = there.get(name, ("", ""))
        wanted = f"CREATE TRIGGER {name} {rule}"
        if text not in (wanted.format(table=TABLE), wanted.format(table=f"public.{TABLE}")):
            yield f"Trigger {name} is missing or altered."
        elif enabled not in ("A", b"A"):
            yield f"Trigger {name} is switched off, or does not fire always."
    cursor.execute(
        "SELECT proname, prosrc FROM pg_proc WHERE proname = ANY(%s) AND pronamespace ="
        " (SELECT relnamespace FROM pg_class WHERE oid = to_regclass(%s))",
        [list(_FUNCTIONS), TABLE],
    )
    bodies = dict(cursor.fetchall())
    for name, body in _FUNCTIONS.items():
        if bodies.get(name) != body:
            yield f"Function {name} is missing or altered."


def _faults_of_grants(cursor):
    """Of every role but the owner (whom the triggers stop) and superusers (whom nothing does)."""
    cursor.execute(
        "SELECT rolname, string_agg(privilege, ', ' ORDER BY privilege) FROM pg_roles"
        " CROSS JOIN unnest(ARRAY['UPDATE', 'DELETE', 'TRUNCATE', 'TRIGGER']) AS privilege"
        " WHERE NOT rolsuper AND rolname NOT LIKE 'pg\\_%%'"
        " AND NOT pg_has_role(rolname, (SELECT relowner FROM pg_class WHERE oid = to_regclass(%s)), 'MEMBER')"
        " AND has_table_privilege(rolname, to_regclass(%s), privilege) GROUP BY rolname",
        [TABLE, TABLE],
    )
    for role, privileges in cursor.fetchall():
        yield f"Role {role} has {privileges} on {TABLE}."


def next_number(connection):
    """How far the numbers have got, whatever of the lines is seen; None when none was ever taken."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [TABLE])
        else:
            cursor.execute("SELECT pg_sequence_last_value(to_regclass(%s))", [f"{TABLE}_id_seq"])
        row = cursor.fetchone()
    return row[0] if row else None
