"""CPU of pages on real servers: the portal and the barest Django up at once, asked in turns."""

import statistics

from .budgets import Figure
from .load import Load, etags
from .servers import running

PORTAL, BARE = "hyteportal.wsgi", "tests.bench.bare:application"
REQUESTS_BEFORE_MEMORY = 1000
MOST_ETAGS = 150


class Plan:
    """How long and how often: ``rounds`` of ``seconds`` for each page and server, ``starts`` of each server."""

    def __init__(self, rounds=5, *, quick=False):
        self.rounds, self.seconds, self.starts = rounds, 1.0 if quick else 2.5, 1 if quick else 3


def served(plan, pages, variables, folder):
    """The figures of the servers; ``pages`` is what ``inside.pages`` found."""
    figures = [_start(plan, variables, folder)]
    with (
        running("the bare Django", BARE, variables, folder / "bare.log") as bare,
        running("the portal", PORTAL, variables, folder / "portal.log") as portal,
    ):
        bare.wait("/100/")
        portal.wait("/fi/")
        for kind in ("list", "search", "service", "home"):
            paths, size = pages[kind]["paths"], pages[kind]["bytes"]
            figures.append(_page(plan, kind, Load(portal.port, paths), _bare_load(bare, size), portal, bare))
        tags = etags(portal.port, pages["list"]["paths"][:MOST_ETAGS])
        if tags:
            again = Load(portal.port, list(tags), 304, lambda path: {"If-None-Match": tags[path]})
            load = _bare_load(bare, pages["list"]["bytes"])
            figures.append(_page(plan, "304", again, load, portal, bare))
        rest = Load(portal.port, pages["search"]["paths"])
        while rest.begun < REQUESTS_BEFORE_MEMORY:
            rest.run(plan.seconds)
        figures.append(Figure("memory", portal.memory()))
    return figures


def _bare_load(bare, size):
    return Load(bare.port, [f"/{size}/"])


def _page(plan, kind, load, bare_load, portal, bare):
    """Rounds in alternating order; the figure is the median of their ratios."""
    sides = [(portal, load), (bare, bare_load)]
    for _server, one in sides:
        one.run(plan.seconds / 2)
    costs = {portal: [], bare: []}
    for number in range(plan.rounds):
        for server, one in sides if number % 2 else sides[::-1]:
            before = server.cpu()
            done = one.run(plan.seconds)
            costs[server].append((server.cpu() - before) / done * 1000)
    ratios = [own / other for own, other in zip(costs[portal], costs[bare], strict=True)]
    own, other = (statistics.median(costs[server]) for server in (portal, bare))
    beside = f"{own:.2f} ms, bare {other:.2f} ms, rounds {min(ratios):.1f}–{max(ratios):.1f}"
    return Figure(kind, statistics.median(ratios), min(ratios), max(ratios), beside)


def _start(plan, variables, folder):
    """CPU from the start of the processes to the first answer of the home page."""
    ratios, costs, seconds = [], [], []
    for _ in range(plan.starts):
        with running("the bare Django", BARE, variables, folder / "bare.log") as bare:
            other, _ = bare.wait("/100/")
        with running("the portal", PORTAL, variables, folder / "portal.log") as portal:
            own, wall = portal.wait("/fi/")
        ratios.append(own / other)
        costs.append(own)
        seconds.append(wall)
    beside = f"{statistics.median(costs):.2f} s CPU, {statistics.median(seconds):.2f} s"
    return Figure("start", statistics.median(ratios), min(ratios), max(ratios), beside)
