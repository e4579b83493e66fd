"""After a restore: erases again what was erased after the backup was made."""

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from referrals import erasing


class Command(BaseCommand):
    help = "After a restore: counts referrals that the list of erasures names and the backup brought back. --commit."
    requires_system_checks = ["keys"]

    def add_arguments(self, parser):
        parser.add_argument("--commit", action="store_true", help="erase them again; otherwise only count")

    def handle(self, *, commit, **options):
        try:
            self.stdout.write(f"Listed in {erasing.place()}: {len(erasing.listed())}.")
            if not commit:
                self.stdout.write(f"Came back: {len(erasing.come_back())}. Nothing was erased. Add --commit.")
                return
            self.stdout.write(f"Erased again: {erasing.replay(timezone.now())['erased']}.")
        except ValueError:
            raise CommandError(
                "The list of erasures holds a line that is no id and day. Nothing was erased."
            ) from None
