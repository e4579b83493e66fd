"""The picture of where things are: the outlines of municipalities, their names, numbered pins."""

from functools import lru_cache

from .drawn import filled, joined

_NAME = '<text class="m-name{}" x="{}" y="{}"{}>{}{}</text>'
_NUMBERS = '<tspan class="m-some" x="{}" y="{}">{}</tspan>'
_BOX = '<rect class="m-pin{}" x="{}" y="{}" width="{}" height="{}" rx="{}"/>'
_WORDS = '<text class="m-pin-n{}" x="{}" y="{}">{}</text>'
_DOT = '<circle class="m-pin-dot{}" cx="{}" cy="{}" r="10"/>'


def locator(locator):
    """An svg of the plain values of ``locator``, in whole units; the list beside it says the same."""
    return filled(
        '<svg class="locator{}" viewBox="0 0 {} {}" role="img" aria-label="{}">\n{}{}\n{}\n{}\n</svg>',
        " points" if locator.dots else "",
        locator.width,
        locator.height,
        locator.label,
        joined(_land(d, on) for d, on in locator.lands),
        joined(
            filled('<circle class="m-dot{}" cx="{}" cy="{}" r="9"/>', _on(on), x, y)
            for x, y, on in locator.dots
        ),
        joined(map(_name, locator.names)),
        joined(map(_pin, locator.pins)),
    )


@lru_cache(maxsize=512)
def _land(d, on):
    return filled('<path class="m-land{}" d="{}"/>', _on(on), d)


def _on(on):
    return " on" if on else ""


def _name(name):
    lang = filled(' lang="{}"', name["lang"]) if name["lang"] else ""
    numbers = filled(_NUMBERS, name["x"], name["y2"], name["numbers"]) if name["numbers"] else ""
    return filled(_NAME, _on(name["on"]), name["x"], name["y"], lang, name["words"], numbers)


def _pin(pin):
    area = pin["area"]
    corner = pin["left"], pin["top"], pin["wide"], pin["high"], pin["round"]
    if pin["words"]:
        last = " m-area-n" if area else "", pin["x"], pin["baseline"], pin["words"]
        return filled(_BOX + _WORDS, " m-area" if area else "", *corner, *last)
    return filled(
        _BOX + _DOT, " m-area" if area else "", *corner, " m-area-dot" if area else "", pin["x"], pin["y"]
    )
