"""The river line of a pathway's card: a stop for every stage, the goal filled."""

from functools import lru_cache
from math import cos, tau

from hyteportal.templatetags.drawn import filled, joined

WIDE, HIGH, LEFT, RIGHT = 232, 30, 8, 220
_LINE = (
    '<svg class="river-line" viewBox="0 0 {} {}" aria-hidden="true" focusable="false"><path d="{}"/>{}</svg>'
)


def _y(x):
    return round(15 + 5.5 * cos(tau * (x - 32) / 156), 1)


@lru_cache
def river(stops):
    bed = "M" + " L".join(f"{x} {_y(x)}" for x in range(4, 229, 6))
    step = (RIGHT - LEFT) / max(stops - 1, 1)
    places = [round(LEFT + step * number) for number in range(stops)]
    return filled(_LINE, WIDE, HIGH, bed, joined(_stop(x, x == places[-1]) for x in places))


def _stop(x, last):
    return filled('<circle cx="{}" cy="{}" r="{}"{}/>', x, _y(x), 6.5 if last else 4.5, _GOAL[last])


_GOAL = {True: filled(' class="goal"'), False: ""}
