"""What the import commands share: arguments, progress, the report on a terminal."""

import signal
import sys

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import override

from catalogue.imports import running
from catalogue.imports.report import Outcome, Report, field_name, sentence
from catalogue.imports.targets import shown
from catalogue.models import ImportRun
from catalogue.models.run import Busy

SHOWN = 300  # characters of a value
BAR = 30


class ImportCommand(BaseCommand):
    system = ""

    def add_arguments(self, parser):
        parser.add_argument("sources", nargs="+", metavar="SOURCE", help=self.sources_help)
        parser.add_argument(
            "--commit", action="store_true", help="write; otherwise only say what would change"
        )
        parser.add_argument("--since", default="", metavar="DATE", help="only what changed since that day")
        parser.add_argument(
            "--nationwide", action="store_true", help="also services given in the whole country"
        )
        parser.add_argument("--quiet", action="store_true", help="the counts alone, not every record")

    def handle(self, *args, sources, commit, since, nationwide, quiet, **options):
        signal.signal(signal.SIGTERM, signal.default_int_handler)
        self.quiet = quiet
        with override(None):  # commands speak English
            self._import(sources, commit, {"since": since, "nationwide": nationwide})

    def _import(self, sources, commit, asked):
        try:
            found, kept = running.checked(sources, asked)
            folder = running.folder_for(self.system, found, kept)
            # files are here in any case, and may have changed: only what was fetched is not fetched again
            resume = running.can_go_on(folder) and all(source.kind != "path" for source in found)
            if resume:
                self.stdout.write("Going on with what an interrupted import had read.")
            with running.held(folder, resume=resume):
                report = self._run(sources, found, kept, folder, commit)
                running.shutil.rmtree(folder, ignore_errors=True)
        except (ValueError, Busy, running.Faulty) as error:
            raise CommandError(str(error)) from error
        except KeyboardInterrupt:
            raise CommandError("Interrupted: what was written is whole. Run it again.") from None
        self._summary(report, commit)

    def _run(self, words, found, kept, folder, commit):
        if not commit:
            report = Report(self._line)
            running.perform(
                self.system, found, kept, commit=False, report=report, folder=folder,
                beat=self._progress, scope=running.scope_of(found),
            )  # fmt: skip
            return report
        run = ImportRun(system=self.system, sources=words, options=kept, commit=True)
        return running.record(run, found, folder, beat=self._progress, echo=self._line)

    # ------------------------------------------------------------ output
    def _progress(self, done, total):
        if not sys.stderr.isatty() or not total:
            return
        part = min(1, done / total)
        bar = "#" * int(BAR * part)
        sys.stderr.write(f"\r[{bar:<{BAR}}] {done} / {total} ")
        sys.stderr.flush()

    def _line(self, line):
        if self.quiet and line.outcome != Outcome.REJECTED:
            return
        write = self.stderr if line.outcome == Outcome.REJECTED else self.stdout
        name = f" {line.name}" if line.name and line.name != line.external_id else ""
        write.write(f"{Outcome(line.outcome).value} {line.kind} {line.external_id}{name}")
        for change in line.changes:
            stays = " (corrected here, stays)" if change.kept else ""
            field = field_name(line.kind, change.field)
            old, new = (_short(shown(change.field, value)) for value in (change.old, change.new))
            write.write(f"    {field}: {old} -> {new}{stays}")
        for reason in line.reasons:
            write.write(f"    {sentence(reason)}")

    def _summary(self, report, commit):
        if sys.stderr.isatty():
            sys.stderr.write("\n")
        for kind, counts in sorted(report.counts.items()):
            words = ", ".join(f"{number} {outcome}" for outcome, number in sorted(counts.items()))
            self.stdout.write(f"{kind}: {words}")
        if not report.counts:
            self.stdout.write("Nothing was found.")
        if not commit:
            self.stdout.write("Dry run: nothing was written. Add --commit.")


def _short(value):
    text = " / ".join(str(value).splitlines()) or "(empty)"
    return text if len(text) <= SHOWN else text[:SHOWN] + "…"
