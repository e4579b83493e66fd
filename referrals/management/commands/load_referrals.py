"""Kinds of referral, and outside production Kymenlaakso's example teams, again and again without harm."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from referrals import content


class Command(BaseCommand):
    help = "Load kinds of referral; outside production example teams and agreements. Dry run unless --commit."

    def add_arguments(self, parser):
        parser.add_argument(
            "--commit", action="store_true", help="write; otherwise only say what would change"
        )

    def handle(self, *args, commit, **options):
        documents = content.documents()
        with transaction.atomic():
            loader = content.Loader().facts(documents)
            if settings.HYTE_ENV != "production" and documents["example"]["county"] == settings.HYTE_COUNTY:
                loader.example(documents)
            for group, report in loader.report.items():
                self.stdout.write(
                    f"{group}: " + ", ".join(f"{number} {word}" for word, number in report.items())
                )
            if loader.errors:
                raise CommandError("Nothing was written. " + "\n".join(loader.errors))
            if not commit:
                transaction.set_rollback(True)
                self.stdout.write("Dry run: nothing was written. Add --commit.")
