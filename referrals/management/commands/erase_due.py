"""Erases the referrals whose time of keeping is over. The nightly job does the same."""

from collections import Counter

from django.core.management.base import BaseCommand
from django.utils import timezone

from referrals import erasing


class Command(BaseCommand):
    help = (
        "Counts referrals to be erased: at the client's request, or as their agreement says. --commit erases."
    )
    requires_system_checks = ["keys"]

    def add_arguments(self, parser):
        parser.add_argument("--commit", action="store_true", help="erase them; otherwise only count")

    def handle(self, *, commit, **options):
        now = timezone.now()
        counts = Counter(why for _referral, why in erasing.due(now))
        for why, words in (
            (erasing.ASKED, "at the client's request"),
            (erasing.KEPT, "as the agreement says"),
        ):
            self.stdout.write(f"{words}: {counts[why]}")
        if not commit:
            self.stdout.write("Dry run: nothing was erased. Add --commit.")
            return
        self.stdout.write(f"Erased: {erasing.run(now)['erased']}. The list stands in {erasing.place()}.")
