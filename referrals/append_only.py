"""What keeps the story of a referral as it was written, in the database itself: on both engines triggers.

Events and their words are added and never changed. A consent is withdrawn once and never changed otherwise. None of
them is removed while the referral stands: only with a draft, and when the referral is erased (erasing.py marks it
first). What is erased stays so.
"""

_SAID = "the story of a referral is append-only"
# Refused unless it is known that it may be: a referral that the row's policies hide counts as standing.
_STANDS = (
    "NOT EXISTS (SELECT 1 FROM referrals_referral r WHERE r.id = OLD.referral_id"
    " AND (r.sent_at IS NULL OR r.erased_at IS NOT NULL))"
)
_SAME = [
    *("id", "referral_id", "scope", "receiver_id", "basis", "text_version", "text_hash", "language", "how"),
    *("recorded_by_id", "given_at"),
]
EVENTS, WORDS, CONSENTS, REFERRALS = (
    "referrals_event",
    "referrals_eventtext",
    "referrals_consent",
    "referrals_referral",
)


def _changed(columns, differs):
    return " OR ".join(f"NEW.{name} {differs} OLD.{name}" for name in columns)


def _rules(differs):
    """``{name: (table, before what, when it is refused)}``; ``differs`` is the engine's word."""
    return {
        "event_kept": (EVENTS, "UPDATE", "true"),
        "event_stays": (EVENTS, "DELETE", _STANDS),
        "event_words_kept": (WORDS, "UPDATE", _changed(["event_id", "referral_id"], differs)),
        "event_words_stay": (WORDS, "DELETE", _STANDS),
        "consent_kept": (
            CONSENTS,
            "UPDATE",
            f"OLD.withdrawn_at IS NOT NULL OR NEW.withdrawn_at IS NULL OR {_changed(_SAME, differs)}",
        ),
        "consent_stays": (CONSENTS, "DELETE", _STANDS),
        "erased_stays_erased": (
            REFERRALS,
            "UPDATE",
            f"OLD.erased_at IS NOT NULL AND ({_changed(['erased_at'], differs)})",
        ),
    }


POSTGRESQL = _rules("IS DISTINCT FROM")
SQLITE = {
    name: f"CREATE TRIGGER {name} BEFORE {command} ON {table} WHEN {when} BEGIN SELECT RAISE(ABORT, '{_SAID}'); END"
    for name, (table, command, when) in _rules("IS NOT").items()
}
_FUNCTION = f"""
BEGIN
    IF %s THEN
        RAISE EXCEPTION '{_SAID}' USING ERRCODE = 'restrict_violation';
    END IF;
    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
    RETURN NEW;
END
"""


def install(connection):
    """Idempotent. A migration that changes one of these tables on SQLite makes it anew: it ends with this."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            for name, statement in SQLITE.items():
                cursor.execute(f"DROP TRIGGER IF EXISTS {name}")
                cursor.execute(statement)
            return
        for name, (table, command, when) in POSTGRESQL.items():
            cursor.execute(
                f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $${_FUNCTION % when}$$"
            )
            cursor.execute(f"DROP TRIGGER IF EXISTS {name} ON {table}")
            cursor.execute(
                f"CREATE TRIGGER {name} BEFORE {command} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()"
            )
            cursor.execute(f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {name}")


def remove(connection):
    """For going back before the migration, and for emptying the tables between tests. As the tables' owner."""
    with connection.cursor() as cursor:
        for name, (table, _command, _when) in POSTGRESQL.items():
            if connection.vendor == "sqlite":
                cursor.execute(f"DROP TRIGGER IF EXISTS {name}")
            else:
                cursor.execute(f"DROP TRIGGER IF EXISTS {name} ON {table}")
                cursor.execute(f"DROP FUNCTION IF EXISTS {name}()")


def faults(connection):
    """What is missing of the above, as sentences for whoever runs the database."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
            there = dict(cursor.fetchall())
            return [
                f"Trigger {name} is missing or altered."
                for name, sql in SQLITE.items()
                if there.get(name) != sql
            ]
        cursor.execute(
            "SELECT tgname, prosrc FROM pg_trigger t JOIN pg_proc p ON p.oid = t.tgfoid"
            " WHERE NOT tgisinternal AND tgenabled = 'A'"
        )
        there = dict(cursor.fetchall())
    wanted = {name: _FUNCTION % when for name, (_table, _command, when) in POSTGRESQL.items()}
    return [
        f"Trigger {name} is missing or altered." for name, body in wanted.items() if there.get(name) != body
    ]
