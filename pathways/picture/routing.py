"""How the ways run: along tracks between the boxes, never through one, with few bends and crossings."""

from bisect import bisect_left
from dataclasses import dataclass, field
from heapq import heappop, heappush

from .grid import MARGIN

BEND, CROSS, SHARE, JOIN, OVER_A_NAME = 34, 30, 500, 25, 120
CLEAR = 5  # between a line and a box it passes
_END = ((-1, -1), -1)
_MOVES = ((1, 0), (0, 1), (-1, 0), (0, -1))  # right, down, left, up


@dataclass
class Used:
    """What lies on the tracks already: {unit of a track or a crossing: {(from, to), …}}."""

    units: dict = field(default_factory=dict)
    nodes: dict = field(default_factory=dict)
    doors: dict = field(default_factory=dict)


def routed(grid, ways, names=()):
    """{(from, to): points of the line}; a straight neighbour comes first, the long ways around come last.

    ``names`` are the rectangles of the lanes' names, which a line avoids when it can.
    """
    board, used, found = _Board(grid, names), Used(), {}
    for way in sorted(ways, key=lambda way: (_far(grid, way), ways.index(way))):
        found[way] = board.route(way, used)
    return found


def _far(grid, way):
    origin, to = grid.boxes[way[0]], grid.boxes[way[1]]
    back = to.column < origin.column
    return abs(origin.column - to.column) + abs(origin.row - to.row) + 20 * back


