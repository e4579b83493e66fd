"""What is wrong with a pathway, as sentences: its texts, its stages and the ways between them. Asks no database."""

from collections import Counter
from pathlib import Path

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from .choices import Kind

_TITLES = {
    "fi": gettext_noop("The title is missing in Finnish: %(stage)s"),
    "sv": gettext_noop("The title is missing in Swedish: %(stage)s"),
}
INSTRUMENTS = Path(__file__).resolve().parents[1] / "data" / "assessments"


def instruments():
    """Keys of the self-assessments that there are."""
    return {path.stem for path in INSTRUMENTS.glob("*.json")}


def lacking(record, fields):
    """A sentence for each text that is missing in Finnish or in Swedish."""
    words = {"fi": _("Missing in Finnish: %(field)s"), "sv": _("Missing in Swedish: %(field)s")}
    return [
        words[code] % {"field": capfirst(record._meta.get_field(field).verbose_name)}
        for code in words
        for field in fields
        if not getattr(record, f"{field}_{code}")
    ]


def faults(lanes, stages, ways):
    """``ways`` are pairs of keys of stages."""
    found = [*_stages(lanes, stages), *_ways(stages, ways)]
    starts = [stage.key for stage in stages if stage.kind == Kind.START]
    goals = [stage.key for stage in stages if stage.kind == Kind.GOAL]
    if len(starts) != 1:
        found.append(_("A pathway has exactly one start. Now: %(n)d") % {"n": len(starts)})
    if not goals:
        found.append(_("A pathway has at least one goal."))
    forward, back = _next_to(ways), _next_to((to, origin) for origin, to in ways)
    within, home = _reached(starts[:1], forward), _reached(goals, back)
    for stage in stages:
        if starts and stage.key not in within:
            found.append(_("No way leads from the start to this stage: %(stage)s") % {"stage": stage})
        if goals and stage.key not in home:
            found.append(_("No way leads from this stage to a goal: %(stage)s") % {"stage": stage})
    return found


def _stages(lanes, stages):
    own, known = {lane.pk for lane in lanes}, instruments()
    for stage in stages:
        if stage.lane_id not in own:
            yield _("The lane belongs to another pathway: %(stage)s") % {"stage": stage}
        if stage.assessment and stage.assessment not in known:
            yield _("There is no such test: %(key)s") % {"key": stage.assessment}
        for code, words in _TITLES.items():
            if not getattr(stage, f"title_{code}"):
                yield _(words) % {"stage": stage}
    for key, times in Counter(stage.key for stage in stages).items():
        if times > 1:
            yield _("Two stages have the same key: %(key)s") % {"key": key}


def _ways(stages, ways):
    keys = {stage.key for stage in stages}
    for origin, to in ways:
        if origin == to:
            yield _("A way leads from a stage to another one. Now it leads back: %(key)s") % {"key": origin}
        for key in (origin, to):
            if key not in keys:
                yield _("A way names a stage that the pathway does not have: %(key)s") % {"key": key}


def _next_to(ways):
    found = {}
    for origin, to in ways:
        found.setdefault(origin, []).append(to)
    return found


def _reached(keys, next_to):
    found, left = set(), list(keys)
    while left:
        key = left.pop()
        if key not in found:
            found.add(key)
            left += next_to.get(key, [])
    return found
