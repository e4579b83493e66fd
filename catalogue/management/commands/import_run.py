"""Does one import that somebody asked for in the admin."""

from django.core.management.base import BaseCommand, CommandError

from catalogue.imports import running
from catalogue.models import ImportRun
from catalogue.models.run import Busy


class Command(BaseCommand):
    help = "Do the import with this number, asked for in the admin."

    def add_arguments(self, parser):
        parser.add_argument("run", type=int)

    def handle(self, *args, run, **options):
        found = ImportRun.objects.select_related("approves").waiting(run)
        if found is None:
            raise CommandError(f"No import {run} is waiting.")
        try:
            running.execute(found)
        except (Busy, running.Faulty, ValueError) as error:
            raise CommandError(str(error)) from error
