"""Makes the index of the search and what the pages say of services anew, beside the old, and swaps."""

from django.core.management.base import BaseCommand, CommandError

from catalogue import rebuilding
from catalogue.models import Service
from catalogue.search import dictionaries
from catalogue.search.analyser import VERSION


class Command(BaseCommand):
    help = "Rebuild the index of the search and the pages' words of all services. Dry run unless --commit."

    def add_arguments(self, parser):
        parser.add_argument(
            "--commit", action="store_true", help="do it; otherwise only say what would be done"
        )
        parser.add_argument(
            "--if-needed",
            action="store_true",
            help="only when the analyser, the texts or the code has changed",
        )

    def handle(self, *args, commit, if_needed, **options):
        needed = rebuilding.needed()
        self.stdout.write(f"{Service.objects.count()} services, analyser {VERSION}.")
        self.stdout.write(
            "Made by another version: a rebuild is needed." if needed else "Nothing has changed."
        )
        if not commit:
            self.stdout.write("Dry run: nothing was written. Add --commit.")
        elif needed or not if_needed:
            dictionaries.build()
            try:
                done = rebuilding.rebuild()
            except rebuilding.Overtaken as error:
                raise CommandError(str(error)) from None
            self.stdout.write(f"Rebuilt: {done} services.")
