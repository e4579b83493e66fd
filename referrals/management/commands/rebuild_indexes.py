"""Makes every blind index anew under the INDEX_KEY of this environment."""

from django.core.management.base import BaseCommand, CommandError

from organisations.models import Canary
from referrals import tracing
from referrals.models import Referral


class Command(BaseCommand):
    help = (
        "Makes the blind indexes of clients anew, after INDEX_KEY was changed. Stop the portal first, give the new "
        "key to every process, run this as hyte_keys, start the portal. --commit writes."
    )
    requires_system_checks = []  # the canary's index is of the old key

    def add_arguments(self, parser):
        parser.add_argument("--commit", action="store_true", help="do it; otherwise only count")

    def handle(self, *, commit, **options):
        if not Canary.objects.readable():
            raise CommandError(
                "FIELD_KEYS do not open what stands encrypted in this database. Nothing was changed."
            )
        rows = Referral.objects.standing().select_related("kind").order_by("pk")
        if not commit:
            self.stdout.write(
                f"Referrals with indexes: {rows.count()}. Dry run: nothing was written. Add --commit."
            )
            return
        number = 0
        for referral in rows.iterator(chunk_size=200):
            tracing.renew(referral)
            number += 1
        Canary.objects.renew_index()  # last: until then nobody starts with the new key
        self.stdout.write(f"Referrals whose indexes are made anew: {number}.")
