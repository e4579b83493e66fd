"""Pathways as pages read them: plain values in one language, read once a version of the catalogue."""

from dataclasses import dataclass, field

from django.conf import settings
from django.utils.translation import override

from catalogue.cards import Freshness, day_of, freshness
from fields.text import Text, text

from .models import Pathway as Row
from .models.choices import Kind, Referral


@dataclass(frozen=True)
class Lane:
    key: str
    name: Text
    actor: str


@dataclass(frozen=True)
class Way:
    """A transition; ``to`` is the key of a stage, ``condition`` empty when it always holds."""

    origin: str
    to: str
    condition: Text


@dataclass(frozen=True)
class Stage:
    """``search`` is the key of a saved search, ``services`` the public services chosen by hand."""

    key: str
    number: int
    title: Text
    lane: Lane
    kind: str
    url: str
    body: Text
    bring: Text
    duration: Text
    assessment: str
    referral: str
    search: str
    services: tuple
    ways: tuple  # of Way, those that lead on from here

    @property
    def is_goal(self):
        return self.kind == Kind.GOAL


@dataclass(frozen=True)
class Pathway:
    key: str
    url: str
    addresses: dict = field(compare=False)  # {language: address}
    professionals: dict = field(compare=False)  # the same of the page for professionals
    slug: str
    name: Text
    lead: Text
    for_whom: Text
    gives: Text
    duration: Text
    easy: Text
    bring_up: Text
    questions: tuple
    print: Text
    call: Text
    themes: tuple  # (key, name)
    owner: tuple  # (address, name)
    verified_for: Text
    referral: str
    lanes: tuple
    stages: tuple
    checked: str
    review_on: str
    only_elsewhere: bool

    @property
    def number(self):
        return len(self.stages)

    @property
    def fresh(self):
        """ok, old (past its date) or none: it hangs on the day."""
        return freshness(self.checked, self.review_on) if self.checked else Freshness("none")

    @property
    def ways(self):
        return tuple(way for stage in self.stages for way in stage.ways)

    @property
    def assessment(self):
        """The first test on the way."""
        return next((stage.assessment for stage in self.stages if stage.assessment), "")

    def stage(self, key):
        return next((stage for stage in self.stages if stage.key == key), None)


def pathways(now, language):
    """{key: Pathway} of the public ones, in their order."""
    return _whole(now, language)[0]


def pathway(now, language, key):
    return pathways(now, language).get(key)


def stage(now, language, name):
    """(Pathway, Stage) of a name such as "exercise/own-test"; None when there is no such public stage."""
    key, _, own = str(name).partition("/")
    found = pathways(now, language).get(key)
    there = found and found.stage(own)
    return (found, there) if there else None


def at(now, language, slug):
    """What stands at an address: (Pathway, moved); moved when it has another address by now. None when nothing."""
    present, former, _gone = _whole(now, language)[1]
    if slug in present:
        return present[slug], False
    return (former[slug], True) if slug in former else None


def gone(now, language, slug):
    """The name of a pathway that was public at this address once, and nothing else is there now."""
    present, former, gone = _whole(now, language)[1]
    return "" if slug in present or slug in former else gone.get(slug, "")


def _whole(now, language):
    return now.kept(("pathways", language), lambda: _read(now, language))


def _read(now, language):
    rows = now.kept("rows of pathways", lambda: list(Row.objects.shown()))
    public, present, former, gone = {}, {}, {}, {}
    with override(language):
        for row in rows:
            others = [*row.former_slugs, *row.slugs]
            if row.is_public:
                made = public[row.key] = _pathway(row, now, language)
                present[made.slug] = made
                former |= dict.fromkeys(others, made)
            else:
                gone |= dict.fromkeys(others, text(row, "name"))
    return public, (present, former, gone)


def read_one(row, language, now=None):
    """A pathway as its pages would show it, whatever its state; without ``now`` it has no services."""
    with override(language):
        return _pathway(row, now, language)


def _pathway(row, now, language):
    url = row.get_absolute_url(language)
    lanes = {lane.pk: Lane(lane.key, text(lane, "name"), lane.actor) for lane in row.lanes.all()}
    keys = {stage.pk: stage.key for stage in row.stages.all()}
    ways = {}
    for way in row.transitions.all():
        if way.from_stage_id in keys and way.to_stage_id in keys:
            made = Way(keys[way.from_stage_id], keys[way.to_stage_id], text(way, "condition"))
            ways.setdefault(way.from_stage_id, []).append(made)
    line = [one for one in row.stages.all() if one.lane_id in lanes]
    stages = tuple(_stage(one, number, lanes, ways, url, now) for number, one in enumerate(line, start=1))
    texts = {name: text(row, name) for name in ("name", "lead", "for_whom", "gives", "duration", "easy")}
    asked = text(row, "questions")
    return Pathway(
        key=row.key,
        url=url,
        addresses={code: row.get_absolute_url(code) for code, _name in settings.LANGUAGES},
        professionals={code: row.professional_address(code) for code, _name in settings.LANGUAGES},
        slug=str(text(row, "slug", language) or row.key),
        **texts,
        bring_up=text(row, "bring_up"),
        questions=tuple(_said(line.strip(), asked.lang) for line in asked.splitlines() if line.strip()),
        print=text(row, "print"),
        call=text(row, "call"),
        themes=tuple((theme.pk, text(theme, "name")) for theme in row.themes.all()),
        owner=(row.owner.get_absolute_url(), text(row.owner, "name")),
        verified_for=text(row.verified_for, "name") if row.verified_for else Text(""),
        referral=row.referral,
        lanes=tuple(lanes.values()),
        stages=stages,
        checked=day_of(row.verified_at),
        review_on=row.next_review_on.isoformat() if row.next_review_on else "",
        only_elsewhere=any(value.lang for value in texts.values() if value),
    )


def _said(words, lang):
    found = Text(words)
    found.lang = lang
    return found


def _stage(row, number, lanes, ways, url, now):
    return Stage(
        key=row.key,
        number=number,
        title=text(row, "title"),
        lane=lanes[row.lane_id],
        kind=row.kind,
        url=f"{url}#{row.key}",
        body=text(row, "body"),
        bring=text(row, "bring"),
        duration=text(row, "duration"),
        assessment=row.assessment,
        referral=row.referral,
        search=row.search.key if row.search else "",
        services=tuple(service.pk for service in row.services.all() if now and now.holds(service.pk)),
        ways=tuple(ways.get(row.pk, ())),
    )


def referral_words(kind):
    """The kind of referral in the page's language; empty for none."""
    return str(Referral(kind).label) if kind else ""
