"""One practice account for each role, for trying the portal in a demo. None has a password."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from organisations.models import Membership, Organisation, Role, User
from organisations.signin import practice

COUNTY, MUNICIPALITY = Organisation.Kind.COUNTY, Organisation.Kind.MUNICIPALITY
PEOPLE = {
    Role.PROFESSIONAL: ("Pirkko Harjoitus", COUNTY),
    Role.ADVISER: ("Lauri Harjoitus", MUNICIPALITY),
    Role.INTAKE: ("Inka Harjoitus", MUNICIPALITY),
    Role.EDITOR: ("Eero Harjoitus", MUNICIPALITY),
    Role.MAIN_USER: ("Paula Harjoitus", MUNICIPALITY),
    Role.COORDINATOR: ("Kerttu Harjoitus", COUNTY),
    Role.REFERRAL_COORDINATOR: ("Reima Harjoitus", COUNTY),
    Role.AUDITOR: ("Aune Harjoitus", COUNTY),
    Role.ADMINISTRATOR: ("Yrjö Harjoitus", COUNTY),
}
AT_WORK = {Role.PROFESSIONAL: {"title": "Sairaanhoitaja", "phone": "+358500000011"}}


class Command(BaseCommand):
    help = "Make the practice accounts, one for each role (demo only). Dry run unless --commit."

    def add_arguments(self, parser):
        parser.add_argument("--commit", action="store_true", help="make what is missing")
        parser.add_argument("--show", action="store_true", help="only print the accounts that are there")

    def handle(self, *args, commit, show, **options):
        if not practice.possible():
            raise CommandError(
                f"Practice accounts are made only when HYTE_ENV is demo; it is {settings.HYTE_ENV}."
            )
        if show:
            return self._print()
        homes = {kind: self._home(kind) for kind in (COUNTY, MUNICIPALITY)}
        with transaction.atomic():
            for role, (name, kind) in PEOPLE.items():
                person = User.objects.practise(practice.address(role), name, **AT_WORK.get(role, {}))
                Membership.objects.grant(person, homes[kind], role)
            if not commit:
                transaction.set_rollback(True)
        if commit:
            return self._print()
        self.stdout.write("Dry run: nothing was written. Add --commit.")
        return None

    def _home(self, kind):
        found = Organisation.objects.practice_home(kind)
        if found is None:
            raise CommandError(
                f"There is no organisation of kind {kind} yet. Load the facts first (load_facts)."
            )
        return found

    def _print(self):
        there = practice.offered()
        if not there:
            self.stdout.write("There are no practice accounts.")
            return
        self.stdout.write("Practice accounts (demo only), one press on the sign-in page, /fi/tili/kirjaudu/:")
        for email, _words in there:
            self.stdout.write(f"  {email}")
