"""Pins and names of a picture: what lies on one another is put together, so that every word can be read."""

from dataclasses import dataclass, field
from functools import cached_property

# Units of the picture: 800 across, drawn about 300 px wide on a phone.
LINE = 40
LETTER = 19
DIGIT = 17
LONGEST = 7  # signs on a pin
BESIDE = 12  # and under a name
PIN = 58
AREA = 76
GAP = 4
# Where a name may go when its own place is taken, nearest first.
_STEPS = sorted(
    ((dx, dy) for dx in range(-120, 121, 30) for dy in range(-120, 121, 20)),
    key=lambda s: (abs(s[0]) + abs(s[1]), s),
)


@dataclass
class Box:
    """A rectangle by its middle."""

    x: float
    y: float
    wide: float
    high: float

    def meets(self, other):
        return (
            abs(self.x - other.x) * 2 < self.wide + other.wide + 2 * GAP
            and abs(self.y - other.y) * 2 < self.high + other.high + 2 * GAP
        )

    def within(self, wide, high):
        across, down = self.wide + 4 * GAP, self.high + 4 * GAP
        return across <= 2 * self.x <= 2 * wide - across and down <= 2 * self.y <= 2 * high - down


@dataclass
class Pin:
    """``area``: one of its places is known only roughly, so it is drawn as an area."""

    x: float
    y: float
    numbers: set
    area: bool
    say: object = field(repr=False)
    weight: int = 1

    @cached_property
    def words(self):
        return self.say(sorted(self.numbers))

    @cached_property
    def box(self):
        least = AREA if self.area else PIN
        return Box(self.x, self.y, max(least, DIGIT * len(self.words) + least // 2), least)

    def joined(self, other):
        both = self.weight + other.weight
        x = (self.x * self.weight + other.x * other.weight) / both
        y = (self.y * self.weight + other.y * other.weight) / both
        return Pin(x, y, self.numbers | other.numbers, self.area or other.area, self.say, both)

    @property
    def drawn(self):
        """What the template writes, in whole units."""
        box = self.box
        return {
            "words": self.words,
            "area": self.area,
            "x": round(box.x),
            "y": round(box.y),
            "left": round(box.x - box.wide / 2),
            "top": round(box.y - box.high / 2),
            "wide": round(box.wide),
            "high": round(box.high),
            "round": round(box.high / 2),
            "baseline": round(box.y + 12),
        }


def put_together(pins):
    """Pins of which no two lie on one another."""
    done = []
    for pin in pins:
        touching = True
        while touching:
            touching = next((other for other in done if pin.box.meets(other.box)), None)
            if touching:
                done.remove(touching)
                pin = touching.joined(pin)
        done.append(pin)
    return sorted(done, key=lambda pin: (min(pin.numbers), pin.x))


def ranges(numbers, longest=LONGEST):
    """``1–3, 7``; where that gets too long, the first and how many more there are: ``1 +4``."""
    runs = []
    for number in numbers:
        if runs and runs[-1][-1] == number - 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    words = ", ".join(f"{run[0]}–{run[-1]}" if len(run) > 2 else ", ".join(map(str, run)) for run in runs)
    return words if len(words) <= longest else f"{numbers[0]} +{len(numbers) - 1}"


def amount(numbers, longest=LONGEST):
    return str(len(numbers))


def nothing(numbers, longest=LONGEST):
    return ""


def place_names(names, pins, wide, high):
    """Give each name (x, y, lines, on, …) a free place near its own; a name that finds none is left out.

    ``names`` are dictionaries, those that hold something first; returned with ``x`` and baselines ``y``, ``y2``.
    """
    taken, placed = [pin.box for pin in pins], []
    for name in names:
        lines = [name["words"], name["numbers"]] if name["numbers"] else [name["words"]]
        size = LETTER * max(map(len, lines)), LINE * len(lines)
        boxes = (Box(name["x"] + dx, name["y"] + dy, *size) for dx, dy in _STEPS)
        free = (
            box for box in boxes if box.within(wide, high) and not any(box.meets(other) for other in taken)
        )
        if box := next(free, None):
            taken.append(box)
            top = round(box.y - box.high / 2) + 31
            placed.append(name | {"x": round(box.x), "y": top, "y2": top + LINE})
    return placed
