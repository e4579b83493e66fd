"""Kymenlaakso's example content: own words about real services, each with its source, none confirmed yet.

Record by record: a record edited or deleted here stays as it is, a bad one is named and left out.
"""

import hashlib
import json
from collections import Counter
from datetime import time
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.db.models import ProtectedError
from django.utils import timezone

from catalogue.models import (
    Keyword,
    Language,
    LifeEvent,
    OpeningHours,
    Place,
    Service,
    ServiceClass,
    SourceRecord,
    TargetGroup,
)
from catalogue.models.choices import BARRIERS, DELIVERY, Area, Provenance, Status
from catalogue.models.history import one_entry
from catalogue.models.service import TEXTS
from fields.facts import read
from organisations.models import Municipality, Organisation

FOLDER = Path(__file__).resolve().parents[1] / "data" / "example"
COUNTY = "10"
PUBLIC_BODIES = {
    "kotka": "285", "kouvola": "286", "hamina": "075", "pyhtaa": "624", "virolahti": "935", "miehikkala": "489",
}  # fmt: skip


def documents():
    """All example records: ``{"organisations": […], "places": […], "services": […]}``."""
    merged = {"organisations": [], "places": [], "services": []}
    for path in sorted(FOLDER.glob("*.json")):
        for kind, records in read(path).items():
            merged[kind] += records
    return merged


class Loader:
    """Brings the documents in. ``report`` counts per kind, ``rejected`` names what was refused and why."""

    def __init__(self, now=None):
        self.now = now
        self.report = {kind: Counter() for kind in ("organisations", "places", "services")}
        self.rejected = []
        self.organisations = {"kymhva": Organisation.objects.filter(kind=Organisation.Kind.COUNTY).first()}
        for key, code in PUBLIC_BODIES.items():
            self.organisations[key] = Organisation.objects.filter(
                kind=Organisation.Kind.MUNICIPALITY, municipality_id=code
            ).first()
        self.places = {}

    def load(self, content):
        # parents before their units
        units_last = sorted(
            content.get("organisations", []), key=lambda row: '"unit"' in json.dumps(row, default=str)
        )
        for kind, documents in (
            ("organisations", units_last),
            ("places", content.get("places", [])),
            ("services", content.get("services", [])),
        ):
            known = {"organisations": self.organisations, "places": self.places}.get(kind, {})
            for document in documents:
                key = str(document.get("key", "?")) if isinstance(document, dict) else "?"
                try:
                    known[key] = self._bring(kind, document)
                except Exception as error:  # noqa: BLE001 - one record's fault is that record's alone
                    self.rejected.append((key[:200], _reason(error)))
        return self

    def _bring(self, kind, document):
        if not isinstance(document, dict) or not isinstance(document.get("key"), str):
            raise ValueError("a record needs its key")
        field = kind.removesuffix("s")
        text = json.dumps(document, sort_keys=True, ensure_ascii=False, allow_nan=False)
        digest = hashlib.sha256(text.encode()).hexdigest()
        source = SourceRecord.objects.filter(system=Provenance.EXAMPLE, external_id=document["key"]).first()
        source = source or SourceRecord(system=Provenance.EXAMPLE, external_id=document["key"])
        record = getattr(source, field)
        if source.pk and (record is None or source.content_hash == digest or _edited_since(record, source)):
            same = "unchanged" if source.content_hash == digest else "edited here"
            self.report[kind]["deleted here" if record is None else same] += 1
            return record
        outcome = "changed" if source.pk else "new"
        with transaction.atomic():
            record = getattr(self, f"_{field}")(document, record)
            setattr(source, field, record)
            source.address, source.content_hash, source.raw = document.get("source", ""), digest, document
            source.fetched_at = timezone.now()
            _saved(source)
        self.report[kind][outcome] += 1
        return record

    def _of(self, known, key):
        """An organisation or place that came in before; one that was rejected takes along what stands on it."""
        if known.get(key) is None:
            raise ValueError(f"{key} is not there or was rejected")
        return known[key]

    # ------------------------------------------------------------ one record each
    def _organisation(self, document, record):
        record = record or Organisation()
        record.kind = document["kind"]
        record.parent = self._of(self.organisations, document["parent"]) if document.get("parent") else None
        record.municipality = _municipality(document.get("municipality"))
        record.website = document.get("website", "")
        return _saved(_with_texts(record, document, "name", "description"))

    def _place(self, document, record):
        record = record or Place()
        record.organisation = (
            self._of(self.organisations, document["organisation"]) if document.get("organisation") else None
        )
        record.municipality = _municipality(document["municipality"])
        record.postcode = document.get("postcode", "")
        record.latitude, record.longitude = document.get("lat"), document.get("lon")
        record.accuracy, record.point_source = document.get("accuracy", ""), document.get("point_source", "")
        record.step_free = document.get("step_free")
        _saved(_with_texts(record, document, "name", "street", "post_office", "access", "directions"))
        record.opening_hours.all().delete()
        for row in document.get("hours", []):
            _saved(
                OpeningHours(
                    place=record,
                    weekday=row["weekday"],
                    opens_at=time.fromisoformat(row["opens"]),
                    closes_at=time.fromisoformat(row["closes"]),
                )
            )
        return record

    def _service(self, document, record):
        record = record or Service(status=Status.PUBLISHED, provenance=Provenance.EXAMPLE)
        record.provider = self._of(self.organisations, document["provider"])
        area = document["area"]
        record.area = Area.MUNICIPALITIES if isinstance(area, list) else area
        record.price_kind = document.get("price_kind", "")
        record.access_kind, record.format = document["access"], document["format"]
        for name in DELIVERY:
            setattr(record, name, _AS_WRITTEN.get(name, name) in document["delivery"])
        for name in BARRIERS:
            setattr(record, name, name in document.get("barriers", []))
        _saved(_with_texts(record, document, *TEXTS))
        with one_entry(record):
            record.producers.set([self._of(self.organisations, key) for key in document.get("producers", [])])
            record.classes.set(_known(ServiceClass, document["classes"]))
            record.target_groups.set(_known(TargetGroup, document.get("groups", [])))
            record.life_events.set(_known(LifeEvent, document.get("life_events", [])))
            record.keywords.set(_known(Keyword, document.get("keywords", []), by="uri"))
            record.municipalities.set(_known(Municipality, area if isinstance(area, list) else []))
            record.languages.set(_known(Language, document.get("languages", [])))
            record.places.set([self._of(self.places, key) for key in document.get("places", [])])
        self._times(record, document.get("schedules", []))
        self._contacts(record, document.get("contacts", []))
        if problems := record.problems():
            raise ValueError("; ".join(str(problem) for problem in problems))
        record.changed(now=self.now)
        record.refresh()
        return record

    def _times(self, service, rows):
        service.schedules.all().delete()
        for row in rows:
            made = service.schedules.model(
                service=service,
                place=self._of(self.places, row["place"]) if row.get("place") else None,
                weekday=row["weekday"],
                starts_at=time.fromisoformat(row["starts"]),
                ends_at=time.fromisoformat(row["ends"]) if row.get("ends") else None,
            )
            _saved(_with_texts(made, row, "note"))

    def _contacts(self, service, rows):
        service.contacts.all().delete()
        for order, row in enumerate(rows):
            made = service.contacts.model(
                service=service,
                kind=row["kind"],
                value=row["value"],
                purpose=row.get("purpose", "info"),
                language_id=row.get("language") or None,
                order=order,
            )
            _saved(_with_texts(made, row, "label", "hours"))


