"""Scheduled jobs: what is due runs, once, whoever else tries at the same time."""

import logging

from django.core.management.base import BaseCommand, CommandError
from django.db import Error, close_old_connections
from django.utils import timezone

from outbox import jobs
from outbox.stopping import Stop

log = logging.getLogger("outbox")
LOOK = 30  # seconds between two looks of --stay


class Command(BaseCommand):
    requires_system_checks = ["keys"]
    help = "Run the jobs that are due, or the named ones. Dry run unless --commit."

    def add_arguments(self, parser):
        parser.add_argument("names", nargs="*", metavar="JOB", help="these, whether they are due or not")
        parser.add_argument(
            "--commit", action="store_true", help="run them; otherwise only say which would run"
        )
        parser.add_argument("--stay", action="store_true", help="go on, until SIGTERM or Ctrl-C")
        parser.add_argument(
            "--with-parent", action="store_true", help="end when the starting process is gone"
        )

    def handle(self, *args, names, commit, stay, with_parent, **options):
        if stay:
            if names or not commit:
                raise CommandError("--stay runs whatever is due: give --commit and no names.")
            return self._stay(Stop(with_parent=with_parent))
        chosen = self._chosen(names)
        if not commit:
            self.stdout.write(
                f"Would run: {', '.join(job.name for job in chosen) or 'nothing'}. Add --commit."
            )
            return None
        failed = [job.name for job in chosen if not self._run(job, again=bool(names))]
        if failed:
            raise CommandError(f"Failed: {', '.join(failed)}. What happened stands in the log.")
        return None

    def _chosen(self, names):
        try:
            return [jobs.named(name) for name in names] or jobs.due(timezone.now())
        except KeyError as unknown:
            known = ", ".join(sorted(job.name for job in jobs.every()))
            raise CommandError(f"There is no job {unknown}. There are: {known}.") from None

    def _run(self, job, *, again):
        """False when it failed."""
        line = jobs.run(job, timezone.now(), again=again)
        if line is None:
            self.stdout.write(f"{job.name}: another process runs it, or has run it just now")
            return True
        counts = ", ".join(f"{word}: {number}" for word, number in line.counts.items())
        self.stdout.write(f"{job.name}: {counts or 'done' if line.ok else line.problem}")
        return bool(line.ok)

    def _stay(self, stop):
        while not stop:
            try:
                for job in jobs.due(timezone.now()):
                    if not stop:
                        jobs.run(job, timezone.now())
            except Error as fault:
                log.warning("the database is away (%s); the jobs wait", type(fault).__name__)
            close_old_connections()
            stop.wait(LOOK)
