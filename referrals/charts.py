"""Where the lines and bars of a chart stand, in the units of its picture. The words stand in its template and table.

Places are texts: a page's language would write a number with its own comma, and a picture reads none.
"""

from dataclasses import dataclass

WIDE = 360  # as wide as a telephone, so that its words are read there
LEFT, RIGHT, TOP, BOTTOM = 28, 342, 24, 180
ROW, NUMBER = 52, 48  # of bars: one row, room for the number behind it


@dataclass(frozen=True)
class Point:
    x: str
    y: str
    number: int
    words: str
    said: bool  # its number stands beside it
    under: bool = False


def line(values, promised):
    """``values`` [(words, number or None)]. A gap in the numbers is a gap in the line."""
    known = [number for _words, number in values if number is not None]
    top = _rounded(max([promised, *known]))
    step = (RIGHT - LEFT) / max(len(values) - 1, 1)
    last = max((place for place, (_w, number) in enumerate(values) if number is not None), default=None)
    high = max(known, default=None)
    points, runs = [], [[]]
    for place, (words, number) in enumerate(values):
        if number is None:
            runs.append([])
            continue
        said = place == last or number == high and all(point.number != high for point in points)
        y = _y(number, top)
        point = Point(_at(LEFT + step * place), y, number, words, said, place == last and number != high)
        points.append(point)
        runs[-1].append(f"{point.x},{point.y}")
    every = 2 if len(values) > 7 else 1
    return {
        "points": points,
        "runs": [" ".join(run) for run in runs if len(run) > 1],
        "grid": [(number, _y(number, top)) for number in range(0, top + 1, max(top // 4, 1))],
        "promise": _y(promised, top),
        "promised": promised,
        "names": [
            (_at(LEFT + step * place), words)
            for place, (words, _number) in enumerate(values)
            if (len(values) - 1 - place) % every == 0
        ],
    }


def _y(number, top):
    return _at(BOTTOM - (BOTTOM - TOP) * number / top)


def _at(place):
    return f"{place:.1f}"


def _rounded(number):
    """The next number that a grid of four lines divides evenly."""
    return max(-(-number // 4) * 4, 4)


def bars(rows):
    """``rows`` [(words, whole, part or None)]: the part inside the whole, the largest whole across the picture."""
    most = max((whole for _words, whole, _part in rows), default=1) or 1
    room = WIDE - NUMBER
    found = []
    for place, (words, whole, part) in enumerate(rows):
        wide = room * whole / most
        inner = None if part is None else room * part / most
        found.append(
            {
                "words": words,
                "y": place * ROW,
                "whole": whole,
                "part": part,
                "wide": _at(wide),
                "inner": _at(inner) if inner else "",
                "roomy": inner is not None and inner > 34,
            }
        )
    return {"rows": found, "high": max(len(rows) * ROW, ROW)}
