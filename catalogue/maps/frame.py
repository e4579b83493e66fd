"""The piece of the world a picture shows, the outlines of the county's municipalities, and where they fall in it."""

from dataclasses import dataclass
from functools import lru_cache
from math import cos, radians
from pathlib import Path

from django.conf import settings

from fields.facts import read

OUTLINES = Path(__file__).resolve().parent.parent / "data" / "outlines"
WIDTH = 800  # of every picture, in its own units


@lru_cache
def _outlines(county):
    path = OUTLINES / f"{county}.json"
    return read(path)["municipalities"] if path.exists() else {}


def outlines():
    """{code: {"name_at": [longitude, latitude], "rings": …}}; empty for a county whose file has not been made."""
    return _outlines(settings.HYTE_COUNTY)


@dataclass(frozen=True)
class Frame:
    """West, south, east, north in degrees. A degree of longitude is as wide as it is in the middle of the frame."""

    west: float
    south: float
    east: float
    north: float

    @property
    def _scale(self):
        return WIDTH / ((self.east - self.west) * self._narrow)

    @property
    def _narrow(self):
        return cos(radians((self.south + self.north) / 2))

    @property
    def height(self):
        return round((self.north - self.south) * self._scale)

    def xy(self, point):
        """(latitude, longitude) in the units of the picture."""
        latitude, longitude = point
        across = (longitude - self.west) * self._narrow * self._scale
        return round(across), round((self.north - latitude) * self._scale)

    def holds(self, point):
        return self.south <= point[0] <= self.north and self.west <= point[1] <= self.east

    def path(self, rings):
        """The outline as the ``d`` of an SVG path, in whole units."""
        parts = []
        for ring in rings:
            corners = [self.xy((latitude, longitude)) for longitude, latitude in ring]
            steps = [
                f"{x - before_x} {y - before_y}"
                for (before_x, before_y), (x, y) in zip(corners, corners[1:], strict=False)
                if (x, y) != (before_x, before_y)
            ]
            parts.append(f"M{corners[0][0]} {corners[0][1]}l{' '.join(steps)}z".replace(" -", "-"))
        return "".join(parts)

    def around(self, share):
        """The same with that share of its width and height added on every side."""
        wide, high = (self.east - self.west) * share, (self.north - self.south) * share
        return Frame(self.west - wide, self.south - high, self.east + wide, self.north + high)

    def shaped(self, *, widest_for_height, least):
        """Grown to at least ``least`` degrees of latitude, then to that ratio of width to height."""
        middle, centre = (self.south + self.north) / 2, (self.west + self.east) / 2
        narrow = cos(radians(middle))
        high = max(self.north - self.south, least, (self.east - self.west) * narrow / widest_for_height)
        wide = high * widest_for_height / narrow
        return Frame(centre - wide / 2, middle - high / 2, centre + wide / 2, middle + high / 2)

    def moved_inside(self, outer):
        """Moved, not cut, so that it shows as little as it can of what lies outside of ``outer``."""
        right = max(outer.west - self.west, 0) + min(outer.east - self.east, 0)
        up = max(outer.south - self.south, 0) + min(outer.north - self.north, 0)
        return Frame(self.west + right, self.south + up, self.east + right, self.north + up)


def bounding(points):
    """The smallest frame around these points of (latitude, longitude)."""
    latitudes, longitudes = [point[0] for point in points], [point[1] for point in points]
    return Frame(min(longitudes), min(latitudes), max(longitudes), max(latitudes))


@lru_cache
def drawn_county(county):
    """The frame of a county that has outlines, and its municipalities' paths {code: d}."""
    rows = _outlines(county)
    frame = of_outlines(rows.values()).around(0.02)
    return frame, {code: frame.path(row["rings"]) for code, row in rows.items()}


def of_outlines(rows):
    return bounding([(corner[1], corner[0]) for row in rows for ring in row["rings"] for corner in ring])
