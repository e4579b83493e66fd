"""The first people of a portal, and a way back for somebody whom nobody else can let in."""

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email
from django.db import transaction

from organisations.models import HeldAlready, Organisation, Role, User
from organisations.models.people import Closed


class Command(BaseCommand):
    help = "Invite a person in a role and print the link. Dry run unless --commit."
    requires_system_checks = ["keys"]

    def add_arguments(self, parser):
        parser.add_argument("email")
        parser.add_argument("--name", required=True, help="first name and last name")
        parser.add_argument("--role", required=True, choices=Role.values)
        parser.add_argument("--language", default="fi", choices=User.Language.values)
        parser.add_argument(
            "--organisation", type=int, help="number of the organisation; the county's own when left out"
        )
        parser.add_argument(
            "--again",
            action="store_true",
            help="send a new link even to somebody who has signed in before: the old password and second step stop "
            "working when it is accepted",
        )
        parser.add_argument(
            "--commit", action="store_true", help="write; otherwise only say what would happen"
        )

    def handle(self, *args, email, commit, again, **options):
        try:
            validate_email(email)
        except ValidationError:
            raise CommandError(f"{email!r} is no e-mail address.") from None
        place = self._place(options["organisation"])
        with transaction.atomic():
            person, invitation = self._invited(email, place, again, options)
            if not commit:
                transaction.set_rollback(True)
        role = Role(options["role"])
        self.stdout.write(f"{person.email}: {role.value} in {place} ({place.pk}).")
        if not commit:
            self.stdout.write("Dry run: nothing was written. Add --commit.")
        elif invitation:
            self.stdout.write("The link, for this person alone (it is sent by e-mail, too):")
            self.stdout.write(invitation.link())
        else:
            self.stdout.write("The person has an account and signs in as before. Add --again for a new link.")

    def _place(self, number):
        try:
            if number:
                return Organisation.objects.get(pk=number)
        except Organisation.DoesNotExist:
            raise CommandError(f"There is no organisation number {number}.") from None
        if (own := Organisation.objects.practice_home(Organisation.Kind.COUNTY)) is None:
            raise CommandError(
                "There is no organisation of the county yet. Load the facts first (load_facts)."
            )
        return own

    def _invited(self, email, place, again, options):
        """``(person, invitation)``; the second time only a link is sent, when one is needed or asked for."""
        try:
            person = User.objects.invite(
                email,
                name=options["name"],
                language=options["language"],
                organisation=place,
                role=options["role"],
                by=None,
            )
        except HeldAlready:
            person = User.objects.get_by_natural_key(email)
            person.invitation = person.send_invitation(by=None) if person.waits else None
        except Closed:
            raise CommandError(
                "The account of this address is closed. Open it on the page of the person."
            ) from None
        if again and person.invitation is None:
            person.invitation = person.send_invitation(by=None)
        return person, person.invitation
