"""Deletes results whose half hour to be read is over. Giving and reading one does the same."""

from django.core.management.base import BaseCommand
from django.utils import timezone

from pathways.models import HandOver


class Command(BaseCommand):
    help = "Counts results whose time to be read is over; deletes them only with --commit."

    def add_arguments(self, parser):
        parser.add_argument("--commit", action="store_true", help="delete them")

    def handle(self, *, commit, **options):
        now = timezone.now()
        number = HandOver.objects.purge(now) if commit else HandOver.objects.expired(now).count()
        self.stdout.write(f"{number} expired hand-overs {'deleted' if commit else 'found'}.")
