"""A pathway as swimlanes in SVG: who acts in rows, stages as linked boxes, ways with their conditions."""

from dataclasses import dataclass
from functools import lru_cache

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hyteportal.templatetags.drawn import filled, joined

from .grid import name_of_lane, placed
from .labels import LEADING, SIZE, labelled
from .routing import routed
from .wrapping import lines, width

ROUND = 8  # of a corner of a line
SIZES = (14, ""), (13, " sl-small"), (12, " sl-smaller")
TEXT_LEADING, TITLE = 17, 14.5


@dataclass(frozen=True)
class Figure:
    """What a picture shows, as plain values; equal figures are laid out once.

    ``lanes`` are (name, css class), ``stages`` (key, title, number of the lane), ``ways`` (from, to, condition).
    """

    lanes: tuple
    stages: tuple
    ways: tuple


@dataclass(frozen=True)
class Plan:
    grid: object
    routes: dict
    labels: dict
    titles: tuple


def figure(pathway):
    numbers = {lane.key: number for number, lane in enumerate(pathway.lanes)}
    return Figure(
        lanes=tuple((_packed(lane.name), ACTORS[lane.actor]) for lane in pathway.lanes),
        stages=tuple((stage.key, _packed(stage.title), numbers[stage.lane.key]) for stage in pathway.stages),
        ways=tuple((way.origin, way.to, _packed(way.condition)) for way in pathway.ways),
    )


ACTORS = {
    "resident": "l-res",
    "professional": "l-pro",
    "adviser": "l-adv",
    "group": "l-grp",
    "portal": "l-por",
}


def _packed(said):
    """A text with its language: two texts that read the same in two languages are two."""
    return str(said), getattr(said, "lang", "")


@lru_cache(maxsize=200)
def plan(figure):
    """Where everything stands. A tenth of a second: kept for as long as the process lives."""
    pairs = tuple((origin, to) for origin, to, _condition in figure.ways)
    grid = placed(tuple((key, lane) for key, _title, lane in figure.stages), pairs, len(figure.lanes))
    titles = tuple(
        name_of_lane(band, width(name, TITLE, bold=True))
        for band, ((name, _lang), _css) in zip(grid.bands, figure.lanes, strict=True)
    )
    routes = routed(grid, pairs, titles)
    conditions = {(origin, to): said for origin, to, (said, _lang) in figure.ways if said}
    return Plan(grid, routes, labelled(grid, routes, conditions, titles), titles)


def of(pathway, now, language, here=""):
    """The picture of a public pathway, with the visitor's stage marked; made once a version of the catalogue."""
    return now.kept(("picture", language, pathway.key, here), lambda: drawn(pathway, "#", here))


def drawn(pathway, prefix, here="", name="picture"):
    """``prefix`` comes before the key of a stage in its link; without one the boxes are no links."""
    if not pathway.stages:
        return ""
    shown = figure(pathway)
    return _svg(shown, plan(shown), pathway.name, prefix, here, name)


_SVG = (
    '<svg class="swim-pic" viewBox="0 0 {wide} {high}" role="group" aria-labelledby="{name}-t {name}-d">'
    '<title id="{name}-t">{title}</title><desc id="{name}-d">{said}</desc>{bands}{frame}{flows}{words}{boxes}</svg>'
)


def _svg(figure, plan, name, prefix, here, identity):
    grid, many = plan.grid, len(figure.stages)
    title = _("%(name)s as a picture") % {"name": name}
    said = ngettext(
        "%(n)d step. The same step is in the list below the picture.",
        "%(n)d steps. The same steps are in the list below the picture.",
        many,
    ) % {"n": many}
    order = {key: number for number, (key, _title, _lane) in enumerate(figure.stages)}
    flows = [
        _flow(plan.routes[origin, to], order[to] < order[origin]) for origin, to, _condition in figure.ways
    ]
    words = [_lane_name(lane, spot) for lane, spot in zip(figure.lanes, plan.titles, strict=True)]
    words += [
        _condition(plan.labels[origin, to], said[1], grid.bands)
        for origin, to, said in figure.ways
        if said[0]
    ]
    boxes = [_box(stage, number, figure, plan, prefix, here) for number, stage in enumerate(figure.stages, 1)]
    return filled(
        _SVG,
        wide=units(grid.wide),
        high=units(grid.high),
        name=identity,
        title=title,
        said=said,
        bands=joined(_band(number, band, grid.wide) for number, band in enumerate(grid.bands)),
        frame=filled(_FRAME, units(grid.wide - 1), units(grid.high - 1)),
        flows=joined(flows),
        words=joined(words),
        boxes=joined(boxes),
    )


