"""The example content of Kymenlaakso, again and again without harm."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from catalogue.imports import example


class Command(BaseCommand):
    help = "Load (or --remove) the example content of Kymenlaakso. Dry run unless --commit."

    def add_arguments(self, parser):
        parser.add_argument(
            "--commit", action="store_true", help="write; otherwise only say what would change"
        )
        parser.add_argument("--remove", action="store_true", help="delete all example content")

    def handle(self, *args, commit, remove, **options):
        if settings.HYTE_COUNTY != example.COUNTY and not remove:
            self.stdout.write(f"There is example content for county {example.COUNTY} only; nothing to load.")
            return
        with transaction.atomic():
            problems = self._remove() if remove else self._load()
            if not commit:
                transaction.set_rollback(True)
                self.stdout.write("Dry run: nothing was written. Add --commit.")
        if problems:
            raise CommandError(f"{len(problems)} records were left as they are, see above.")

    def _load(self):
        loader = example.Loader().load(example.documents())
        for kind, report in loader.report.items():
            self.stdout.write(
                f"{kind}: " + (", ".join(f"{number} {word}" for word, number in report.items()) or "none")
            )
        for key, reason in loader.rejected:
            self.stderr.write(f"rejected {key}: {reason}")
        return loader.rejected

    def _remove(self):
        gone, stayed = example.remove()
        self.stdout.write(
            "deleted: " + (", ".join(f"{number} {word}" for word, number in gone.items()) or "none")
        )
        for name in stayed:
            self.stderr.write(f"stayed, since something leans on it: {name}")
        return stayed
