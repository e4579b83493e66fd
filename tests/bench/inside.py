"""What is done inside a process of the portal: ``python -m tests.bench.inside WHAT …``, figures as JSON.

The settings name one database, so every database has a process of its own.
"""

import gc
import json
import os
import random
import sys
import time
from urllib.parse import unquote_plus

import django

SEED = 3
COUNTED = 40  # pages of each kind whose queries and bytes are looked at


def seed(number):
    from django.core.management import call_command

    from . import bulk, seeding

    began = time.monotonic()
    call_command("migrate", verbosity=0)
    seeding.seed(int(number))
    rows = time.monotonic() - began
    _say(f"rows of {number} services in {rows:.0f} s")
    bulk.refresh(
        lambda done: done % 5000 or _say(f"{done} services derived, {time.monotonic() - began:.0f} s")
    )
    return {"rows": rows, "all": time.monotonic() - began}


def addresses():
    """{kind of page: [path]}, at least 500 of each that has as many."""
    from django.urls import reverse
    from django.utils.http import urlencode
    from django.utils.translation import override

    from catalogue.models import Service

    from .queries import asked, browsed

    def listed(rows):
        found = []
        for language, parameters in rows:
            with override(language):
                found.append(f"{reverse('services')}?{urlencode(parameters, doseq=True)}")
        return found

    chance = random.Random(SEED)
    keys = list(Service.objects.published().order_by("pk").values_list("pk", flat=True))
    some = Service.objects.in_bulk(chance.sample(keys, min(500, len(keys))))
    pages = [one.get_absolute_url(("fi", "sv")[one.pk % 2]) for _, one in sorted(some.items())]
    return {
        "list": listed(browsed()),
        "search": listed(asked()),
        "service": pages,
        "home": ["/fi/", "/sv/"],
    }


def pages():
    """{kind: {paths, queries (the most), bytes (the mean), packed (the most after brotli)}}."""
    import brotli
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    client, found = Client(HTTP_HOST="localhost"), {}
    for kind, paths in addresses().items():
        kept, queries, sizes, packed = [], 0, [], 0
        for path in paths:
            if len(sizes) < COUNTED:
                client.get(path)  # what is read once for each version of the catalogue is there then
                with CaptureQueriesContext(connection) as captured:
                    answer = client.get(path)
                if answer.status_code != 200:
                    continue
                queries = max(queries, len(captured))
                sizes.append(len(answer.content))
                packed = max(packed, len(brotli.compress(answer.content, quality=5)))
            kept.append(path)
        mean = sum(sizes) // max(len(sizes), 1)
        found[kind] = {"paths": kept, "queries": queries, "bytes": mean, "packed": packed}
    return found


def ratio(rounds):
    """Milliseconds of a search with all that its page needs and of a query for one row, in turns."""
    from django.http import QueryDict
    from django.utils.http import urlencode
    from django.utils.translation import override

    from catalogue import snapshot
    from catalogue.filters import ServiceFilter
    from catalogue.models import Listing, Service
    from catalogue.search.vocabulary import vocabulary

    from .queries import asked

    began = time.perf_counter()
    now = snapshot.current()
    picture = time.perf_counter() - began
    vocabulary(now)
    ready = time.perf_counter() - began
    keys = list(Service.objects.order_by("pk").values_list("pk", flat=True))
    chance, rows = random.Random(SEED), asked()
    queries = [(code, QueryDict(urlencode(parameters, doseq=True))) for code, parameters in rows]

    def search(language, data):
        with override(language):
            found = ServiceFilter(data, language)
            number, facets, ids = found.number, found.facets, found.ids(0, 20)
            return number, facets, Listing.objects.cards(ids, language)

    for one in queries[:100]:
        search(*one)
    gc.collect()
    searches, single, found = [], [], 0
    for _ in range(int(rounds)):
        chance.shuffle(queries)
        for one in queries:
            began = time.perf_counter()
            number = search(*one)[0]
            middle = time.perf_counter()
            Service.objects.get(pk=chance.choice(keys))
            single.append(time.perf_counter() - middle)
            searches.append((middle - began, f"{one[0]} {unquote_plus(one[1].urlencode())}"))
            found += bool(number)
    times = [row[0] for row in searches]
    slowest = {text: seconds * 1000 for seconds, text in sorted(searches)[-10:]}
    return {
        "search": {"p50": _share(times, 0.5), "p95": _share(times, 0.95)},
        "single": {"p50": _share(single, 0.5), "p95": _share(single, 0.95)},
        "found": found / len(times),
        "picture": picture * 1000,
        "words": (ready - picture) * 1000,
        "slowest": slowest,
    }


def copy(path):
    """Fill an empty database with the rows of a seeded file."""
    from .copying import copied

    began = time.perf_counter()
    copied(path)
    return {"all": time.perf_counter() - began}


def multiply(times):
    """Make a seeded database larger."""
    from .multiplying import multiplied

    began = time.perf_counter()
    multiplied(int(times))
    return {"all": time.perf_counter() - began}


def _share(seconds, share):
    return sorted(seconds)[int(len(seconds) * share)] * 1000


def _say(line):
    print(line, file=sys.stderr, flush=True)


def main(what, *arguments):
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hyteportal.settings")
    django.setup()
    if what == "profile":
        from .profile import profile

        found = profile()
    else:
        found = {"seed": seed, "copy": copy, "multiply": multiply, "pages": pages, "ratio": ratio}[what](
            *arguments
        )
    print(json.dumps(found))


if __name__ == "__main__":
    main(*sys.argv[1:])
