"""``python -m tests.bench``: what searches and pages cost, beside their budgets; docs/performance.md explains."""

import argparse
import contextlib
import json
import os
import signal
import sqlite3
import subprocess
import sys

from tests.cluster import NoCluster

from . import budgets, store
from .budgets import Figure
from .load import Refused
from .measuring import Plan, served

SITE = store.FOLDER / "site"
ENGINES = ("sqlite", "postgresql")
ANALYSED = (
    20_000  # services at most whose texts are made and analysed; larger catalogues are several times these
)
_FOREIGN = (
    *("SECRET_KEY", "SECRET_KEY_FALLBACKS", "FIELD_KEYS", "INDEX_KEY"),
    *("PORT", "ADMIN_ALLOWED_CIDRS", "DATABASE_URL"),
)


def variables(address):
    """The environment of the portal: the demonstration's, with nothing of the caller's own."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith("HYTE_") and name not in _FOREIGN
    }
    return kept | {
        "HYTE_ENV": "demo",
        "HYTE_SEARCHES_PER_MINUTE": "0",  # one network asks for everybody
        "HYTE_VAR": str(SITE),
        "HYTE_DICTIONARIES": str(store.ROOT / "var"),
        "DJANGO_SETTINGS_MODULE": "hyteportal.settings",
        "DATABASE_URL": address,
    }


def inside(address, *arguments):
    """Figures of ``tests.bench.inside`` in a process of its own."""
    line = [sys.executable, "-m", "tests.bench.inside", *map(str, arguments)]
    process = subprocess.Popen(
        line, cwd=store.ROOT, env=variables(address), stdout=subprocess.PIPE, text=True
    )
    try:
        said, _ = process.communicate()
    except BaseException:
        process.kill()
        process.wait()
        raise
    if process.returncode:
        raise SystemExit(f"{' '.join(line[2:])} failed")
    return json.loads(said.splitlines()[-1])


def prepare():
    """Messages, dictionaries and static files of the site that is measured."""
    SITE.mkdir(parents=True, exist_ok=True)
    for line in (
        ["manage.py", "messages", "--compile"],
        ["manage.py", "collectstatic", "--no-input", "--clear", "--verbosity", "0"],
        ["manage.py", "build_dictionaries", "--commit"],
    ):
        subprocess.run(
            [sys.executable, *line],
            cwd=store.ROOT,
            env=variables(f"sqlite:///{SITE}/none.sqlite3"),
            check=True,
            stdout=subprocess.DEVNULL,
        )


def seeded(engine, size, *, stale=False):
    """The address of the database with that many services: the kept one, or a new one."""
    name = f"bench_{size}_{store.digest()}"
    if stale:
        kept = [*engine.names(), *store.SQLite().names()]
        name = next((old for old in kept if old.startswith(f"bench_{size}_")), name)
    if not engine.has(name):
        for old in engine.names():
            if old.startswith(f"bench_{size}_"):
                engine.drop(old)
        print(f"Seeding {size} services on {engine.name} …", file=sys.stderr, flush=True)
        partial = f"bench_partial_{size}"
        engine.begin(partial)
        took = inside(engine.address(partial), *_rows_of(engine, partial, size, stale=stale))
        engine.rename(partial, name)
        print(f"Seeded in {took['all']:.0f} s.", file=sys.stderr, flush=True)
    return engine.address(name)


def _rows_of(engine, partial, size, *, stale):
    """Where they come from: PostgreSQL's from SQLite's file, those of a great catalogue from a smaller one."""
    files = store.SQLite()
    if engine.name != files.name:
        return "copy", seeded(files, size, stale=stale).removeprefix("sqlite:///")
    if size <= ANALYSED:
        return "seed", size
    smaller = seeded(files, ANALYSED, stale=stale).removeprefix("sqlite:///")
    with sqlite3.connect(smaller) as source, sqlite3.connect(files.path(partial)) as target:
        source.backup(target)
    return "multiply", size // ANALYSED


def measured(address, plan):
    """All figures of one database."""
    found, pages = inside(address, "ratio", plan.rounds), inside(address, "pages")
    search, single = found["search"], found["single"]
    beside = (
        f"p50 {search['p50']:.1f}, p95 {search['p95']:.1f} ms; one row p50 {single['p50']:.2f}, "
        f"p95 {single['p95']:.2f} ms; {found['found']:.0%} find something"
    )
    figures = [Figure("ratio", search["p95"] / single["p95"], beside=beside)]
    figures += served(plan, pages, variables(address), SITE)
    figures += [Figure(f"queries {kind}", pages[kind]["queries"]) for kind in ("list", "search", "service")]
    for kind, page in pages.items():
        figures.append(Figure(f"bytes {kind}", page["packed"], beside=f"{page['bytes']} before"))
    reading = f"read once: picture of the catalogue {found['picture']:.0f} ms, terms {found['words']:.0f} ms"
    return figures, [reading, "slowest, ms: " + "; ".join(f"{t} {ms:.0f}" for t, ms in _slowest(found))]


def _slowest(found):
    return sorted(found["slowest"].items(), key=lambda row: -row[1])[:5]


@contextlib.contextmanager
def engines(names):
    """The engines that can be had; why another cannot is said."""
    with contextlib.ExitStack() as stack:
        having = [store.SQLite()] if "sqlite" in names else []
        if "postgresql" in names:
            try:
                having.append(stack.enter_context(store.postgresql()))
            except NoCluster as reason:
                print(f"NOT RUN: PostgreSQL: {reason}")
        yield having


def main(arguments):
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("--sizes", default="1000,20000,100000", help="how many services, with commas between")
    parser.add_argument("--engines", default=",".join(ENGINES))
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--quick", action="store_true", help="short rounds: to see that it works")
    parser.add_argument("--seed", action="store_true", help="only make the databases that are missing")
    parser.add_argument("--profile", action="store_true", help="where the time of a request goes, by layer")
    parser.add_argument("--stale", action="store_true", help="take kept databases of other code as they are")
    options = parser.parse_args(arguments)
    sizes, names = [int(size) for size in options.sizes.split(",")], options.engines.split(",")
    if unknown := set(names) - set(ENGINES):
        parser.error(f"unknown engine: {', '.join(sorted(unknown))}")
    prepare()
    plan = Plan(options.rounds, quick=options.quick)
    with engines(names) as having:
        for engine in having:
            first = None
            for size in sizes:
                address = seeded(engine, size, stale=options.stale)
                if options.profile:
                    print(f"\n{size} services, {engine.name}")
                    print("\n".join(inside(address, "profile")), flush=True)
                elif not options.seed:
                    figures, notes = measured(address, plan)
                    first = _print(engine, size, figures, notes, first)


def _print(engine, size, figures, notes, first):
    """Prints one table; returns the figure of the list at the first size."""
    list_page = next(figure for figure in figures if figure.name == "list")
    if first:
        figures.append(Figure("growth", list_page.value / first.value))
    print("\n" + "\n".join([*budgets.table(engine.name, size, figures), *notes]), flush=True)
    return first or list_page


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except Refused as answer:
        sys.exit(f"A server answered {answer}; its log lies in {SITE}.")
    except KeyboardInterrupt:
        sys.exit(130)
