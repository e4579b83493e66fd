"""The triggers that keep the lines, and on PostgreSQL an index over the ids that lists showed."""

from django.db import migrations

from audit import append_only


def install(apps, schema_editor):
    append_only.install(schema_editor.connection)


def remove(apps, schema_editor):
    append_only.remove(schema_editor.connection)


def index(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("CREATE INDEX audit_shown ON audit_entry USING gin (shown jsonb_path_ops)")


def drop_index(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP INDEX IF EXISTS audit_shown")


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]

    operations = [
        migrations.RunPython(index, drop_index, elidable=False),
        migrations.RunPython(install, remove, elidable=False),
    ]
