"""Says whether the log still is what was written."""

from django.core.management.base import BaseCommand, CommandError

from audit.verifying import verify


class Command(BaseCommand):
    help = (
        "Verifies the log: the order of its lines, the triggers and grants that keep them. On PostgreSQL gaps in the "
        "numbers are normal. Run it as the role of the jobs or the owner, who see every line."
    )
    requires_system_checks = []

    def handle(self, **options):
        found = verify()
        numbers = f", numbers {found.first} to {found.last}, {found.gaps} used up" if found.lines else ""
        self.stdout.write(f"{found.lines} lines{numbers}.")
        if found.faults:
            raise CommandError("\n".join(found.faults))
        self.stdout.write("In order; the triggers and grants are in place.")
