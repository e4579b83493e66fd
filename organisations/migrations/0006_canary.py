"""One row that says whether a process holds the keys of this database; set after migrations (models/canary.py)."""

from django.db import migrations, models

import fields.encrypted


class Migration(migrations.Migration):
    dependencies = [("organisations", "0005_walls")]

    operations = [
        migrations.CreateModel(
            name="Canary",
            fields=[
                ("id", models.PositiveSmallIntegerField(default=1, primary_key=True, serialize=False)),
                ("song", fields.encrypted.EncryptedText()),
                ("index", models.CharField(max_length=64)),
            ],
            options={
                "verbose_name": "canary row",
                "verbose_name_plural": "canary rows",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("id", 1)),
                        name="one_canary",
                        violation_error_message="There is one canary row.",
                    )
                ],
            },
        ),
    ]
