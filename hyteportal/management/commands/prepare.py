"""Everything between the code and a running portal, again and again without harm."""

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError


class Command(BaseCommand):
    help = "Compile messages, collect static files, migrate, load facts and vocabularies; in demo the example too."
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument(
            "--commit", action="store_true", help="do it; otherwise only say what would be done"
        )

    def handle(self, *args, commit, **options):
        steps = [
            ("messages", ["--compile"]),
            ("build_dictionaries", ["--commit"]),
            ("migrate", ["--verbosity", "0"]),
            ("createcachetable", []),
            ("database_roles", ["--grants", "--commit"]),
            ("load_facts", ["--commit"]),
            ("load_vocabularies", ["--commit"]),
            ("load_referrals", ["--commit"]),
        ]
        if not settings.DEBUG:
            steps.insert(1, ("collectstatic", ["--no-input", "--clear", "--verbosity", "0"]))
        if settings.HYTE_ENV != "production":
            steps += [("load_example", ["--commit"]), ("load_pathways", ["--commit"])]
        steps.append(("rebuild_search", ["--commit", "--if-needed"]))
        if settings.HYTE_ENV == "demo":
            steps += [("practice_accounts", ["--commit"]), ("practice_referrals", ["--commit"])]
        if not commit:
            self.stdout.write("Would run: " + ", ".join(name for name, _ in steps) + ". Add --commit.")
            return
        for name, arguments in steps:
            self.stdout.write(self.style.MIGRATE_HEADING(name))
            try:
                call_command(name, *arguments, stdout=self.stdout, stderr=self.stderr)
            except CommandError as error:
                raise CommandError(f"{name}: {error}") from error
