"""Moves referrals from sent to completed, one transaction a move, and says so after each; it is killed on the way.

``python -m tests.long.moving_worker ADVISER PK...`` goes on where an assignment stands, and only when what it said was
heard (a line comes back): who is to kill it finds it at work, however late they come. ``DIE`` names the move,
counted in this process, at which it kills itself: ``before3`` with everything written and nothing committed,
``after5`` committed and not said.
"""

import os
import signal
import sys
from datetime import timedelta

import django

CHAIN = ["accept", "attempt", "book", "start", "note", "hold", "resume", "complete"]


def main(adviser_id, keys):
    django.setup()
    from django.conf import settings
    from django.db import transaction
    from django.utils import timezone

    from organisations.acting import memberships_of
    from organisations.models import User
    from organisations.scope import scope_of, within
    from referrals.acting import By
    from referrals.models import Assignment

    # a slow machine is no reason to break off
    settings.DATABASES["default"]["OPTIONS"]["options"] += " -c statement_timeout=10min -c lock_timeout=10min"
    adviser, done, die = User.objects.get(pk=adviser_id), 0, os.environ.get("DIE", "")
    now = timezone.now()
    brings = {
        "attempt": {"channel": "phone", "result": "reached"},
        "book": {"at": now + timedelta(days=3), "place": "Kirjasto"},
        "start": {"goals": "Kävelen kauppaan."},
        "note": {"text": "Soitettu."},
        "hold": {"reason": "illness", "resume_on": timezone.localdate() + timedelta(days=9)},
        "complete": {"code": "started", "goal_met": "yes"},
    }
    for key in keys:
        version = 0
        while version <= len(CHAIN):
            with transaction.atomic(), within(scope_of(adviser, memberships_of(adviser))):
                row = Assignment.objects.select_related("referral").get(pk=key)
                if row.version <= len(CHAIN):
                    move = CHAIN[row.version - 1]
                    getattr(row, move)(by=By("A", adviser), version=row.version, **brings.get(move, {}))
                    done += 1
                version = row.version
                if die == f"before{done}":
                    os.kill(os.getpid(), signal.SIGKILL)
            if die == f"after{done}":
                os.kill(os.getpid(), signal.SIGKILL)
            sys.stdout.write(f"{key} {version}\n")
            sys.stdout.flush()
            sys.stdin.readline()
            version += version > len(CHAIN)


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2:])
