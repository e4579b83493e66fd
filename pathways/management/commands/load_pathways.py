"""The first pathways and saved searches, again and again without harm."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from pathways import content


class Command(BaseCommand):
    help = "Load the pathways and saved searches of Kymenlaakso. Dry run unless --commit."

    def add_arguments(self, parser):
        parser.add_argument(
            "--commit", action="store_true", help="write; otherwise only say what would change"
        )

    def handle(self, *args, commit, **options):
        if settings.HYTE_COUNTY != content.COUNTY:
            self.stdout.write(f"There are pathways for county {content.COUNTY} only; nothing to load.")
            return
        with transaction.atomic():
            loader = content.Loader().load(content.documents())
            for kind, report in loader.report.items():
                words = ", ".join(f"{number} {word}" for word, number in report.items())
                self.stdout.write(f"{kind}: {words or 'none'}")
            if loader.errors:
                raise CommandError("Nothing was written. " + "\n".join(loader.errors))
            if not commit:
                transaction.set_rollback(True)
                self.stdout.write("Dry run: nothing was written. Add --commit.")
