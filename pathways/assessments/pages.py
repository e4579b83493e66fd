"""What the pages of a test show: plain values for their templates."""

from dataclasses import dataclass

from django.conf import settings
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import get_language

from catalogue import cards, tray
from catalogue.models import Listing

from .. import reading
from ..guidance import Situation, suggest
from ..models.handover import LASTS
from . import answering

GAUGE = 300  # width of a gauge in its own units
GOAL_AT = 250  # where its goal stands
MINUTES = int(LASTS.total_seconds() // 60)  # that a code works


def before(instrument):
    return {"test": instrument, "alternates": instrument.get_absolute_url}


ONWARD = {"fi": "Jatka suomeksi", "sv": "Fortsätt på svenska", "en": "Go on in English"}


def around(sitting):
    """What every page with answers carries: the sealed field, and the other languages with the answers kept.

    ``others`` are (language, address of the same test, words in that language).
    """
    test, here = sitting.instrument, get_language()[:2]
    codes = [code for code, _name in settings.LANGUAGES if code != here]
    return before(test) | {
        "state": sitting.sealed,
        "others": [(code, test.get_absolute_url(code), ONWARD[code]) for code in codes],
    }


# ---------------------------------------------------------------- a question
@dataclass
class Asked:
    """A number's field as the page shows it."""

    field: object
    value: str
    error: str

    @property
    def id(self):
        return f"id_{self.field.name}"


def of_question(sitting, question, read=None, *, errors=False):
    kept = question.id in sitting.answers
    typed = read.typed if read else answering.shown(question, sitting.answers[question.id]) if kept else {}
    wrong = read.errors if read and errors else {}
    number, total = sitting.number(question), len(sitting.asked)
    return around(sitting) | {
        "question": question,
        "number": number,
        "total": total,
        "dots": ["done"] * (number - 1) + ["here"] + [""] * (total - number),
        "typed": typed,
        "errors": wrong,
        "fields": [Asked(one, typed.get(one.name, ""), wrong.get(one.name, "")) for one in question.fields],
        "passed_over": answering.PASSED_OVER,
        "before": sitting.before(question),
    }


# ---------------------------------------------------------------- a result
def municipality(request, sitting):
    """The municipality chosen on the page, else carried along, else the tray's; empty for the whole county."""
    if "municipality" in request.POST:
        return _known(request, request.POST["municipality"])
    return sitting.municipality


def _known(request, code):
    known = {row.pk for row in request.catalogue.municipalities(get_language())}
    return code if code in known else ""


def of_result(now, language, request, sitting):
    result, instrument = sitting.result, sitting.instrument
    town = sitting.municipality
    if not town and "municipality" not in request.POST:
        town = _known(request, tray.of(request).municipality)
    towns = now.labels(language).options["municipality"]
    return around(sitting) | {
        "result": result,
        "places": places(result),
        "goals": [Gauge(one) for one in result.goals],
        "weighed": [(one, said(one)) for one in result.weighed],
        "nothing": not result.answered,
        "suggestions": suggestions(now, language, result, town),
        "stages": stages(now, language, instrument),
        "municipality": town,
        "municipality_name": next((name for code, name in towns if code == town), ""),
        "municipalities": towns,
        "minutes": MINUTES,
        "today": timezone.localdate(),
    }


def said(weighed):
    """The answer in words, or the value that was made of it."""
    return weighed.said or number_format(weighed.value, 1)


def places(result):
    """The bands of the scale: (band, whether one may stand there)."""
    if result.instrument.kind == "goals":
        return []
    line = sorted(result.instrument.bands, key=lambda one: one.first)
    return [(one, one in result.possible) for one in line]


@dataclass
class Gauge:
    """How far a goal is reached, as a line whose goal stands at five sixths."""

    reached: object
    goal_at = GOAL_AT
    whole = GAUGE

    @property
    def width(self):
        share = self.reached.amount / self.reached.goal.target
        return max(4, min(GAUGE - 1, round(share * GOAL_AT)))


def stages(now, language, instrument):
    """(pathway, stage) where this test stands on a pathway."""
    return [
        (path, stage)
        for path in reading.pathways(now, language).values()
        for stage in path.stages
        if stage.assessment == instrument.key
    ]


@dataclass
class Suggested:
    """A service or a stage with the reasons why it is suggested."""

    reasons: tuple
    card: object = None
    path: object = None
    stage: object = None

    @property
    def cards(self):
        return [self.card]


def suggestions(now, language, result, town):
    if not result.answered:
        return []
    situation = Situation(
        age=result.age,
        municipality=town,
        needs=result.needs,
        results=frozenset([result.key] if result.key else []),
    )
    found = suggest(situation, now, language)
    ids = [one.target for one in found.services]
    by_id = {one.id: one for one in cards.read(Listing.objects.cards(ids, language), ids)}
    made = [Suggested(one.reasons, card=by_id[one.target]) for one in found.services if one.target in by_id]
    for one in found.stages:
        if there := reading.stage(now, language, one.target):
            made.append(Suggested(one.reasons, path=there[0], stage=there[1]))
    return made


# ---------------------------------------------------------------- a code
def of_code(sitting, code, now):
    return around(sitting) | {
        "code": code,
        "minutes": MINUTES,
        "until": timezone.localtime(now + LASTS),
    }
