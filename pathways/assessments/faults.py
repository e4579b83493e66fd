"""What can be wrong with the data of a self-assessment, as sentences. Knows the files' form and nothing else."""

from itertools import pairwise

KINDS = {"points", "goals"}
WORDINGS = {"published", "to be confirmed"}
REQUIRED = ("key", "order", "minutes", "theme", "kind", "title", "slug", "lead", "questions", "bands")
REQUIRED += ("method", "source")
MET = ["all", "none", "some"]


def faults_of(data):
    """The faults of one file."""
    name = data["key"]
    missing = [one for one in REQUIRED if one not in data]
    if missing:
        return [f"{name}: {', '.join(missing)} is missing."]
    found = [*_texts(name, data), *_questions(name, data["questions"])]
    if data["kind"] not in KINDS:
        return [*found, f"{name}: the kind must be points or goals."]
    if found:  # what follows leans on whole questions
        return found
    bands = data["bands"]
    if len({one.get("key") for one in bands}) != len(bands):
        found.append(f"{name}: each band needs a key of its own.")
    judge = _sums if data["kind"] == "points" else _goals
    return [*found, *judge(name, data)]


def faults_together(found):
    """Faults between the files."""
    for code in ("fi", "sv"):
        slugs = [data.get("slug", {}).get(code) for data in found.values()]
        if len(set(slugs)) != len(slugs):
            yield f"Two self-assessments have the same address in {code}."


def _texts(name, value, where=""):
    """Every text stands in both languages."""
    if isinstance(value, list):
        for number, one in enumerate(value, 1):
            yield from _texts(name, one, f"{where} {number}")
    elif isinstance(value, dict):
        if value.keys() & {"fi", "sv"} and not where.endswith("wording"):
            for code in ("fi", "sv"):
                if not str(value.get(code, "")).strip():
                    yield f"{name}: the text{where} is missing in {code}."
            marks = value.get("wording", {})
            for mark in marks.values() if isinstance(marks, dict) else [marks]:
                if mark not in WORDINGS:
                    yield f"{name}: the text{where} has the unknown mark {mark}."
        else:
            for key, one in value.items():
                yield from _texts(name, one, f"{where} {key}")


def _questions(name, questions):
    known = {}
    for number, one in enumerate(questions, 1):
        where = f"{name}: question {number}"
        absent = {"id", "kind", "scored", "label", "text"} - one.keys()
        if absent:
            yield f"{where} lacks {', '.join(sorted(absent))}."
            continue
        if one["id"] in known:
            yield f"{where} has the id of another one."
        values = [answer.get("value") for answer in one.get("answers", [])]
        if one["kind"] == "choice" and (len(values) < 2 or len(set(values)) != len(values)):
            yield f"{where} needs at least two answers with values of their own."
        if one["kind"] == "numbers" and not one.get("fields"):
            yield f"{where} asks for no number."
        for field in one.get("fields", []):
            if field["min"] >= field["max"]:
                yield f"{where}: the least of {field['name']} is not under the greatest."
        when = one.get("when")
        if when and not set(when.get("is", when.get("not", ["?"]))) <= set(known.get(when["question"], [])):
            yield f"{where} is asked after an answer that nobody can give before it."
        known[one["id"]] = values


def points_of(question):
    return sorted({one["points"] for one in question.get("answers") or question.get("points", [])})


def _sums(name, data):
    """The bands take every sum exactly once."""
    scored = [points_of(one) for one in data["questions"] if one["scored"]]
    if not all(scored):
        yield f"{name}: a question that counts has no points."
        return
    bands = sorted(data["bands"], key=lambda one: one["from"])
    if bands[0]["from"] != 0 or bands[-1]["to"] != sum(one[-1] for one in scored):
        yield f"{name}: the bands do not reach from 0 to the greatest sum, {sum(one[-1] for one in scored)}."
    for one, following in pairwise(bands):
        if one["to"] + 1 != following["from"]:
            yield f"{name}: between the bands {one['key']} and {following['key']} a sum has none or two."
    lowest = data.get("lowest")
    if lowest and lowest["band"] not in {one["key"] for one in bands}:
        yield f"{name}: the band of the lowest answer is not there."


def _goals(name, data):
    if sorted(one.get("met", "") for one in data["bands"]) != MET:
        yield f"{name}: it needs one band for all goals, one for some and one for none."
    scored = {one["id"] for one in data["questions"] if one["scored"]}
    for goal in data.get("goals", []):
        if not goal["terms"] or not goal["terms"].keys() <= scored:
            yield f"{name}: the goal {goal['key']} counts a question that is not asked."
    if not data.get("goals"):
        yield f"{name}: it has no goals."
