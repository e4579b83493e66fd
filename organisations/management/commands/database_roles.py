"""The roles of a PostgreSQL installation, and their rights after each migration."""

from django.core.management.base import BaseCommand
from django.db import connection, transaction

from organisations import database_roles


class Command(BaseCommand):
    help = (
        "Make the database roles hyte_owner, hyte_app, hyte_jobs and hyte_backup (as a superuser), or with --grants "
        "give them their rights on the tables (as hyte_owner). Prints the SQL unless --commit."
    )
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("--grants", action="store_true", help="rights on the tables, after a migration")
        parser.add_argument("--commit", action="store_true", help="do it; otherwise only print the SQL")

    def handle(self, *args, grants, commit, **options):
        if connection.vendor != "postgresql":
            self.stdout.write("Roles: SQLite has none.")
            return
        with transaction.atomic(), connection.cursor() as cursor:
            if grants and commit and (missing := self._missing(cursor)):
                self.stdout.write(f"Rights: not given, there is no role {', '.join(missing)}.")
                return
            statements = list(self._grants(cursor) if grants else self._roles())
            for statement in statements:
                if commit:
                    cursor.execute(statement)
                else:
                    self.stdout.write(f"{statement};")
        if commit:
            self.stdout.write(f"{'Rights' if grants else 'Roles'}: {len(statements)} statements.")

    def _roles(self):
        with connection.cursor() as cursor:
            if not cursor.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user").fetchone()[0]:
                self.stderr.write("Only a superuser makes these roles; give this to psql as one.")
        return database_roles.roles(connection.settings_dict["NAME"])

    def _grants(self, cursor):
        return database_roles.grants(connection.introspection.table_names(cursor))

    def _missing(self, cursor):
        rows = cursor.execute("SELECT rolname FROM pg_roles WHERE rolname LIKE 'hyte%'").fetchall()
        return sorted(set(database_roles.NAMES) - {name for (name,) in rows})
