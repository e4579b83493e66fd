"""Moves every encrypted value to the first of FIELD_KEYS."""

from django.core.management.base import BaseCommand, CommandError

from fields import rotation
from organisations.models import Canary


class Command(BaseCommand):
    help = (
        "Moves every encrypted value to the first of FIELD_KEYS. First give the new key, in front of the old one, to "
        "every process; run this; drop the old key when check_keys says so."
    )
    requires_system_checks = ["keys"]

    def add_arguments(self, parser):
        parser.add_argument("--commit", action="store_true", help="do it; otherwise only count")

    def handle(self, *, commit, **options):
        unreadable = 0
        # the canary last: as long as a value stands under the old key, nobody starts without that key
        for column in sorted(rotation.columns(), key=lambda one: one.model is Canary):
            counts = rotation.rotate(column) if commit else rotation.state(column)
            unreadable += counts["unreadable"]
            self.stdout.write(
                f"{column}: " + ", ".join(f"{name} {number}" for name, number in counts.items())
            )
            if commit and unreadable and column.model is not Canary:
                raise CommandError(
                    f"{column}: {counts['unreadable']} cannot be read; the rest was not touched."
                )
        if not commit:
            self.stdout.write("Dry run: nothing was written. Add --commit.")