class _Board:
    def __init__(self, grid, names):
        self.grid, self.boxes, self.names = grid, list(grid.boxes.values()), names
        self.xs, self.ys = self._tracks_across(), self._tracks_down()
        self.shut, self.known = self._shut(), {}

    # ------------------------------------------------------------ tracks
    def _tracks_across(self):
        grid, found = self.grid, {10, 22}
        gap = grid.pitch - grid.box_wide
        for column in range(grid.columns):
            left = MARGIN + column * grid.pitch
            found |= {left + grid.box_wide * part for part in (0.27, 0.5, 0.73)}
            right = left + grid.box_wide
            if column < grid.columns - 1:
                found |= {right + 10, right + 10 + (gap - 25) / 2, right + gap - 15}
            else:
                found |= {right + 12, right + 24}
        return sorted(found)

    def _tracks_down(self):
        grid, found = self.grid, {8, 17, 27}
        for number, top in enumerate(grid.rows):
            found |= {top + self.boxes[0].high * part for part in (0.3, 0.5, 0.7)}
            bottom = top + self.boxes[0].high
            if number < len(grid.rows) - 1:
                room = grid.rows[number + 1] - bottom - 24
                found |= {bottom + 10 + room * part for part in (0, 0.33, 0.66, 1)}
            else:
                found.add(bottom + 10)
        return sorted(found)

    def _shut(self):
        """The crossings of tracks that lie in a box or too near to it."""
        found = set()
        for box in self.boxes:
            for ix, x in enumerate(self.xs):
                for iy, y in enumerate(self.ys):
                    if (
                        box.x - CLEAR < x < box.x + box.wide + CLEAR
                        and box.y - CLEAR < y < box.y + box.high + CLEAR
                    ):
                        found.add((ix, iy))
        return found

    # ------------------------------------------------------------ doors of a box
    def _doors(self, box, leaving):
        """(cost, side and place, direction out of the box, point on its edge, crossing outside)."""
        middle, level = box.middle
        spread = box.wide * 0.23, box.high * 0.2
        right = (0, 0) if leaving else (70, 2)
        left = (70, 2) if leaving else (0, 0)
        for side, base in ((0, right[0]), (2, left[0]), (1, 8), (3, 8)):
            for place in (0, -1, 1):
                cost = base + 10 * bool(place)
                if side in (0, 2):
                    x, y = box.x + box.wide * (side == 0), level + place * spread[1]
                else:
                    x, y = middle + place * spread[0], box.y + box.high * (side == 1)
                outside = self._outside(x, y, side)
                if outside not in self.shut:
                    yield cost, (box.key, side, place), side, (x, y), outside

    def _outside(self, x, y, side):
        dx, dy = _MOVES[side]
        if dx:
            at = bisect_left(self.xs, x)
            return (at if dx > 0 else at - 1), self._nearest(self.ys, y)
        at = bisect_left(self.ys, y)
        return self._nearest(self.xs, x), (at if dy > 0 else at - 1)

    def _nearest(self, tracks, value):
        return min(range(len(tracks)), key=lambda at: abs(tracks[at] - value))

    # ------------------------------------------------------------ the way with the least cost
    def route(self, way, used):
        origin, to = self.grid.boxes[way[0]], self.grid.boxes[way[1]]
        ends = {}
        for cost, door, side, edge, outside in self._doors(to, leaving=False):
            cost += self._at_door(door, way, used, leaving=False)
            ends.setdefault((outside, (side + 2) % 4), (cost, door, edge))
        queue, best, came = [], {}, {}
        for cost, door, side, edge, outside in self._doors(origin, leaving=True):
            cost += self._at_door(door, way, used, leaving=True)
            state = (outside, side)
            if cost < best.get(state, 1e9):
                best[state], came[state] = cost, (None, door, edge)
                heappush(queue, (cost, state))
        goal = None
        while queue:
            cost, state = heappop(queue)
            if state == _END:
                break
            if cost > best[state]:
                continue
            node, side = state
            if state in ends and cost + ends[state][0] < best.get(_END, 1e9):
                best[_END], goal = cost + ends[state][0], state
                heappush(queue, (best[_END], _END))
            for turn in (0, 1, 3):
                new = (side + turn) % 4
                step = self._step(node, new, way, used)
                if step is None:
                    continue
                after = cost + step[1] + (BEND if turn else 0)
                if after < best.get((step[0], new), 1e9):
                    best[step[0], new], came[step[0], new] = after, (state,)
                    heappush(queue, (after, (step[0], new)))
        return self._walked(goal, came, ends, way, used)

    def _at_door(self, door, way, used, *, leaving):
        """What it costs to use a door that others use too; a way out never meets a way in."""
        cost = 0
        for other, theirs in used.doors.get(door, ()):
            if theirs != leaving:
                cost += SHARE
            elif other != way:
                cost += 90 if leaving else 30
        return cost

    def _step(self, node, side, way, used):
        """(the next crossing, what the piece of track costs); None where a box stands."""
        dx, dy = _MOVES[side]
        x, y = node[0] + dx, node[1] + dy
        if not (0 <= x < len(self.xs) and 0 <= y < len(self.ys)) or (x, y) in self.shut:
            return None
        cost = self._cost(node, dx, dy)
        if cost is None:
            return None
        for other in used.units.get(_unit(node, (x, y)), ()):
            cost += JOIN if other[1] == way[1] else SHARE
        for other in used.nodes.get((x, y), ()):
            cost += 0 if other[1] == way[1] else CROSS
        return (x, y), cost

    def _cost(self, node, dx, dy):
        """The length of a piece and what it covers; None when it jumps over a box between two tracks."""
        key = node, dx, dy
        if key not in self.known:
            x, y = self.xs[node[0]], self.ys[node[1]]
            far_x, far_y = self.xs[node[0] + dx], self.ys[node[1] + dy]
            piece = min(x, far_x), min(y, far_y), abs(x - far_x), abs(y - far_y)
            through = any(meet(piece, (box.x, box.y, box.wide, box.high)) for box in self.boxes)
            over = OVER_A_NAME * sum(meet(piece, name) for name in self.names)
            self.known[key] = None if through else piece[2] + piece[3] + over
        return self.known[key]

    def _walked(self, goal, came, ends, way, used):
        _cost, door, edge = ends[goal]
        used.doors.setdefault(door, []).append((way, False))
        nodes, state = [], goal
        while len(came[state]) == 1:
            nodes.append(state[0])
            state = came[state][0]
        nodes.append(state[0])
        _none, start, first = came[state]
        used.doors.setdefault(start, []).append((way, True))
        nodes.reverse()
        for node in nodes:
            used.nodes.setdefault(node, set()).add(way)
        for one, two in zip(nodes, nodes[1:], strict=False):
            used.units.setdefault(_unit(one, two), set()).add(way)
        points = [first, *((self.xs[x], self.ys[y]) for x, y in nodes), edge]
        return _bends(_levelled(points))


def meet(one, two):
    """Whether two rectangles (left, top, width, height) have anything in common; a line is one without a width."""
    apart = one[0] >= two[0] + two[2] or two[0] >= one[0] + one[2]
    return not apart and one[1] < two[1] + two[3] and two[1] < one[1] + one[3]


def _unit(one, two):
    return (one, two) if one < two else (two, one)


def _levelled(points):
    """The edges of the boxes are brought onto the track of the line that begins or ends there."""
    points = list(points)
    for edge, near in ((0, 1), (-1, -2)):
        (x, y), (track_x, track_y) = points[edge], points[near]
        points[edge] = (x, track_y) if abs(x - track_x) > abs(y - track_y) else (track_x, y)
    return points


def _bends(points):
    """Only the ends and the corners."""
    found = [points[0]]
    for before, here, after in zip(points, points[1:], points[2:], strict=False):
        straight = before[0] == here[0] == after[0] or before[1] == here[1] == after[1]
        if not straight:
            found.append(here)
    return [*found, points[-1]]
