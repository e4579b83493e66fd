"""Pathways for tests: the least that may be public, and one with every kind of row."""

from itertools import count

from catalogue.models.choices import Status
from pathways.models import Lane, Pathway, SavedSearch, Stage, Transition
from tests import factories as make

_numbers = count(1)
LANES = [("resident", "Sinä", "Du"), ("adviser", "Neuvoja", "Rådgivare")]
# key, number of the lane, kind
LINE = [("need", 0, "start"), ("talk", 1, "talk"), ("doing", 1, "service"), ("own", 0, "goal")]
WAYS = [
    ("need", "talk", ""),
    ("talk", "doing", ""),
    ("talk", "own", "jos pärjäät itse"),
    ("doing", "own", ""),
]


def search(key="groups", **over):
    values = {"name_fi": "Ryhmät", "name_sv": "Grupper", "facets": {"format": ["group"]}}
    return SavedSearch.objects.create(key=key, **values | over)


def texts(number, **over):
    found = {}
    for code, word in (("fi", "polku"), ("sv", "vag")):
        found |= {f"name_{code}": f"{word.capitalize()} {number}", f"slug_{code}": f"{word}-{number}"}
        for field in (
            "lead",
            "for_whom",
            "gives",
            "duration",
            "easy",
            "bring_up",
            "questions",
            "print",
            "call",
        ):
            found[f"{field}_{code}"] = f"Teksti {field} {code}."
    return found | over


def pathway(*, line=LINE, ways=WAYS, lanes=LANES, themes=None, **over):
    """A public pathway of four stages in two lanes, with one choice."""
    number = next(_numbers)
    values = {"key": f"path-{number}", "order": number, "status": Status.PUBLISHED}
    values["owner"] = over.pop("owner", None) or make.organisation()
    made = Pathway.objects.create(**values | texts(number, **over))
    made.themes.set([make.theme("exercise")] if themes is None else themes)
    rows = [
        Lane.objects.create(pathway=made, key=key, actor=key, order=order, name_fi=fi, name_sv=sv)
        for order, (key, fi, sv) in enumerate(lanes, start=1)
    ]
    for order, (key, lane, kind) in enumerate(line, start=1):
        stage(made, key, rows[lane], kind, order=order)
    for origin, to, condition in ways:
        way(made, origin, to, condition)
    return made


def stage(pathway, key, lane, kind="talk", **over):
    values = {"title_fi": f"Vaihe {key}", "title_sv": f"Steg {key}", "body_fi": "Mitä.", "body_sv": "Vad."}
    return Stage.objects.create(pathway=pathway, key=key, lane=lane, kind=kind, **values | over)


def way(pathway, origin, to, condition=""):
    ends = {one.key: one for one in pathway.stages.all()}
    words = {"condition_fi": condition, "condition_sv": condition and f"{condition} sv"}
    return Transition.objects.create(pathway=pathway, from_stage=ends[origin], to_stage=ends[to], **words)


def full(**over):
    """With a saved search, a service chosen by hand, a test and a referral."""
    made = pathway(referral="exercise", **over)
    stages = {one.key: one for one in made.stages.all()}
    stages["doing"].search = search(f"search-{made.pk}")
    stages["doing"].save()
    stages["doing"].services.set([make.service()])
    stages["need"].assessment = "movement"
    stages["need"].save()
    return made


class ForProfessionals:
    """The pathway's page for professionals, for walks over addresses."""

    def __init__(self, pathway):
        self.get_absolute_url = pathway.professional_address
