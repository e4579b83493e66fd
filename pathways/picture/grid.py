"""Where the boxes of a picture stand: a column for each step of the longest way, a row for each lane or more."""

from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations

COLUMNS = 7  # more than these are brought together where a stage can stand below or above the one before it
MOST_TOGETHER = 12  # of so many stages it is tried whether they stand under the one before
A_COLUMN, FIRST = (
    12,
    7,
)  # the strain of one more column, and of a stage under the first, where names of lanes are
WIDE = 1180
BOX_HIGH = 68
STRIP, BELOW = 52, 18  # over the boxes of a lane, with its name, and under them
BETWEEN = 60  # between two boxes of one lane in the same column
MARGIN = 40


@dataclass(frozen=True)
class Box:
    """A stage in the picture: ``column`` and ``row`` of the grid, and its corners."""

    key: str
    lane: int
    column: int
    row: int
    x: float
    y: float
    wide: float
    high: float

    @property
    def middle(self):
        return self.x + self.wide / 2, self.y + self.high / 2


@dataclass(frozen=True)
class Grid:
    boxes: dict
    bands: tuple  # (top, height) of each lane
    rows: tuple  # top of the boxes of each
    columns: int
    pitch: float
    box_wide: float
    wide: float
    high: float


def name_of_lane(band, wide):
    """The rectangle where the name of a lane stands: left, top, width, height."""
    return 14, band[0] + 7, wide + 8, 20


@lru_cache(maxsize=200)
def placed(stages, ways, lanes):
    """``stages`` are (key, lane number) in their order, ``ways`` pairs of keys; the grid with every stage in it."""
    before, lane_of = _before(stages, ways), dict(stages)
    free = [
        number
        for number, (key, lane) in enumerate(stages)
        if any(lane_of[one] != lane for one in before.get(key, ()))
    ][:MOST_TOGETHER]
    best = None
    for many in range(len(free) + 1):
        for chosen in combinations(free, many):
            cells, strain = _cells(stages, before, set(chosen))
            key = A_COLUMN * max(COLUMNS, _columns(cells)) + strain
            if best is None or key < best[0]:
                best = key, cells
    return _measured(best[1], _columns(best[1]), lanes)


def _columns(cells):
    return 1 + max((column for _lane, column, _level in cells.values()), default=0)


def _before(stages, ways):
    """{key: those before it}; a way back does not push anything forward."""
    number = {key: place for place, (key, _lane) in enumerate(stages)}
    found = {}
    for origin, to in ways:
        if number[origin] < number[to]:
            found.setdefault(to, []).append(origin)
    return found


def _cells(stages, before, together):
    """({key: (lane, column, level)}, strain): the stages with these numbers stand in the column of the one before
    them where they can; the strain says how far lines then run, and counts the names of lanes they might meet.
    """
    found, taken, strain = {}, {}, 0
    for number, (key, lane) in enumerate(stages):
        earlier = [found[one] for one in before.get(key, [])]
        column = 1 + max((cell[1] for cell in earlier), default=-1)
        if number in together and column > 0 and _fits(lane, column - 1, earlier, taken):
            column -= 1
            strain += max(abs(lane - cell[0]) for cell in earlier if cell[1] == column) + FIRST * (
                column == 0
            )
        level = taken.get((lane, column), 0)
        taken[lane, column] = level + 1
        strain += 3 * level
        found[key] = lane, column, level
    return found, strain


def _fits(lane, column, earlier, taken):
    """Whether a stage can stand straight over or under those before it that are in this column."""
    for other, their, _level in earlier:
        if their == column:
            low, high = sorted((lane, other))
            if low == high or any((between, column) in taken for between in range(low + 1, high)):
                return False
    return (lane, column) not in taken


def _measured(cells, columns, lanes):
    pitch = min(236, (WIDE - 2 * MARGIN) / min(columns, COLUMNS))
    box_wide = min(156, pitch - 42)
    levels = [
        1 + max((cell[2] for cell in cells.values() if cell[0] == lane), default=0) for lane in range(lanes)
    ]
    top, bands, rows, first = 0, [], [], []
    for many in levels:
        first.append(len(rows))
        rows += [top + STRIP + level * (BOX_HIGH + BETWEEN) for level in range(many)]
        high = STRIP + many * BOX_HIGH + (many - 1) * BETWEEN + BELOW
        bands.append((top, high))
        top += high
    boxes = {}
    for key, (lane, column, level) in cells.items():
        row = first[lane] + level
        x = MARGIN + column * pitch
        boxes[key] = Box(key, lane, column, row, x, rows[row], box_wide, BOX_HIGH)
    wide = 2 * MARGIN + columns * pitch - (pitch - box_wide)
    return Grid(boxes, tuple(bands), tuple(rows), columns, pitch, box_wide, wide, top)
