"""Synthetic referrals of a demonstration, in every state."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from referrals import counting, practising


class Command(BaseCommand):
    help = "Make synthetic referrals and their figures (demo only). Dry run unless --commit."

    def add_arguments(self, parser):
        parser.add_argument("--commit", action="store_true", help="make them, unless there are some")

    def handle(self, *args, commit, **options):
        if settings.HYTE_ENV != "demo":
            raise CommandError(
                f"Synthetic referrals are made only when HYTE_ENV is demo; it is {settings.HYTE_ENV}."
            )
        with transaction.atomic(), practising.everywhere():
            made = practising.Year().fill().made
            self.stdout.write(f"referrals: {made} new" if made else "There are referrals already.")
            if made:
                counting.count(timezone.now())
            if not commit:
                transaction.set_rollback(True)
                self.stdout.write("Dry run: nothing was written. Add --commit.")
