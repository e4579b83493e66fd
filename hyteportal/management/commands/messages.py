"""Interface texts: report, renew, fill from a file, compile."""

import json
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from hyteportal import messages


class Command(BaseCommand):
    help = "Compares the texts of the sources with the Finnish and Swedish catalogues; writes only with --commit."
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("--commit", action="store_true", help="add what is missing, drop what is unused")
        parser.add_argument(
            "--merge",
            type=Path,
            metavar="FILE.json",
            help='translations: {"message": {"fi": "…", "sv": "…"}}',
        )
        parser.add_argument("--compile", action="store_true", help="only make the .mo files")

    def handle(self, *, commit, merge, compile, **options):
        if compile:
            self.stdout.write(f"{len(messages.compile_all())} catalogues compiled.")
            return
        wanted = messages.in_sources()
        translations = json.loads(merge.read_text()) if merge else {}
        left = False
        for language in messages.LANGUAGES:
            old = messages.read(language)
            new = messages.renewed(language, old, wanted)
            if merge:
                try:
                    changed, unknown = messages.merge(new, language, translations)
                except ValueError as error:
                    raise CommandError(str(error)) from None
                self.stdout.write(f"{language}: {changed} translations filled, {len(unknown)} unknown keys")
                self.list("unknown", unknown)
            state = messages.state_of(new if merge or commit else old, wanted)
            if commit:
                messages.write(language, new)
            self.report(language, state, len(wanted))
            left = left or bool(state)
        if commit:
            messages.compile_all()
        elif left or merge:
            raise CommandError("Nothing was written: add --commit.")

    def report(self, language, state, total):
        counts = ", ".join(f"{len(keys)} {name}" for name, keys in vars(state).items())
        self.stdout.write(f"{language}: {total} texts; {counts}")
        for name, keys in vars(state).items():
            self.list(name, keys)

    def list(self, name, keys):
        for key in keys:
            self.stdout.write(f"  {name}: {json.dumps(key, ensure_ascii=False)}")
