"""PostgreSQL's row-level security as a migration operation, and what is wrong with it in a database.

A table of persons is protected in the migration that makes it::

    ProtectRows("Assignment", [own_rows(munis="municipality_id", units="team_id")])

Forced: the owner of the table sees nothing either, unless a policy says so; only a superuser and a role with
BYPASSRLS (the backup's) do. What no policy allows is not there: a scope (scope.py) that was never set shows no row.
A data migration of such a table sets a scope, or runs before it is protected.
"""

from dataclasses import dataclass

from django.apps import apps
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations.base import Operation
from django.utils.deconstruct import deconstructible

COMMANDS = {"ALL", "SELECT", "INSERT", "UPDATE", "DELETE"}
TYPES = {
    "munis": "text",
    "county": "text",
    "referral": "uuid",
    "link": "text",
}  # of the settings of scope.py; the rest are numbers
# A role's name in a policy need not exist yet: databases without roles are allowed outside production.
# The keeper of keys and indexes sees the rows of the jobs, with every column.
BY_JOBS = "current_user IN ('hyte_jobs', 'hyte_keys')"


def in_scope(column, setting):
    """The column's value is one of those in scope. Asked once a statement, not once a row."""
    told = f"string_to_array(nullif(current_setting('app.{setting}', true), ''), ',')"
    return f"{column} = ANY ((SELECT {told})::{TYPES.get(setting, 'bigint')}[])"


def given(setting):
    """Somebody's scope names it at all: the auditor's log, the referral coordinator's county."""
    return f"nullif((SELECT current_setting('app.{setting}', true)), '') IS NOT NULL"


def by_owner(table):
    """The role that owns the table, for tables whose commands run as it."""
    owner = f"(SELECT relowner FROM pg_class WHERE oid = '{table}'::regclass)"  # noqa: S608
    return f"pg_has_role(current_user, {owner}, 'MEMBER')"


@deconstructible
@dataclass
class Policy:
    """What one policy lets through: ``using`` for rows that are there, ``check`` for rows as they will be."""

    name: str
    using: str = ""
    check: str = ""
    command: str = "ALL"

    def __post_init__(self):
        if self.command not in COMMANDS:
            raise ValueError(self.command)

    def sql(self, table):
        lines = [f'CREATE POLICY "{self.name}" ON {table} FOR {self.command}']
        lines += [f"USING ({self.using})"] if self.using else []
        lines += [f"WITH CHECK ({self.check})"] if self.check else []
        return " ".join(lines)


def own_rows(**columns):
    """Rows of the organisations in scope, to read, write and move only among them: ``own_rows(units="team_id")``."""
    rows = " OR ".join(in_scope(column, setting) for setting, column in columns.items())
    return Policy("own_rows", using=rows, check=rows)


class ProtectRows(Operation):
    """Forced row-level security with these policies on the model's table; nothing on SQLite."""

    reversible = True

    def __init__(self, model, policies):
        self.model, self.policies = model, policies

    def state_forwards(self, app_label, state):
        pass

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        if table := self._table(app_label, schema_editor, to_state):
            schema_editor.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
            schema_editor.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
            for policy in self.policies:
                schema_editor.execute(policy.sql(table))

    def database_backwards(self, app_label, schema_editor, from_state, to_state):
        if table := self._table(app_label, schema_editor, from_state):
            for policy in self.policies:
                schema_editor.execute(f'DROP POLICY "{policy.name}" ON {table}')
            schema_editor.execute(f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY")
            schema_editor.execute(f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY")

    def describe(self):
        return f"Show rows of {self.model} by policy"

    @property
    def migration_name_fragment(self):
        return f"protect_{self.model.lower().replace('.', '_')}"

    def label(self, app_label):
        return self.model if "." in self.model else f"{app_label}.{self.model}"

    def _table(self, app_label, schema_editor, state):
        label = self.label(app_label)
        if schema_editor.connection.vendor != "postgresql":
            return None
        if not self.allow_migrate_model(schema_editor.connection.alias, state.apps.get_model(label)):
            return None
        return schema_editor.quote_name(state.apps.get_model(label)._meta.db_table)


class AddPolicies(ProtectRows):
    """Policies more on a table that stands behind the wall already."""

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        if table := self._table(app_label, schema_editor, to_state):
            for policy in self.policies:
                schema_editor.execute(policy.sql(table))

    def database_backwards(self, app_label, schema_editor, from_state, to_state):
        if table := self._table(app_label, schema_editor, from_state):
            for policy in self.policies:
                schema_editor.execute(f'DROP POLICY "{policy.name}" ON {table}')

    def describe(self):
        return f"Show more rows of {self.model} by policy"

    @property
    def migration_name_fragment(self):
        return f"show_{self.model.lower().replace('.', '_')}"


def protected_tables():
    """The tables that migrations protect."""
    loader = MigrationLoader(None)
    labels = {
        operation.label(migration.app_label)
        for migration in loader.disk_migrations.values()
        for operation in migration.operations
        if isinstance(operation, ProtectRows)
    }
    models = {model._meta.label_lower: model for model in apps.get_models()}
    return {models[label.lower()]._meta.db_table for label in labels if label.lower() in models}


ROLE = "SELECT rolsuper, rolbypassrls FROM pg_roles WHERE rolname = current_user"
TABLE = """
    SELECT relrowsecurity AND relforcerowsecurity, pg_has_role(current_user, relowner, 'MEMBER')
    FROM pg_class WHERE oid = to_regclass(%s)
"""
UNDOING = "SELECT has_table_privilege(current_user, %s, 'UPDATE, DELETE, TRUNCATE')"
APPEND_ONLY = {"audit_entry"}


def faults(connection):
    """Why this connection may not carry referrals; empty when the second wall stands."""
    if connection.vendor != "postgresql":
        return ["the database has no row-level security (PostgreSQL has)"]
    with connection.cursor() as cursor:
        superuser, bypass = cursor.execute(ROLE).fetchone()
        if superuser or bypass:
            return ["the role sees every row: it is a superuser or has BYPASSRLS"]
        found = []
        for table in sorted(protected_tables()):
            forced, owned = cursor.execute(TABLE, [table]).fetchone() or (False, False)
            found += [] if forced else [f"row-level security is not forced on {table}"]
            found += [f"the role owns {table} and could take the wall down"] if owned else []
        for table in sorted(APPEND_ONLY):
            if cursor.execute(UNDOING, [table]).fetchone()[0]:
                found.append(f"the role may change or remove lines of {table}")
    return found
