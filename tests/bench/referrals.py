"""``python -m tests.bench.referrals [number]``: what the inbox costs with many open referrals in one team.

On a throw-away PostgreSQL, asked as ``hyte_app`` with the policies in force, and on SQLite. Prints p50 and p95.
"""

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.cluster import NoCluster, cluster

ROOT = Path(__file__).parents[2]
NUMBER, ROUNDS = 20_000, 20
PATHS = ["", "?list=contact", "?whose=mine", "?sort=arrived", "?list=contact&page=100", "?page=200"]


def measure(number):
    """Inside a process of its own, whose database is fresh."""
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection
    from django.test import Client
    from django.test.utils import setup_test_environment
    from django.urls import reverse

    from tests import signing, walls
    from tests.bench import referrals_rows
    from tests.referrals import scene

    setup_test_environment()
    call_command("migrate", verbosity=0)
    if connection.vendor == "postgresql":
        walls.prepare()
    with walls.everything():
        made = scene.scene()
        referrals_rows.fill(made, number)
        browser = signing.enter(Client(), made.adviser)
        for path in PATHS:
            took = []
            for _ in range(ROUNDS):
                begun = time.perf_counter()
                response = browser.get(reverse("referral_inbox") + path)
                took.append((time.perf_counter() - begun) * 1000)
                assert response.status_code == 200
            took.sort()
            p95 = took[int(len(took) * 0.95) - 1]
            print(
                f"{connection.vendor:10} {path or '(all)':24} p50 {statistics.median(took):6.0f} ms  p95 {p95:6.0f} ms"
            )


def run(number, **variables):
    known = {"SECRET_KEY": "x", "HYTE_ENV": "development", "DJANGO_SETTINGS_MODULE": "hyteportal.settings"}
    line = [sys.executable, "-m", "tests.bench.referrals", str(number), "--inside"]
    subprocess.run(line, cwd=ROOT, env={**os.environ, **known, **variables}, check=True)


def main():
    number = int(sys.argv[1]) if len(sys.argv) > 1 else NUMBER
    if "--inside" in sys.argv:
        return measure(number)
    with tempfile.TemporaryDirectory() as folder:
        run(number, HYTE_VAR=folder, DATABASE_URL=f"sqlite:///{folder}/bench.sqlite3")
        try:
            with cluster() as address:
                run(number, HYTE_VAR=folder, DATABASE_URL=address)
        except NoCluster as fault:
            print(f"postgresql: {fault}")


if __name__ == "__main__":
    main()
