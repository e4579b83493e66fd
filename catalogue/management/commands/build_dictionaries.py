"""Builds the dictionaries of the search: once for each version of them, in about ten seconds."""

from django.core.management.base import BaseCommand

from catalogue.search import dictionaries


class Command(BaseCommand):
    help = "Build the dictionaries of base forms that are missing. Dry run unless --commit."
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("--commit", action="store_true", help="build; otherwise only say where they lie")

    def handle(self, *args, commit, **options):
        self.stdout.write(f"Dictionaries: {dictionaries.VERSION}")
        if not commit:
            self.stdout.write("Dry run: nothing was built. Add --commit.")
        elif made := dictionaries.build():
            self.stdout.write(f"Built: {', '.join(made)}")