_AS_WRITTEN = {"at_home": "home", "by_phone": "phone"}


def _with_texts(record, document, *fields):
    for field in fields:
        texts = document.get(field, {})
        if not isinstance(texts, dict) or not set(texts) <= set(settings.MODELTRANSLATION_LANGUAGES):
            raise ValueError(f"{field} needs its texts by language")
        for language, value in texts.items():
            if not isinstance(value, str):
                raise ValueError(f"{field} in {language} is not a text")
            setattr(record, f"{field}_{language}", value.strip())
    return record


def _reason(error):
    """What was wrong, in a line that names the field."""
    if isinstance(error, KeyError):
        return f"{error} is missing or unknown"
    return f"{type(error).__name__}: {error}"[:500]


def _saved(record):
    record.full_clean()
    record.save()
    return record


def _municipality(code):
    return Municipality.objects.get(pk=code) if code else None


def _known(model, codes, by="pk"):
    """The rows of these codes; ValueError names a code that no list has."""
    rows = list(model.objects.filter(**{f"{by}__in": codes}))
    if missing := set(codes) - {getattr(row, by) for row in rows}:
        raise ValueError(f"unknown {model._meta.verbose_name}: {', '.join(sorted(missing))}")
    return rows


def _edited_since(record, source):
    return record.history.filter(history_date__gt=source.fetched_at).exists()


def remove():
    """Delete all example content that nothing else leans on; returns what was deleted and what stayed."""
    gone, stayed = Counter(), []
    sources = SourceRecord.objects.filter(system=Provenance.EXAMPLE)
    for field in ("service", "place", "organisation"):
        for source in sources.filter(**{f"{field}__isnull": False}).order_by("-pk"):
            record = getattr(source, field)
            try:
                with transaction.atomic():
                    record.delete()
            except ProtectedError:  # something made here leans on it
                stayed.append(str(record))
                continue
            source.delete()
            gone[field] += 1
    sources.filter(service=None, place=None, organisation=None).delete()
    return gone, stayed
