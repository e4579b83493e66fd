"""The roles of a PostgreSQL installation and what each may do, as SQL (docs/database-roles.md).

owner  owns the tables: migrate, prepare, restore
app    the web processes: reads and writes rows through the policies, changes no table
jobs   run_outbox, run_jobs, imports by command: of clients only the columns that these need
keys   rotate_fields, check_keys, rebuild_indexes: by hand, reads and writes whatever stands encrypted
backup pg_dump, and nothing else: it alone passes row-level security
"""

OWNER, APP, JOBS, KEYS, BACKUP = NAMES = (
    "hyte_owner",
    "hyte_app",
    "hyte_jobs",
    "hyte_keys",
    "hyte_backup",
)
ORDINARY = "LOGIN NOSUPERUSER NOCREATEROLE NOCREATEDB NOREPLICATION"
ATTRIBUTES = {
    OWNER: f"{ORDINARY} NOBYPASSRLS",
    APP: f"{ORDINARY} NOBYPASSRLS",
    JOBS: f"{ORDINARY} NOBYPASSRLS",
    KEYS: f"{ORDINARY} NOBYPASSRLS CONNECTION LIMIT 3",
    BACKUP: f"{ORDINARY} BYPASSRLS CONNECTION LIMIT 3",
}
# A lock or a forgotten transaction never stops the others for longer.
SETTINGS = {
    OWNER: {"lock_timeout": "5s", "synchronous_commit": "on"},
    APP: {
        "statement_timeout": "10s",
        "lock_timeout": "3s",
        "idle_in_transaction_session_timeout": "30s",
        "synchronous_commit": "on",
    },
    JOBS: {
        "statement_timeout": "10min",
        "lock_timeout": "10s",
        "idle_in_transaction_session_timeout": "5min",
        "synchronous_commit": "on",
    },
    KEYS: {"lock_timeout": "10s", "idle_in_transaction_session_timeout": "5min", "synchronous_commit": "on"},
    BACKUP: {"default_transaction_read_only": "on", "lock_timeout": "1min"},
}
EVERYTHING = "SELECT, INSERT, UPDATE, DELETE"
# The jobs tell clients, count them by age and erase them: they read no identity code and no word about anybody.
OF_CLIENTS = "referral_id, name, birth_date, phone, email, address, channels, language, non_disclosure"
# What less than everything a role may do with a table: {table: {role: rights}}.
LESS = {
    "audit_entry": {APP: "SELECT, INSERT", JOBS: "SELECT, INSERT", KEYS: "SELECT, INSERT"},
    "referrals_client": {JOBS: f"SELECT ({OF_CLIENTS}), DELETE"},
    "referrals_asked": {JOBS: "SELECT (referral_id), DELETE"},
    "referrals_plan": {JOBS: "SELECT (assignment_id, changed_at), DELETE"},
    "referrals_event": {APP: "SELECT, INSERT, DELETE", JOBS: "SELECT, INSERT, DELETE", KEYS: "SELECT"},
    "referrals_eventtext": {
        APP: "SELECT, INSERT, DELETE",
        JOBS: "SELECT (event_id, referral_id), INSERT, DELETE",
    },
    "outbox_message": {APP: "SELECT, INSERT, UPDATE"},
    "organisations_canary": {APP: "SELECT"},
    **dict.fromkeys(
        ["django_migrations", "django_content_type", "auth_permission"],
        {APP: "SELECT", JOBS: "SELECT", KEYS: "SELECT"},
    ),
}


def roles(database):
    """Statements for a superuser: the roles and whose the database is. May be run again."""
    for name in NAMES:
        yield (
            f"DO $$ BEGIN IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '{name}') "
            f"THEN CREATE ROLE {name}; END IF; END $$"
        )
        yield f"ALTER ROLE {name} {ATTRIBUTES[name]}"
        for setting, value in SETTINGS[name].items():
            yield f"ALTER ROLE {name} SET {setting} = '{value}'"
    quoted = '"' + database.replace('"', '""') + '"'
    yield f"ALTER DATABASE {quoted} OWNER TO {OWNER}"
    yield f"REVOKE ALL ON DATABASE {quoted} FROM PUBLIC"
    yield f"GRANT CONNECT ON DATABASE {quoted} TO {', '.join(NAMES)}"
    yield f"ALTER SCHEMA public OWNER TO {OWNER}"
    yield "REVOKE ALL ON SCHEMA public FROM PUBLIC"
    yield f"GRANT USAGE ON SCHEMA public TO {', '.join(NAMES)}"


def grants(tables):
    """Statements for the owner, after every migration: what the others may do with these tables."""
    for table in sorted(tables):
        yield f'REVOKE ALL ON TABLE "{table}" FROM PUBLIC, {APP}, {JOBS}, {KEYS}'
        for role in (APP, JOBS, KEYS):
            rights = LESS.get(table, {}).get(role, EVERYTHING)
            yield f'GRANT {rights} ON TABLE "{table}" TO {role}'
    yield f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {APP}, {JOBS}, {KEYS}"
    yield f"GRANT SELECT ON ALL TABLES IN SCHEMA public TO {BACKUP}"
    yield f"GRANT SELECT ON ALL SEQUENCES IN SCHEMA public TO {BACKUP}"
