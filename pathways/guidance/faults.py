"""What is wrong with the rules of guidance, each in a sentence; also as a system check."""

import json
from pathlib import Path

from django.core import checks

from catalogue.facets import FACETS
from catalogue.models.choices import BARRIERS, DELIVERY, Access, Format, PriceKind

from .situation import AGES

DATA = Path(__file__).resolve().parents[1] / "data"
WHEN = ("needs", "wishes", "barriers", "results", "ages")
PARTS = ("needs", "wishes", "barriers", "groups", "limits", "conditions", "rules")
CLOSED = {
    "price": set(PriceKind.values),
    "access": set(Access.values),
    "format": set(Format.values),
    "barrier": set(BARRIERS),
    "delivery": set(DELIVERY),
}
OPEN = {facet.name for facet in FACETS} - CLOSED.keys() - {"municipality", "provider"}
LONGEST = 140  # characters of a sentence


def faults_of(data):
    """Sentences; none when all is well."""
    if missing := [name for name in PARTS if name not in data]:
        return [f"The rules lack the part {name}." for name in missing]
    known = _known(data)
    return [
        *_twice(data),
        *(fault for row in _spoken(data) for fault in _words(*row)),
        *(fault for row in _choices(data) for fault in _ways(row, known)),
        *(fault for row in data["rules"] for fault in _rule(row, known)),
        *(fault for row in data["groups"] for fault in _only(row, row["group"], known)),
        *(fault for row in data["limits"] for fault in _limit(row, known)),
        *(
            f"The condition {code} means a need that there is not: {need}."
            for code, needs in data["conditions"].items()
            for need in needs
            if need not in known["needs"]
        ),
    ]


def _known(data):
    """{kind: keys} of everything a rule may name."""
    tests = [json.loads(path.read_text()) for path in sorted((DATA / "assessments").glob("*.json"))]
    paths = [json.loads(path.read_text()) for path in sorted((DATA / "pathways").glob("*.json"))]
    return {
        **{name: {row["key"] for row in data[name]} for name in ("needs", "wishes", "barriers")},
        "ages": {"", *AGES},
        "results": {f"{test['key']}:{band['key']}" for test in tests for band in test["bands"]},
        "search": {row["key"] for row in json.loads((DATA / "searches.json").read_text())},
        "stage": {f"{path['key']}/{stage['key']}" for path in paths for stage in path["stages"]},
    }


def _choices(data):
    return [*data["wishes"], *data["barriers"]]


def _spoken(data):
    """(what it is, row) of everything that says something to people."""
    for name in ("needs", "wishes", "barriers", "rules"):
        yield from ((f"{name} {row['key']}", row) for row in data[name])
    yield from ((f"groups {row['group']}", row) for row in data["groups"])
    for row in _choices(data):
        yield from ((f"a way of {row['key']}", way) for way in row["ways"])


def _twice(data):
    for name in ("needs", "wishes", "barriers", "rules"):
        keys = [row["key"] for row in data[name]]
        yield from (
            f"The key {key} stands twice among the {name}." for key in set(keys) if keys.count(key) > 1
        )


def _words(what, row):
    for language in ("fi", "sv"):
        said = row.get(language, "").strip()
        if not said:
            yield f"The text in {language} is missing: {what}."
        elif len(said) > LONGEST:
            yield f"The text in {language} is longer than {LONGEST} characters: {what}."
        elif "ways" not in row and ("search" in row or "facets" in row) and not said.endswith("."):
            yield f"A reason is a whole sentence, also in {language}: {what}."


def _ways(row, known):
    if not row.get("ways"):
        yield f"Nothing says how this is met: {row['key']}."
    for way in row.get("ways", []):
        if ("search" in way) == ("facets" in way):
            yield f"A way names either a saved search or filters: {row['key']}."
        yield from _search(way, row["key"], known)
        yield from _facets(way.get("facets", {}), row["key"])
    yield from _facets(row.get("within", {}), row["key"])


def _facets(facets, key):
    for name, values in facets.items():
        if name not in CLOSED and name not in OPEN:
            yield f"There is no such filter as {name}: {key}."
        yield from (
            f"The filter {name} has no such value as {value}: {key}."
            for value in set(values) - CLOSED.get(name, set(values))
        )


def _search(row, key, known):
    if "search" in row and row["search"] not in known["search"]:
        yield f"There is no such saved search as {row['search']}: {key}."


def _rule(row, known):
    key = row["key"]
    if ("search" in row) == ("stage" in row):
        yield f"A rule leads either to a saved search or to a stage: {key}."
    if "stage" in row and row["stage"] not in known["stage"]:
        yield f"There is no such stage as {row['stage']}: {key}."
    if not isinstance(row.get("weight"), int) or not 0 < row["weight"] <= 50:
        yield f"The weight is a whole number from 1 to 50: {key}."
    if not row.get("when"):
        yield f"Nothing says when the rule holds: {key}."
    for name in row.get("when", {}).keys() - set(WHEN):
        yield f"A rule hangs on needs, wishes, barriers, results and ages; nobody can know this: {name}."
    yield from _search(row, key, known)
    yield from _only(row.get("when", {}), key, known)


def _only(row, key, known):
    """What is said of ages, needs and so on must exist."""
    for name in WHEN:
        for value in set(row.get(name, ())) - known[name]:
            yield f"There is no such thing among the {name} as {value}: {key}."


def _limit(row, known):
    yield from _search(row, "a limit", known)
    yield from _only(row, f"the limit {row['search']}", known)


@checks.register("pathways")
def check(app_configs=None, **kwargs):
    """Deployment stops here rather than at the first visitor."""
    from .rules import FILE

    try:
        wrong = faults_of(json.loads(FILE.read_text()))
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        wrong = [f"The rules of guidance cannot be read: {error!r}."]
    return [checks.Error(fault, id="pathways.E020") for fault in wrong]