_FRAME = '<rect class="sl-frame" x=".5" y=".5" width="{}" height="{}" rx="14"/>'
_BAND = '<rect class="sl-lane{}" x="0" y="{}" width="{}" height="{}"/>'
_LINE = '<path class="sl-flow{}" d="{}"/><path class="sl-arrow" d="M{} {}l{}z"/>'
_NAME = '<text class="sl-title" x="{}" y="{}"{}>{}</text>'
_CONDITION = '<text class="sl-cond{}"{} y="{}">{}</text>'
_SPAN = '<tspan x="{}" dy="{}">{}</tspan>'
_BOX = (
    '<rect class="sl-box" x="{x}" y="{y}" width="{wide}" height="{high}" rx="13"/>'
    '<circle class="sl-num" cx="{cx}" cy="{cy}" r="12"/><text class="sl-numt" x="{cx}" y="{under}">{number}</text> '
    '<text class="sl-text{small}" y="{baseline}"{lang}>{lines}</text>'
)
_HEADS = {(1, 0): "-10-6v12", (-1, 0): "10-6v12", (0, 1): "-6-10h12", (0, -1): "-6 10h12"}


def units(value):
    """A length as the picture writes it."""
    return f"{round(value, 1):g}"


def lang_of(lang):
    """The attribute of a text in another language than the page's."""
    return filled(' lang="{}"', lang) if lang else ""


def _band(number, band, wide):
    return filled(_BAND, " alt" if number % 2 else "", units(band[0]), units(wide), units(band[1]))


def _flow(points, back):
    """A line with round corners and its arrow; a way back is broken."""
    (x, y), (last_x, last_y) = points[-1], points[-2]
    dx, dy = (x > last_x) - (x < last_x), (y > last_y) - (y < last_y)
    line = [*points[:-1], (x - 8 * dx, y - 8 * dy)]
    d = f"M{units(line[0][0])} {units(line[0][1])}"
    for before, here, after in zip(line, line[1:], line[2:], strict=False):
        one, two = _towards(here, before), _towards(here, after)
        d += f"L{units(one[0])} {units(one[1])}Q{units(here[0])} {units(here[1])} {units(two[0])} {units(two[1])}"
    d += f"L{units(line[-1][0])} {units(line[-1][1])}"
    return filled(_LINE, " dash" if back else "", d, units(x), units(y), _HEADS[dx, dy])


def _towards(corner, point):
    """A little before or after a corner."""
    length = abs(point[0] - corner[0]) + abs(point[1] - corner[1])
    part = min(ROUND, length / 2) / length if length else 0
    return corner[0] + (point[0] - corner[0]) * part, corner[1] + (point[1] - corner[1]) * part


def _lane_name(lane, spot):
    (name, lang), _css = lane
    return filled(_NAME, units(spot[0] + 4), units(spot[1] + 14), lang_of(lang), name)


def _condition(label, lang, bands):
    middle = label.y + label.high / 2
    band = next((at for at, (top, high) in enumerate(bands) if top <= middle < top + high), 0)
    spans = (
        filled(_SPAN, units(label.x), LEADING if number else 0, row) for number, row in enumerate(label.lines)
    )
    return filled(
        _CONDITION, " alt" if band % 2 else "", lang_of(lang), units(label.y + SIZE - 0.5), joined(spans, " ")
    )


@lru_cache(maxsize=2000)
def _title(title, most):
    """(css class of a smaller type when it needs one, its lines): a word is broken only when nothing else helps."""
    for size, css in SIZES:
        rows = lines(title, size, most, bold=True)
        if len(rows) <= 3 and not any(row.endswith("-") for row in rows):
            return css, rows
    return css, rows


def _box(stage, number, figure, plan, prefix, here):
    key, (title, lang), lane = stage
    box, css = plan.grid.boxes[key], figure.lanes[lane][1]
    small, rows = _title(title, box.wide - 14)
    middle = units(box.middle[0])
    shown = filled(
        _BOX,
        x=units(box.x),
        y=units(box.y),
        wide=units(box.wide),
        high=units(box.high),
        small=small,
        baseline=units(box.middle[1] + 5 - (len(rows) - 1) * TEXT_LEADING / 2),
        lang=lang_of(lang),
        lines=joined(
            (filled(_SPAN, middle, TEXT_LEADING if at else 0, row) for at, row in enumerate(rows)), " "
        ),
        cx=units(box.x),
        cy=units(box.y - 2),
        under=units(box.y + 2.5),
        number=number,
    )
    css = f"sl-stage {css}" + (" sl-now" if key == here else "")
    if not prefix:
        return filled('<g class="{}">{}</g>', css, shown)
    label = f"{number}. {title}" + (f". {_('You are at this step')}" if key == here else "")
    return filled('<a class="{}" href="{}{}" aria-label="{}">{}</a>', css, prefix, key, label, shown)
