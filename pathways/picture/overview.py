"""The whole service concept in one picture: themes, the pathways they lead to, who acts on them, their services."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from hyteportal.templatetags.drawn import filled, joined

from .drawing import ACTORS, lang_of, units
from .wrapping import lines

WIDE, TOP, GAP = 1180, 58, 14
THEMES, PATHWAYS, SERVICES = (20, 300), (452, 440), (980, 180)  # left and width of each column
HIGH, LEADING, SWATCH = 62, 18, 14


@dataclass(frozen=True)
class Row:
    """A box: ``said`` is the second line, ``actors`` the css classes of who acts."""

    key: str
    name: str
    url: str
    said: str
    actors: tuple = ()


_SVG = (
    '<svg class="swim-pic" viewBox="0 0 {wide} {high}" role="group" aria-labelledby="whole-t whole-d">'
    '<title id="whole-t">{title}</title><desc id="whole-d">{said}</desc>'
    '<rect class="sl-lane" x="0" y="0" width="{wide}" height="{high}" rx="14"/>{heads}{links}{boxes}</svg>'
)
_HEAD = '<text class="sl-title" x="{}" y="36">{}</text>'
_LINK = '<path class="ov-link" d="M{} {}C{} {} {} {} {} {}"/>'
_BOX = (
    '<a class="{css}" href="{url}"><rect class="sl-box" x="{x}" y="{y}" width="{wide}" height="{high}" rx="13"/>'
    '<text class="ov-name" y="{first}"{lang}>{name}</text><text class="ov-said" x="{at}" y="{last}">{said}</text></a>'
    "{who}"
)
_SPAN = '<tspan x="{}" dy="{}">{}</tspan>'
_SWATCH = '<rect class="ov-sw {}" x="{}" y="{}" width="{}" height="{}" rx="4"/>'


def of(themes, pathways, services, ways):
    """Columns of ``Row``; ``services`` stand beside their pathways; ``ways`` are pairs (theme, pathway)."""
    pathways, services = _sorted(pathways, services, themes, ways)
    tall = max(len(themes), len(pathways))
    high = TOP + tall * (HIGH + GAP) + GAP
    left, right = _tops(len(themes), high), _tops(len(pathways), high)
    at = {row.key: top for row, top in zip(themes, left, strict=True)}
    to = {row.key: top for row, top in zip(pathways, right, strict=True)}
    links = [_curve(THEMES, at[theme], PATHWAYS, to[key]) for theme, key in ways if theme in at and key in to]
    links += [_curve(PATHWAYS, top, SERVICES, top) for top in right]
    heads = zip(
        (THEMES, PATHWAYS, SERVICES),
        (_("Themes"), _("Pathways and who acts"), _("Services now")),
        strict=True,
    )
    boxes = [_box(row, THEMES, top, "l-res") for row, top in zip(themes, left, strict=True)]
    boxes += [_box(row, PATHWAYS, top, "l-por ov-path") for row, top in zip(pathways, right, strict=True)]
    boxes += [_box(row, SERVICES, top, "l-grp") for row, top in zip(services, right, strict=True)]
    return filled(
        _SVG,
        wide=WIDE,
        high=units(high),
        title=_("How everything belongs together, as a picture"),
        said=_(
            "Themes lead to pathways, and pathways to services. The same is said in words below the picture."
        ),
        heads=joined(filled(_HEAD, column[0], words) for column, words in heads),
        links=joined(links),
        boxes=joined(boxes),
    )


def _sorted(pathways, services, themes, ways):
    """Each pathway about where its themes are, so that few lines cross."""
    place = {row.key: number for number, row in enumerate(themes)}

    def middle(pair):
        own = [place[theme] for theme, key in ways if key == pair[0].key and theme in place]
        return sum(own) / len(own) if own else len(themes)

    pairs = sorted(zip(pathways, services, strict=True), key=middle)
    return [row for row, _own in pairs], [own for _row, own in pairs]


def _tops(many, high):
    """The tops of so many boxes, spread over the height."""
    room = high - TOP - GAP
    step = room / max(many, 1)
    return [TOP + step * place + (step - HIGH) / 2 for place in range(many)]


def _curve(origin, top, to, other):
    x, far = origin[0] + origin[1], to[0]
    y, there, middle = top + HIGH / 2, other + HIGH / 2, (x + far) / 2
    return filled(_LINK, *map(units, (x, y, middle, y, middle, there, far, there)))


def _box(row, column, top, css):
    x, wide = column
    room = len(row.actors) * (SWATCH + 5) + 24 if row.actors else 0
    rows = lines(row.name, 14, wide - 28 - room, bold=True)[:2]
    first = top + HIGH / 2 + 5 - LEADING * len(rows) / 2 + (0 if row.said else LEADING / 2)
    spans = joined((filled(_SPAN, x + 14, LEADING if at else 0, words) for at, words in enumerate(rows)), " ")
    begin = x + wide - room + 10
    return filled(
        _BOX,
        css=css,
        url=row.url,
        x=x,
        y=units(top),
        wide=wide,
        high=HIGH,
        first=units(first),
        lang=lang_of(getattr(row.name, "lang", "")),
        name=spans,
        at=x + 14,
        last=units(first + LEADING * len(rows)),
        said=row.said,
        who=joined(
            filled(
                _SWATCH,
                ACTORS[actor],
                begin + at * (SWATCH + 5),
                units(top + (HIGH - SWATCH) / 2),
                SWATCH,
                SWATCH,
            )
            for at, actor in enumerate(row.actors)
        ),
    )
