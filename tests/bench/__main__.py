"""``python -m tests.bench [services]``: queries, bytes and CPU of each kind of page, beside the barest one.

Runs in one process on a throw-away SQLite database, so that only ratios mean something: the CPU of a page is
divided by that of an address that only says "ok", measured in turns, the median of the rounds. Budgets and load
over real servers come with the search issue.
"""

import os
import statistics
import sys
import tempfile
import time

ROUNDS, REQUESTS = 7, 5


def main(services):
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {
            "HYTE_ENV": "demo",
            "HYTE_VAR": folder,
            "DATABASE_URL": f"sqlite:///{folder}/bench.sqlite3",
        }
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hyteportal.settings")
        import django

        django.setup()
        from django.core.management import call_command

        call_command("prepare", "--commit", verbosity=0, stdout=open(os.devnull, "w"))  # noqa: SIM115
        _report(services)


def _report(services):
    from catalogue.models import Service
    from tests.factories import copies, full_service

    one = full_service()
    pages = {
        "home": "/fi/",
        "list": "/fi/palvelut/",
        "list, filters": "/fi/palvelut/?municipality=075&price=paid&theme=exercise",
        "search": "/fi/palvelut/?q=teksti",
        "service": one.get_absolute_url("fi"),
        "organisation": one.provider.get_absolute_url("fi"),
        "about": "/fi/tietoa/",
    }
    few = {name: _queries(path) for name, path in pages.items()}
    copies(one, 50)
    fifty = {name: _queries(path) for name, path in pages.items()}
    copies(one, max(services - Service.objects.count(), 0))
    print(f"{Service.objects.count()} services, SQLite, one process")
    print(f"{'page':<14}{'queries':>8}{'+50 rows':>9}{'bytes':>9}{'brotli':>8}{'CPU ms':>8}{'÷ bare':>8}")
    for name, path in pages.items():
        raw, packed = _bytes(path)
        cpu, ratio = _cpu(path)
        print(f"{name:<14}{few[name]:>8}{fifty[name]:>9}{raw:>9}{packed:>8}{cpu:>8.1f}{ratio:>8.1f}")


def _client():
    from django.test import Client

    return Client(HTTP_HOST="localhost")


def _queries(path):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as captured:
        assert _client().get(path).status_code == 200, path
    return len(captured)


def _bytes(path):
    import brotli

    content = _client().get(path).content
    return len(content), len(brotli.compress(content, quality=5))


def _cpu(path):
    """(CPU milliseconds of a request, that divided by the health address's: the same middleware, no page)."""
    client = _client()
    costs = {path: [], "/health/live": []}
    for _ in range(ROUNDS):
        for address, measured in costs.items():
            began = time.process_time()
            for _ in range(REQUESTS):
                client.get(address)
            measured.append((time.process_time() - began) / REQUESTS * 1000)
    page, bare = (statistics.median(measured) for measured in costs.values())
    return page, page / bare


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1000)
