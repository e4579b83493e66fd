"""Where the conditions stand: beside their line, clear of boxes, names of lanes and other conditions."""

from dataclasses import dataclass

from .wrapping import lines, width

SIZE, LEADING = 12.5, 15
SHAPES = (190, 140, 104, 260)  # how wide a condition may be
COVERED = 2000  # what it costs to lie on a box or on other words
NEAR = 6  # between a line and its words


@dataclass(frozen=True)
class Label:
    way: tuple
    lines: tuple
    x: float
    y: float
    wide: float
    high: float

    def covers(self, other, clear=3):
        x, y, wide, high = other
        return (
            self.x < x + wide + clear
            and self.x + self.wide > x - clear
            and self.y < y + high + clear
            and self.y + self.high > y - clear
        )


def labelled(grid, routes, conditions, titles):
    """{(from, to): Label} of the ways with a condition; ``titles`` are the rectangles of the lanes' names."""
    solid = [(box.x - 2, box.y - 2, box.wide + 4, box.high + 4) for box in grid.boxes.values()]
    solid += [(box.x - 9, box.y - 11, 26, 26) for box in grid.boxes.values()]  # their numbers
    solid += titles
    pieces = [
        (way, (min(x, to_x), min(y, to_y), abs(to_x - x), abs(to_y - y)))
        for way, points in routes.items()
        for (x, y), (to_x, to_y) in zip(points, points[1:], strict=False)
    ]
    found = {}
    for way in sorted(conditions, key=lambda way: (-len(conditions[way]), way)):
        words, points = conditions[way], routes[way]
        cost, found[way] = _best(
            _candidates(way, words, points, grid), grid, pieces, [*solid, *_spots(found)]
        )
        if cost >= COVERED:
            others = [*solid, *_spots(found, way)]
            again = _best(_anywhere(way, words, points), grid, pieces, others)
            found[way] = again[1] if again[0] < cost else found[way]
    return found


def _spots(labels, but=None):
    return [(one.x - 3, one.y - 3, one.wide + 6, one.high + 6) for way, one in labels.items() if way != but]


def _best(candidates, grid, pieces, solid):
    """(cost, label) of the cheapest."""
    best, chosen = 1e9, None
    for label, far in candidates:
        cost = _cost(label, far, grid, pieces, solid, best)
        if cost < best:
            best, chosen = cost, label
    return best, chosen


def _candidates(way, words, points, grid):
    """(label, how far along the line it stands): beside each piece, and over or under the box it leaves or meets."""
    box = grid.boxes[way[0]]
    for most in SHAPES:
        rows = lines(words, SIZE, most)
        wide, high = max(width(row, SIZE) for row in rows), len(rows) * LEADING
        gone = 0
        for number, ((x, y), (to_x, to_y)) in enumerate(zip(points, points[1:], strict=False)):
            length = abs(to_x - x) + abs(to_y - y)
            for part in (0.1, 0.25, 0.5, 0.75, 0.9):
                at_x, at_y = x + (to_x - x) * part, y + (to_y - y) * part
                if y == to_y:
                    lefts = at_x + 2, at_x - wide / 2, at_x - wide - 2
                    tops = [at_y - high - NEAR + 2, at_y + NEAR]
                    if number == 0:
                        tops += [box.y - high - 3, box.y + box.high + 4]
                else:
                    lefts = at_x + NEAR + 2, at_x - wide - NEAR - 2
                    tops = [at_y - high / 2, at_y, at_y - high]
                for top in tops:
                    off = max(top - at_y, at_y - top - high, 0) if y == to_y else 0
                    for left in lefts:
                        if off <= 2 * NEAR or left < box.x + box.wide:
                            yield Label(way, rows, left, top, wide, high), gone + length * part + off
            gone += length


def _anywhere(way, words, points):
    """Round about the line, when no place beside it is free."""
    for most in SHAPES:
        rows = lines(words, SIZE, most)
        wide, high = max(width(row, SIZE) for row in rows), len(rows) * LEADING
        for x, y in points:
            for across in range(-200, 201, 20):
                for down in range(-120, 121, 10):
                    label = Label(way, rows, x + across - wide / 2, y + down - high / 2, wide, high)
                    yield label, abs(across) + abs(down)


def _cost(label, far, grid, pieces, solid, enough):
    """Reckoned no further than ``enough``."""
    cost = far * 0.12 + 9 * (len(label.lines) - 1)
    if (
        label.x < 4
        or label.y < 3
        or label.x + label.wide > grid.wide - 4
        or label.y + label.high > grid.high - 3
    ):
        cost += 2 * COVERED
    for one in solid:
        if cost >= enough:
            return cost
        cost += COVERED * label.covers(one, 0)
    for way, piece in pieces:
        if cost >= enough:
            return cost
        if label.covers(piece, 2):
            cost += 35 if way == label.way else 130
        elif way != label.way and label.covers(piece, 13):
            cost += 90  # it would be read as the other line's
    return cost
