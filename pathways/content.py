"""The first pathways and saved searches, from files: what people edited or deleted here stays as they left it."""

import hashlib
import json
from collections import Counter
from pathlib import Path

from django.core.exceptions import ValidationError
from django.db import transaction

from catalogue.imports import example
from catalogue.models import SourceRecord, Theme
from catalogue.models.choices import Provenance, Status
from catalogue.models.history import one_entry
from fields.facts import read

from .models import Lane, Pathway, SavedSearch, Stage, Transition
from .models.pathway import TEXTS
from .models.stage import STAGE_TEXTS

FOLDER = Path(__file__).resolve().parent / "data"
COUNTY = example.COUNTY  # the content leans on its example services
LANGUAGES = ("fi", "sv")


def documents(folder=FOLDER):
    """``{"searches": […], "pathways": […]}`` as the files have them."""
    searches = folder / "searches.json"
    return {
        "searches": read(searches) if searches.exists() else [],
        "pathways": [read(path) for path in sorted((folder / "pathways").glob("*.json"))],
    }


class Loader:
    """``report`` counts per kind, ``errors`` are sentences that name the record; with any nothing may stay."""

    def __init__(self):
        self.report = {"searches": Counter(), "pathways": Counter()}
        self.errors = []

    def load(self, content):
        self.themes = {row.pk: row for row in Theme.objects.all()}
        self.organisations = dict(example.Loader().organisations)
        rows = SourceRecord.objects.filter(system=Provenance.EXAMPLE).select_related(
            "service", "organisation"
        )
        self.organisations |= {row.external_id: row.organisation for row in rows if row.organisation}
        # a service that was deleted here is no longer there, and that is no mistake of the file
        self.services = {
            row.external_id: row.service for row in rows if not row.organisation_id and not row.place_id
        }
        for kind, model, bring in (
            ("searches", SavedSearch, self._search),
            ("pathways", Pathway, self._pathway),
        ):
            for document in content[kind]:
                self._bring(kind, model, bring, document)
        return self

    def _bring(self, kind, model, bring, document):
        key = str(document.get("key", "?"))
        digest = hashlib.sha256(json.dumps(document, sort_keys=True).encode()).hexdigest()
        record = model.objects.filter(key=key).first()
        if (
            record is None
            and model.history.filter(key=key, history_type="-", history_user__isnull=False).exists()
        ):
            self.report[kind]["deleted here"] += 1
        elif record and record.content_hash == digest:
            self.report[kind]["unchanged"] += 1
        elif record and _edited(record):
            self.report[kind]["edited here"] += 1
        else:
            try:
                with transaction.atomic():
                    bring(record, document, digest)
                self.report[kind]["changed" if record else "new"] += 1
            except (KeyError, TypeError, AttributeError, ValueError, ValidationError) as error:
                self.errors.append(f"{key}: {_reason(error)}")

    # ------------------------------------------------------------ one record each
    def _search(self, record, document, digest):
        record = record or SavedSearch(key=document["key"])
        record.facets, record.content_hash = document["facets"], digest
        _saved(_with_texts(record, document, ("name", "words")))

    def _pathway(self, record, document, digest):
        record = record or Pathway(key=document["key"], status=Status.DRAFT)
        record.order, record.referral = document["order"], document.get("referral", "")
        record.owner, record.content_hash = (
            _one(self.organisations, document["owner"], "organisation"),
            digest,
        )
        _with_texts(record, document, TEXTS)
        _saved(record)
        with one_entry(record):
            record.themes.set([_one(self.themes, key, "theme") for key in document["themes"]])
        lanes = self._lanes(record, document["lanes"])
        stages = self._stages(record, document["stages"], lanes)
        self._ways(record, document["transitions"], stages)
        _gone(record.stages, stages)
        _gone(record.lanes, lanes)
        if problems := record.problems():
            raise ValueError(" ".join(str(problem) for problem in problems))
        if record.status == Status.DRAFT:
            record.publish(by=None)

    def _lanes(self, pathway, rows):
        have, found = {lane.key: lane for lane in pathway.lanes.all()}, {}
        for order, row in enumerate(rows, start=1):
            lane = have.get(row["key"]) or Lane(pathway=pathway, key=row["key"])
            lane.actor, lane.order = row["actor"], order
            for code in LANGUAGES:
                setattr(lane, f"name_{code}", row[code])
            found[row["key"]] = _saved(lane)
        return found

    def _stages(self, pathway, rows, lanes):
        have, found = {stage.key: stage for stage in pathway.stages.all()}, {}
        for order, row in enumerate(rows, start=1):
            stage = have.get(row["key"]) or Stage(pathway=pathway, key=row["key"])
            stage.lane, stage.order, stage.kind = _one(lanes, row["lane"], "lane"), order, row["kind"]
            stage.assessment, stage.referral = row.get("assessment", ""), row.get("referral", "")
            stage.search = _search(row.get("search", ""))
            _saved(_with_texts(stage, row, STAGE_TEXTS))
            with one_entry(stage):
                stage.services.set(self._chosen(row.get("services", [])))
            found[row["key"]] = stage
        return found

    def _chosen(self, keys):
        if missing := [key for key in keys if key not in self.services]:
            raise ValueError(f"no such services: {', '.join(missing)}")
        return [self.services[key] for key in keys if self.services[key]]

    def _ways(self, pathway, rows, stages):
        pathway.transitions.all().delete()
        for row in rows:
            ends = [_one(stages, row[end], "stage") for end in ("from", "to")]
            way = Transition(pathway=pathway, from_stage=ends[0], to_stage=ends[1])
            for code in LANGUAGES:
                setattr(way, f"condition_{code}", row.get(code, ""))
            _saved(way)


def _edited(record):
    """Whether a person changed the record or one of its rows."""
    rows = [record.history]
    if isinstance(record, Pathway):
        rows += [model.history.filter(pathway=record.pk) for model in (Lane, Stage, Transition)]
    return any(row.filter(history_user__isnull=False).exists() for row in rows)


def _one(known, key, kind):
    if known.get(key) is None:
        raise ValueError(f"no such {kind}: {key}")
    return known[key]


def _search(key):
    found = SavedSearch.objects.filter(key=key).first() if key else None
    if key and found is None:
        raise ValueError(f"no such saved search: {key}")
    return found


def _with_texts(record, document, fields):
    """The document's texts in both languages; a name that is no field of the record is a mistake."""
    for code in LANGUAGES:
        texts = document[code]
        if unknown := set(texts) - set(fields):
            raise ValueError(f"unknown texts: {', '.join(sorted(unknown))}")
        for field in fields:
            value = texts.get(field, "")
            setattr(record, f"{field}_{code}", "\n".join(value) if isinstance(value, list) else value)
    return record


def _saved(record):
    record.full_clean()
    record.save()
    return record


def _gone(rows, kept):
    """Rows that the file has no more."""
    for row in rows.exclude(key__in=kept):
        row.delete()


def _reason(error):
    if isinstance(error, ValidationError):
        named = error.message_dict.items() if hasattr(error, "error_dict") else [("", error.messages)]
        return "; ".join(f"{name}: {' '.join(words)}" if name else " ".join(words) for name, words in named)
    return f"{error} is missing" if isinstance(error, KeyError) else str(error)
