"""Says which keys the encrypted values stand under, and whether all can be read."""

from django.core.management.base import BaseCommand, CommandError

from fields import rotation
from organisations.models import Canary


class Command(BaseCommand):
    help = "Reads every encrypted value: how many stand under the first key, under older ones, or cannot be read."
    requires_system_checks = []

    def handle(self, **options):
        older, faults = 0, [said] if (said := Canary.objects.fault()) else []
        for column in rotation.columns():
            counts = rotation.state(column)
            older += counts["older"]
            self.stdout.write(
                f"{column}: " + ", ".join(f"{name} {number}" for name, number in counts.items())
            )
            if counts["unreadable"]:
                faults.append(f"{column}: {counts['unreadable']} cannot be read.")
        if faults:
            raise CommandError("\n".join(faults))
        self.stdout.write(
            "Run rotate_fields --commit before an older key is dropped."
            if older
            else "Every value stands under the first key: older keys may be dropped."
        )
