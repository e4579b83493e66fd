"""What must hold and what is aimed at, and whether a figure does."""

from dataclasses import dataclass

KB = 1024
INCONCLUSIVE = 2  # the most that rounds may differ before they say nothing
# figure: (must hold at most, aim); of the engine or the size where they differ
BUDGETS = {
    "list": (12, 6),
    "search": (15, 8),
    "service": (10, 5),
    "304": (2, 1.7),
    "growth": (1.5, 1.2),
    "queries list": (2, 2),
    "queries search": (3, 3),
    "queries service": (2, 2),
    "bytes list": (8 * KB, 6 * KB),
    "bytes search": (8 * KB, 6 * KB),
    "bytes service": (8 * KB, 6 * KB),
    "memory": (110, 80),
    "start": (2.5, 1.5),
    "ratio": (12, None),
}
ON_POSTGRESQL = {"list": (18, 10), "search": (18, 10)}
AT = {100_000: {"ratio": (30, None)}}
WORDS = {
    "list": "list, CPU ÷ bare",
    "search": "search, CPU ÷ bare",
    "service": "service page, CPU ÷ bare",
    "304": "304 by ETag, CPU ÷ bare",
    "home": "home, CPU ÷ bare",
    "growth": "list ÷ list at the smallest size",
    "queries list": "queries, list",
    "queries search": "queries, search",
    "queries service": "queries, service page",
    "bytes list": "bytes with brotli, list",
    "bytes search": "bytes with brotli, search",
    "bytes service": "bytes with brotli, service page",
    "bytes home": "bytes with brotli, home",
    "memory": "worker after the load, MB (PSS)",
    "start": "start to first 200, CPU ÷ bare",
    "ratio": "search in process, p95 ÷ one row",
}


@dataclass
class Figure:
    """``low`` and ``high`` are the rounds' least and most; ``beside`` is said with it and judged by nobody."""

    name: str
    value: float
    low: float = 0
    high: float = 0
    beside: str = ""

    def row(self, engine, size):
        """(words, value, budget, aim, verdict, beside)."""
        at_most, aim = budget(self.name, engine, size)
        return (
            WORDS[self.name],
            _number(self.value),
            _number(at_most),
            _number(aim),
            self.verdict(at_most),
            self.beside,
        )

    def verdict(self, at_most):
        if at_most is None:
            return ""
        if self.low and self.high / self.low > INCONCLUSIVE:
            return "inconclusive"
        return "met" if self.value <= at_most else "MISSED"


def budget(name, engine, size):
    """(at most, aim), None where there is none."""
    own = AT.get(size, {}) | (ON_POSTGRESQL if engine == "postgresql" else {})
    return own.get(name) or BUDGETS.get(name) or (None, None)


def _number(value):
    if value is None:
        return ""
    return str(value) if isinstance(value, int) else f"{value:.2f}".rstrip("0").rstrip(".")


def table(engine, size, figures):
    """The lines of one table."""
    heads = ("what", "figure", "budget", "aim", "verdict", "")
    rows = [heads, *(figure.row(engine, size) for figure in figures)]
    wide = [max(len(row[column]) for row in rows) for column in range(len(heads))]
    lines = [f"{size} services, {engine}"]
    for row in rows:
        cells = [f"{cell:<{width}}" for cell, width in zip(row, wide, strict=True)]
        cells[1:4] = [f"{cell:>{width}}" for cell, width in zip(row[1:4], wide[1:4], strict=True)]
        lines.append("| " + " | ".join(cells) + " |")
        if row is heads:
            lines.append("|" + "|".join("-" * (width + 2) for width in wide) + "|")
    return lines
