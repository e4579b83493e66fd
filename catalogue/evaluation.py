"""How good the search is: queries with known answers, asked of services in a throw-away database.

hit@1 and hit@5: the share of queries with a right service first, among the first five. MRR: the mean of 1 ÷ the place
of the first right one within twenty. Nothing: the share without any result. Inexact: the share whose results are
said to be only alike. Amiss: the share that shows results and does not say so.
"""

import csv
import json
import random
from collections import defaultdict
from contextlib import suppress
from dataclasses import dataclass
from io import StringIO
from os import getpid
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import DatabaseError, connection

import organisations
from fields.facts import read
from organisations.models import Organisation

from . import snapshot
from .imports import example
from .models import Service, SourceRecord
from .models.choices import Access, Area, Provenance, Status
from .search import vocabulary
from .search.finding import find

CORPUS = "services"
DATA = Path(__file__).parent / "data"
TOWNS = Path(organisations.__file__).parent / "data" / "municipalities.csv"
DESCRIPTIONS, SUMMARIES = "ptv_general_descriptions.json", "ptv_services_names_summaries.csv"
IDS = ("concept_ids", "service_ids")
CONCEPT = ("concept_id", "name_fi", "text_fi", "name_sv", "text_sv")
LONGEST_NAME = 90
_SEED = 4


@dataclass
class Query:
    language: str
    text: str
    kind: str
    right: tuple  # ids of concepts or services; none when nothing fits


@dataclass
class Answer:
    query: Query
    place: int  # of the first right service, from 1; 0 when not among twenty
    found: int
    fits: bool
    first: tuple  # ids of the first five


# ---------------------------------------------------------------- files
def _rows(path, needed):
    """(numbered rows, headers) of a tab-separated file. Raises ValueError in a sentence for a file that is none."""
    try:
        content = Path(path).read_text(encoding="utf-8-sig")
    except OSError as error:
        raise ValueError(f"{path} cannot be read: {error.strerror}.") from None
    except UnicodeDecodeError as error:
        raise ValueError(f"{path} is not UTF-8 (byte {error.start}).") from None
    reader = csv.DictReader(StringIO(content, newline=""), delimiter="\t")
    headers = reader.fieldnames or []
    if missing := [name for name in needed if name not in headers]:
        raise ValueError(f"{path} needs tab-separated columns {', '.join(needed)}: no {', '.join(missing)}.")
    rows = []
    try:
        for row in reader:
            if None in row or None in row.values():
                raise ValueError(f"{path}, line {reader.line_num}: not as many columns as headers.")
            rows.append((reader.line_num, row))
    except csv.Error as error:
        raise ValueError(f"{path}, line {reader.line_num}: {error}.") from None
    if not rows:
        raise ValueError(f"{path} has no rows.")
    return rows, headers


def queries(path):
    """The rows of a tab-separated file with headers lang, query, kind and concept_ids or service_ids.

    With neither column of ids it is a set for which nothing fits. Raises ValueError with the line of a bad row.
    """
    rows, headers = _rows(path, ("lang", "query", "kind"))
    column, found = next((name for name in IDS if name in headers), ""), []
    for line, row in rows:
        ids = tuple(part.strip() for part in row.get(column, "").split(",") if part.strip())
        if row["lang"] not in ("fi", "sv") or not row["query"].strip():
            raise ValueError(f"{path}, line {line}: a language (fi, sv) and a query are needed.")
        if column and not ids:
            raise ValueError(f"{path}, line {line}: {column} names nothing.")
        found.append(Query(row["lang"], row["query"].strip(), row["kind"], ids))
    return found


def concepts(path):
    """[{id, name_fi, text_fi, name_sv, text_sv}] of a tab-separated file with concept_id instead of id."""
    rows, _headers = _rows(path, CONCEPT)
    for line, row in rows:
        if not (row["name_fi"].strip() or row["name_sv"].strip()):
            raise ValueError(f"{path}, line {line}: a name is needed.")
    return [{"id": row.pop("concept_id")} | row for _line, row in rows]


def corpus(folder=None):
    """The folder of the corpora, or None where they are not."""
    folder = Path(folder or settings.HYTE_CORPUS)
    return folder if (folder / CORPUS / DESCRIPTIONS).is_file() else None


def descriptions(folder):
    """The national service descriptions of the corpus in the same shape; those without any name are left out."""
    rows = json.loads((Path(folder) / CORPUS / DESCRIPTIONS).read_text())
    found = []
    for row in rows:
        one = {"id": row["id"]}
        for language in ("fi", "sv"):
            parts = [
                row.get(part, {}).get(language) or "" for part in ("summary", "description", "background")
            ]
            one |= {
                f"name_{language}": row["name"].get(language) or "",
                f"text_{language}": "\n".join(parts).strip(),
            }
        found.append(one)
    return [row for row in found if row["name_fi"] or row["name_sv"]]


