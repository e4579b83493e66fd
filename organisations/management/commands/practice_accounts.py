"""Two accounts for trying the maintenance in a demo, with random passwords kept beside the database."""

import json
import os
import secrets

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from organisations.models import Membership, Organisation, Role, User

FILE = "practice_accounts.json"
ACCOUNTS = [
    ("koordinaattori@esimerkki.invalid", "Harjoituskoordinaattori", Role.COORDINATOR),
    ("editori@esimerkki.invalid", "Harjoituseditori", Role.EDITOR),
]


class Command(BaseCommand):
    help = "Make a practice coordinator and a practice editor (demo only). Dry run unless --commit."

    def add_arguments(self, parser):
        parser.add_argument("--commit", action="store_true", help="make what is missing")
        parser.add_argument("--show", action="store_true", help="only print the accounts that are there")

    def handle(self, *args, commit, show, **options):
        if settings.HYTE_ENV != "demo":
            raise CommandError(
                f"Practice accounts are made only when HYTE_ENV is demo; it is {settings.HYTE_ENV}."
            )
        kept = self._kept()
        if show:
            return self._print(kept)
        passwords = {email: kept.get(email) or secrets.token_urlsafe(12) for email, _, _ in ACCOUNTS}
        homes = {Role.COORDINATOR: self._home("county"), Role.EDITOR: self._home("municipality")}
        with transaction.atomic():
            for email, name, role in ACCOUNTS:
                person = User.objects.keep(email, passwords[email], name=name)
                Membership.objects.grant(person, homes[role], role)
            if not commit:
                transaction.set_rollback(True)
        if not commit:
            self.stdout.write("Dry run: nothing was written. Add --commit.")
            return None
        self._keep(passwords)
        return self._print(passwords)

    def _home(self, kind):
        found = Organisation.objects.practice_home(kind)
        if found is None:
            raise CommandError(
                f"There is no organisation of kind {kind} yet. Load the facts first (load_facts)."
            )
        return found

    def _kept(self):
        path = settings.VAR_DIR / FILE
        return json.loads(path.read_text()) if path.exists() else {}

    def _keep(self, passwords):
        """Readable by this user alone from its first byte on; complete or not there at all."""
        path = settings.VAR_DIR / FILE
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = path.with_suffix(".new")
        draft.unlink(missing_ok=True)
        with os.fdopen(os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w") as file:
            json.dump(passwords, file)
        draft.replace(path)

    def _print(self, passwords):
        if not passwords:
            self.stdout.write("There are no practice accounts.")
            return
        self.stdout.write("Practice accounts (demo only), sign in at /admin/:")
        for email, _, role in ACCOUNTS:
            if email in passwords:
                self.stdout.write(f"  {role.value:<12} {email:<34} {passwords[email]}")
