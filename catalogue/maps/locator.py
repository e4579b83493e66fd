"""The picture the server draws: the county or a piece of it, with numbered pins, areas and names."""

from dataclasses import dataclass
from functools import lru_cache

from django.conf import settings

from .frame import WIDTH, bounding, drawn_county, of_outlines, outlines
from .pins import BESIDE, Pin, place_names, put_together, ranges


@dataclass
class Locator:
    """Plain values for components/locator.html, in units of the view box."""

    height: int
    label: str
    lands: list  # (d, whether something is there)
    dots: list  # centres of municipalities without outlines: (x, y, whether something is there)
    names: list
    pins: list
    approximate: bool
    areas: bool

    width = WIDTH

    @property
    def numbered(self):
        """Whether a name has numbers."""
        return any(name["numbers"] for name in self.names)


def locator(spots, towns, label, *, slim=False, say=ranges):
    """``towns`` are the municipalities of the county; ``say`` makes the words of a pin from its sorted numbers."""
    municipalities = sorted(towns, key=lambda town: town.pk)
    points = [spot.point for spot in spots if spot.point and not spot.is_area]
    areas = {spot.code: spot for spot in spots if spot.is_area}
    frame, lands = _frame(municipalities, points, areas, slim)
    pins = put_together(
        [
            Pin(*frame.xy(spot.point), set(spot.numbers), spot.is_approximate, say)
            for spot in spots
            if spot.point and not spot.is_area and frame.holds(spot.point)
        ]
    )
    on = {spot.code for spot in spots}
    names = [
        {
            "words": row.name,
            "lang": getattr(row.name, "lang", ""),
            "numbers": say(areas[row.pk].numbers, BESIDE) if row.pk in areas else "",
            "on": row.pk in on,
            "x": x,
            "y": y,
        }
        for row, (x, y) in _anchors(frame, municipalities)
    ]
    names.sort(key=lambda name: (not name["numbers"], not name["on"]))
    return Locator(
        height=frame.height,
        label=label,
        lands=[(d, code in on) for code, d in lands.items()],
        dots=[]
        if lands
        else [
            (*frame.xy((row.latitude, row.longitude)), row.pk in on)
            for row in municipalities
            if row.latitude is not None and frame.holds((row.latitude, row.longitude))
        ],
        names=place_names(names, pins, WIDTH, frame.height),
        pins=[pin.drawn for pin in pins],
        approximate=any(pin.area for pin in pins),
        areas=bool(areas),
    )


def _frame(municipalities, points, areas, slim):
    """The frame of the picture and the paths in it; no path when the county has no outlines."""
    rows = outlines()
    centres = [(row.latitude, row.longitude) for row in municipalities if row.latitude is not None]
    if rows:
        county, paths = drawn_county(settings.HYTE_COUNTY)
    else:
        county = bounding(centres or points or [(60, 20), (70, 31)]).around(0.12)
        county, paths = county.shaped(widest_for_height=1, least=0.3), {}
    if not slim:
        return county, paths
    wanted = [point for point in points if county.holds(point)]
    for code in areas:
        if code in rows:
            box = of_outlines([rows[code]])
            wanted += [(box.south, box.west), (box.north, box.east)]
        elif areas[code].point:
            wanted.append(areas[code].point)
    if not wanted:
        return county, paths
    piece = bounding(wanted).around(0.15).shaped(widest_for_height=2.2, least=0.24)
    if piece.north - piece.south > 0.75 * (county.north - county.south):
        return county, paths
    piece = piece.moved_inside(county)
    return piece, _paths(piece)


@lru_cache(maxsize=128)
def _paths(frame):
    return {code: frame.path(row["rings"]) for code, row in outlines().items()}


def _anchors(frame, municipalities):
    """(municipality, where its name wants to stand): chosen by hand, in the piece that is seen, or above its dot."""
    chosen = _outlined(frame)
    for row in municipalities:
        if row.pk in chosen:
            yield row, chosen[row.pk]
        elif (
            row.pk not in outlines()
            and row.latitude is not None
            and frame.holds((row.latitude, row.longitude))
        ):
            x, y = frame.xy((row.latitude, row.longitude))
            yield row, (x, y - 40)


@lru_cache(maxsize=128)
def _outlined(frame):
    """{code: (x, y)} for names of outlines of which something is seen."""
    found = {}
    for code, row in outlines().items():
        corners = [corner for ring in row["rings"] for corner in ring]
        seen = [corner for corner in [row["name_at"]] if frame.holds(corner[::-1])] or [
            corner for corner in corners if frame.holds(corner[::-1])
        ]
        if seen:
            longitudes, latitudes = zip(*seen, strict=True)
            found[code] = frame.xy((sum(latitudes) / len(seen), sum(longitudes) / len(seen)))
    return found