# ---------------------------------------------------------------- other services, to be found or not
def others(number):
    """``number`` services beside those that the queries ask for: sports places of every type all over Finland.

    Nobody has judged whether a real service of the corpus answers a query; these are what the register of sports
    places brings in thousands, and answer none that does not ask for a sports place.
    """
    towns, types = read(TOWNS), [row for row in read(DATA / "place_types.csv") if row["deprecated"] == "0"]
    chance = random.Random(_SEED)  # noqa: S311 - names, not secrets
    found, pairs = [], [(kind, town) for kind in types for town in towns]
    if not 0 <= number <= len(pairs):
        raise ValueError(f"There are 0 to {len(pairs)} other services to be had, not {number}.")
    for kind, town in chance.sample(pairs, number):
        place = {"id": f"place-{kind['code']}-{town['code']}"}
        for language in ("fi", "sv"):
            name, where = kind[f"name_{language}"], town[f"name_{language}"]
            place |= {f"name_{language}": f"{name}, {where}", f"text_{language}": f"{name}. {where}."}
        found.append(place)
    return found


# ---------------------------------------------------------------- the database
class ThrowAway:
    """A new database for the time of a with block, on the engine of the settings; theirs is not touched.

    SQLite's is in memory. PostgreSQL's bears the number of this process, so that runs beside each other and
    databases of tests are left alone; what a killed process leaves behind has that name.
    """

    def __enter__(self):
        self.name = connection.settings_dict["NAME"]
        _let_go()  # a pool of connections to the real database would outlive the change of the name
        if connection.vendor == "postgresql":
            connection.settings_dict["TEST"]["NAME"] = f"hyte_search_{getpid()}"
        try:
            connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
        except BaseException:
            if (
                connection.vendor == "postgresql"
            ):  # it may be there already though the connection is not its yet
                connection.settings_dict["NAME"] = connection.settings_dict["TEST"]["NAME"]
            with suppress(DatabaseError):  # there was nothing to throw away: what went wrong says more
                self.__exit__()
            connection.settings_dict["NAME"] = self.name
            raise
        if Service.objects.exists():  # never to happen: it is somebody's
            raise RuntimeError("The throw-away database is not empty.")
        forget()
        return self

    def __exit__(self, *error):
        if connection.settings_dict["NAME"] != self.name:
            connection.creation.destroy_test_db(self.name, verbosity=0)
        _let_go()
        forget()


def _let_go():
    connection.close()
    if getattr(connection, "pool", None):
        connection.close_pool()


def forget():
    snapshot.forget()
    vocabulary.forget()


def load_lists():
    """What every portal has before its services: municipalities, vocabularies, themes, synonyms."""
    for name in ("load_facts", "load_vocabularies"):
        call_command(name, commit=True, stdout=StringIO())


def load_example():
    """The example content; returns {key of the service: its key in the documents}."""
    example.Loader().load(example.documents())
    known = SourceRecord.objects.filter(system=Provenance.EXAMPLE, service__isnull=False)
    return dict(known.values_list("service", "external_id"))


def load(rows):
    """Make published services of the rows; returns {key of the service: id of the row}."""
    provider = Organisation.objects.filter(kind=Organisation.Kind.COUNTY).first()
    provider = provider or Organisation.objects.create(
        kind=Organisation.Kind.COUNTY, name_fi="Hyvinvointialue", name_sv="Välfärdsområde"
    )
    seen, made = set(), []
    for names in provider.services.values_list("name_fi", "name_sv"):
        seen |= set(zip(("fi", "sv"), names, strict=True))
    for row in rows:
        values = {}
        for language in ("fi", "sv"):
            name = row[f"name_{language}"][:LONGEST_NAME]
            while name and (language, name) in seen:
                name += "."
            seen.add((language, name))
            values |= {f"name_{language}": name or None, f"description_{language}": row[f"text_{language}"]}
        made.append(
            Service(
                provider=provider,
                area=Area.COUNTY,
                access_kind=Access.OPEN,
                status=Status.PUBLISHED,
                **values,
            )
        )
    made = Service.objects.bulk_create(made, batch_size=200)
    Service.objects.filter(provider=provider).refresh()
    return {service.pk: row["id"] for service, row in zip(made, rows, strict=True)}


# ---------------------------------------------------------------- asking
def ask(asked, ids):
    """The answers to the queries; ``ids`` is what ``load`` returned."""
    now, answers = snapshot.current(), []
    for query in asked:
        found = find(query.text, query.language, now)
        first = [ids.get(key, key) for key in found.best(20)]
        place = next((number for number, one in enumerate(first, 1) if one in query.right), 0)
        answers.append(Answer(query, place, found.services.bit_count(), found.fits, tuple(first[:5])))
    return answers


def figures(answers):
    """{number, hit1, hit5, mrr, nothing, inexact, amiss} of answers."""
    number = len(answers) or 1
    return {
        "number": len(answers),
        "hit1": sum(answer.place == 1 for answer in answers) / number,
        "hit5": sum(1 <= answer.place <= 5 for answer in answers) / number,
        "mrr": sum(1 / answer.place for answer in answers if answer.place) / number,
        "nothing": sum(not answer.found for answer in answers) / number,
        "inexact": sum(bool(answer.found) and not answer.fits for answer in answers) / number,
        "amiss": sum(bool(answer.found) and answer.fits for answer in answers) / number,
    }


def grouped(answers, key):
    found = defaultdict(list)
    for answer in answers:
        found[key(answer.query)].append(answer)
    return dict(sorted(found.items()))
