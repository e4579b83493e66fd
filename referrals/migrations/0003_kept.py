"""The triggers that keep the story of a referral, and who else may read the log's lines about it."""

from django.db import migrations

from organisations.row_security import AddPolicies, Policy
from referrals import append_only

THIS = "nullif((SELECT current_setting('app.referral', true)), '')"


def install(apps, schema_editor):
    append_only.install(schema_editor.connection)


def remove(apps, schema_editor):
    append_only.remove(schema_editor.connection)


class Migration(migrations.Migration):
    """Whoever has one referral in scope (its client, or who answers them) reads who has seen it."""

    dependencies = [
        ("referrals", "0002_walls"),
        ("audit", "0002_append_only"),
        ("organisations", "0005_walls"),
    ]

    operations = [
        migrations.RunPython(install, remove, elidable=False),
        AddPolicies(
            "audit.Entry",
            [
                Policy(
                    "of_one_referral",
                    using=f"subject_kind = 'referral' AND (subject_id = {THIS}"
                    f" OR shown @> jsonb_build_array({THIS}))",
                    command="SELECT",
                )
            ],
        ),
    ]
