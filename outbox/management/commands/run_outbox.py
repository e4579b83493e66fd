"""The worker: sends what waits in the outbox. It runs as long as the portal does; several may run at once."""

from datetime import timedelta

from django.core.management.base import BaseCommand

from outbox.models.message import LEASE
from outbox.stopping import Stop
from outbox.worker import Worker


class Command(BaseCommand):
    requires_system_checks = ["keys"]
    help = "Send messages that are due, until SIGTERM or Ctrl-C; the message at hand is finished first."

    def add_arguments(self, parser):
        parser.add_argument("--once", action="store_true", help="send what is due now, then end")
        parser.add_argument("--poll", type=float, default=1.0, metavar="S", help="seconds between two looks")
        parser.add_argument(
            "--lease", type=float, default=LEASE.total_seconds(), metavar="S",
            help="seconds after which a message of a killed worker is sent by another",
        )  # fmt: skip
        parser.add_argument(
            "--with-parent", action="store_true", help="end when the starting process is gone"
        )

    def handle(self, *args, once, poll, lease, with_parent, **options):
        worker = Worker(lease=timedelta(seconds=lease))
        if once:
            self.stdout.write(f"Attempts: {worker.drain()}")
        else:
            worker.run(Stop(with_parent=with_parent), poll)
