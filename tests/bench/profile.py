"""Where the time of a request goes, by layer: cProfile inside the process, each function counted where it stands.

The time of a library's function is its caller's: of the nearest layer above it in the stack. cProfile knows only
pairs of caller and called, so what several layers call is shared as their calls took. Profiling makes small functions
look dearer than they are: the shares say where to look, no more.
"""

import cProfile
import pstats
import time
from collections import defaultdict
from pathlib import Path

from .store import ROOT

REQUESTS = 150
REST = "rest of Django and Python"
# The first that fits a file (from the project's root, or a part of a library's path) and a function.
LAYERS = [
    ("snapshot: version", "catalogue/snapshot.py", "current"),
    ("facets", "catalogue/facets.py", ""),
    ("facets", "catalogue/snapshot.py", "counts"),
    ("find: analysing words", "catalogue/search/analyser.py", ""),
    ("find: analysing words", "catalogue/search/reading.py", ""),
    ("find: analysing words", "catalogue/search/places.py", ""),
    ("find: vocabulary and spelling", "catalogue/search/vocabulary.py", ""),
    ("find: query of postings", "catalogue/search/ranking.py", "_postings"),
    ("find: scoring", "catalogue/search/ranking.py", ""),
    ("find: scoring", "catalogue/search/finding.py", ""),
    ("form and filters", "catalogue/filters.py", ""),
    ("form and filters", "catalogue/snapshot.py", ""),
    ("form and filters", "catalogue/near.py", ""),
    ("form and filters", "catalogue/bits.py", ""),
    ("cards: query", "catalogue/models/listing.py", ""),
    ("cards: reading", "catalogue/cards.py", ""),
    ("service page: reading", "catalogue/pages.py", ""),
    ("service page: reading", "catalogue/opening.py", ""),
    ("map and addresses", "catalogue/maps/", ""),
    ("map and addresses", "catalogue/addresses.py", ""),
    ("ETag and headers", "catalogue/caching.py", ""),
    ("templates", "hyteportal/templatetags/", ""),
    ("templates", "django/template/", ""),
    ("templates", "django/shortcuts.py", ""),
    ("middleware", "/middleware", ""),
    ("middleware", "csp/", ""),
    ("middleware", "whitenoise/", ""),
    ("views", "catalogue/views.py", ""),
    ("connection", "django/db/backends/base/base.py", "connect"),
    ("connection", "django/db/__init__.py", "close_old_connections"),
]


def profile():
    """The lines of the report: each kind of page with its layers."""
    from django.test import Client

    from .inside import addresses

    lines = []
    for kind, paths in addresses().items():
        client, paths = Client(HTTP_HOST="localhost"), (paths * REQUESTS)[:REQUESTS]
        for path in paths[:20]:
            client.get(path)
        profiler = cProfile.Profile(time.process_time)  # others on the machine do not count
        profiler.enable()
        for path in paths:
            client.get(path)
        profiler.disable()
        shares = layers(pstats.Stats(profiler))
        whole = sum(shares.values())
        lines.append(f"{kind}: {whole / len(paths) * 1000:.1f} ms while profiled")
        ordered = sorted(shares.items(), key=lambda row: -row[1])
        lines += [f"  {seconds / whole:6.1%}  {name}" for name, seconds in ordered if seconds / whole > 0.004]
    return lines


def layers(stats):
    """{layer: seconds}, the own time of every function given to the layer it was done for."""
    rows = stats.stats  # {function: (calls, all calls, own seconds, seconds, {caller: (…, own seconds, …)})}
    own = {function: row[2] for function, row in rows.items()}
    named = {function: layer(function) for function in rows}
    shares = {function: _shares(function, rows, named) for function in rows}
    for _ in range(40):  # shares walk up the stack a step a time, until a layer takes them
        shares = {function: _step(row, shares) for function, row in shares.items()}
    found = defaultdict(float)
    for function, seconds in own.items():
        left = 1.0
        for name, part in shares[function].items():
            if isinstance(name, str):
                found[name] += seconds * part
                left -= part
        found[REST] += seconds * max(left, 0)
    return dict(found)


def layer(function):
    """The layer of (file, line, name), or an empty text for what serves any of them."""
    file, _line, name = function
    inside = (
        str(Path(file).relative_to(ROOT)) if file.startswith(f"{ROOT}/") and ".venv" not in file else file
    )
    return next(
        (words for words, path, only in LAYERS if _fits(inside, path) and (not only or name == only)), ""
    )


def _fits(file, path):
    own = path.startswith(("catalogue/", "hyteportal/"))
    return file.startswith(path) if own else path in file


def _shares(function, rows, named):
    """{layer or caller: share} of a function's time."""
    if named[function]:
        return {named[function]: 1.0}
    callers = {caller: row[3] for caller, row in rows[function][4].items() if caller != function}
    whole = sum(callers.values())
    return {caller: seconds / whole for caller, seconds in callers.items()} if whole else {REST: 1.0}


def _step(row, shares):
    found = defaultdict(float)
    for name, part in row.items():
        if isinstance(name, str):
            found[name] += part
        else:
            for upper, share in shares[name].items():
                found[upper] += part * share
    return found
