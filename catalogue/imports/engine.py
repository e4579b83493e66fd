"""Match, compare, apply: the part of an import that is the same for every register.

An adapter turns raw records into ``Incoming`` ones; the engine says what each would change (dry) or changes it,
record by record completely or not at all.
"""

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import islice

from django.db import OperationalError, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_noop

from catalogue.models import Place, Service, SourceRecord
from catalogue.models.choices import Status
from organisations.models import Organisation

from . import targets
from .report import Change, LeftOut, Line, Outcome, Rejected, because, reasons_of

CHUNK = 50
TARGETS = {"service": Service, "place": Place, "organisation": Organisation}
NAMES = ("name_fi", "name_sv", "name_en")
OTHER_KIND = gettext_noop("The register has a record of another kind under this id.")
SAME_NAME = gettext_noop("The provider has a service of this name already.")


@dataclass
class Incoming:
    """One record of a register in the catalogue's terms.

    ``values`` are what the register says (see ``targets``); ``defaults`` are columns it knows nothing of, set
    only when the record is new. ``match`` finds a record kept here that is the same thing. ``fixed`` columns (an
    id of the register) are set on every record, also on one that was matched.
    """

    kind: str
    external_id: str
    raw: object
    name: str = ""
    values: dict = field(default_factory=dict)
    defaults: dict = field(default_factory=dict)
    fixed: dict = field(default_factory=dict)
    address: str = ""
    reasons: list = field(default_factory=list)
    match: Callable = lambda: None


def content_hash(raw):
    text = json.dumps(raw, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


class Engine:
    def __init__(self, system, *, commit, report, scope="", now=None, beat=lambda done: None):
        self.system, self.commit, self.report, self.scope = system, commit, report, scope
        self.now = now or timezone.now()
        self.beat, self.done = beat, 0
        # of a dry run: who would carry a name, how services kept here would be called, which ids it would bring
        self.planned_names, self.renamed, self.planned = {}, {}, {}
        self.touched = {}  # kind → ids that were new or changed
        rows = SourceRecord.objects.filter(system=system, gone_at__isnull=True)
        self.references = {
            external_id: place or organisation
            for external_id, place, organisation in rows.values_list("external_id", "place", "organisation")
            if place or organisation
        }

    def reference(self, external_id):
        """The key of the place or organisation of that id: a planned one in a dry run, None when unknown."""
        return self.references.get(external_id)

    # ------------------------------------------------------------ in chunks
    def bring(self, kind, items, derive):
        """Bring in ``(id, raw)`` pairs; ``derive(id, raw)`` gives an Incoming or raises Rejected or LeftOut."""
        items = iter(items)
        while chunk := list(islice(items, CHUNK)):
            self._chunk(kind, dict(chunk), derive)
            self.done += len(chunk)
            self.beat(self.done)

    def _chunk(self, kind, chunk, derive):
        known = SourceRecord.objects.select_related("service", "place", "organisation").known(
            self.system, list(chunk)
        )
        lines, written = [], []
        # one transaction a chunk spares the disk; a savepoint a record keeps each one whole
        with transaction.atomic(durable=False):
            for key, raw in chunk.items():
                line, record = self._one(kind, key, raw, derive, known.get(key))
                lines.append(line)
                if record is not None:
                    written.append(record)
            if kind == "service" and written:
                Service.objects.filter(pk__in=[record.pk for record in written]).refresh()
            if kind == "place" and written:  # their opening hours are written after them
                Service.objects.within(Service.objects.using_places(written)).refresh()
        for line in lines:
            self.report.add(line)
            if line.outcome in (Outcome.NEW, Outcome.CHANGED):
                self.touched.setdefault(kind, set()).add(line.external_id)

    def _one(self, kind, key, raw, derive, source):
        try:
            incoming = derive(key, raw)
            before = source.kind if source else self.planned.get(incoming.external_id)
            if before and before != incoming.kind:
                raise Rejected(OTHER_KIND)
            if incoming.kind not in TARGETS:
                return self._untargeted(incoming, source), None
            with transaction.atomic():
                return self._targeted(incoming, source)
        except OperationalError:  # the database is in trouble, not the record
            raise
        except Exception as error:  # noqa: BLE001 - one record's fault is that record's alone
            outcome = Outcome.SKIPPED if isinstance(error, LeftOut) else Outcome.REJECTED
            return Line(kind, key, outcome, name=_name_in(raw), reasons=reasons_of(error)), None

    # ------------------------------------------------------------ one record
    def _untargeted(self, incoming, source):
        digest = content_hash(incoming.raw)
        outcome = Outcome.NEW if source is None else Outcome.CHANGED
        if source is not None and source.content_hash == digest and source.gone_at is None:
            outcome = Outcome.UNCHANGED
        elif self.commit:
            self._remember(incoming, source, digest)
        self.planned[incoming.external_id] = incoming.kind
        return Line(incoming.kind, incoming.external_id, outcome, incoming.name, reasons=incoming.reasons)

    def _targeted(self, incoming, source):
        record = source.target if source else None
        line = Line(incoming.kind, incoming.external_id, Outcome.UNCHANGED, incoming.name)
        if source is not None and record is None:
            line.outcome = Outcome.DELETED_HERE
            return line, None
        digest = content_hash(incoming.raw)
        if source is not None and source.values == incoming.values and source.gone_at is None:
            if self.commit and (source.content_hash != digest or self.scope and source.scope != self.scope):
                self._remember(incoming, source, digest, record)
            line.target = record.pk
            return line, None
        new = record is None and (record := incoming.match()) is None
        if new:
            record = TARGETS[incoming.kind](**incoming.defaults)
            line.outcome, changed = Outcome.NEW, incoming.values
        else:
            changed, line.changes = self._compare(record, incoming, source)
            told = [change for change in line.changes if not change.kept]
            line.outcome = Outcome.CHANGED if told else Outcome.KEPT if line.changes else Outcome.UNCHANGED
        line.reasons = incoming.reasons
        for name, value in incoming.fixed.items():
            setattr(record, name, value)
        targets.assign(record, changed)
        targets.check(record, changed, ask=not self.commit)
        if incoming.kind == "service" and not self.commit:
            self._name_once(record, incoming)
        if self.commit:
            targets.save(record, changed, new=new)
            if changed and not new and incoming.kind == "service":
                record.changed(now=self.now)
            self._remember(incoming, source, digest, record, new)
            line.target = record.pk
        self.planned[incoming.external_id] = incoming.kind
        if incoming.kind != "service":
            self.references[incoming.external_id] = record.pk or targets.PLANNED + incoming.name
        return line, record if self.commit and (changed or new) else None

    def _compare(self, record, incoming, source):
        """What to write, and every difference. What was corrected here stays."""
        said = source.values if source else {}
        now, changed, told = targets.state(record), {}, []
        for name, value in incoming.values.items():
            current = now[name]
            if current == value:
                continue
            # what the register never told before: what somebody wrote stays, what is empty is filled
            ours = current != said[name] if name in said else current not in ("", None, [])
            if not ours:
                changed[name] = value
            if not ours or value != said.get(name):
                told.append(Change(name, current, value, kept=ours))
        return changed, told

    def _name_once(self, record, incoming):
        """What the database would refuse: two services of one name and provider, here or in this run."""
        provider = record.provider_id or str(incoming.values["provider"])
        names = {column: getattr(record, column) for column in NAMES if getattr(record, column)}
        same = Q()
        for column, value in names.items():
            same |= Q(**{column: value})
        others = (
            Service.objects.none() if isinstance(provider, str) else Service.objects.filter(provider=provider)
        )
        for other in others.exclude(pk=record.pk).filter(same).values("pk", *NAMES):
            renamed = self.renamed.get(other["pk"], other)
            if any(renamed[column] == value for column, value in names.items()):
                raise Rejected(SAME_NAME)
        taken = {(provider, column, value) for column, value in names.items()}
        if any(self.planned_names.get(one, incoming.external_id) != incoming.external_id for one in taken):
            raise Rejected(SAME_NAME)
        if record.pk:
            moved = self.renamed[record.pk] = {column: getattr(record, column) for column in NAMES}
            moved["pk"] = record.pk
        self.planned_names |= dict.fromkeys(taken, incoming.external_id)

    def _remember(self, incoming, source, digest, record=None, new=False):
        source = source or SourceRecord(system=self.system, external_id=incoming.external_id)
        source.kind, source.address = incoming.kind, incoming.address
        source.fetched_at, source.content_hash, source.raw = self.now, digest, incoming.raw
        source.scope = self.scope or source.scope
        source.values, source.gone_at = incoming.values, None
        if record is not None:
            setattr(source, incoming.kind, record)
            if not new:  # a new one says exactly what the register says
                source.compare(targets.state(type(record).objects.get(pk=record.pk)), self.now)
        source.save()

    # ------------------------------------------------------------ gone
    def gone(self, external_ids):
        """These are no longer in the register: their services are archived, nothing is deleted."""
        ids = sorted(external_ids)
        sources = SourceRecord.objects.select_related("service", "place", "organisation")
        for start in range(0, len(ids), CHUNK):
            known = sources.known(self.system, ids[start : start + CHUNK])
            for external_id, source in sorted(known.items()):
                if source.gone_at is None:
                    with transaction.atomic():
                        self.report.add(self._gone(external_id, source))

    def _gone(self, external_id, source):
        record = source.target
        line = Line(source.kind, external_id, Outcome.GONE, name=str(record or ""))
        line.target = record and record.pk
        if isinstance(record, Service) and record.status == source.values.get("status"):
            line.changes = [Change("status", record.status, Status.ARCHIVED.value)]
            if self.commit:
                record._change_reason = targets.CHANGE_REASON
                record.archive(by=None)
                source.values["status"] = Status.ARCHIVED
        if self.commit:
            source.gone_at = self.now
            source.save(update_fields=["gone_at", "values"])
        self.references.pop(external_id, None)
        return line


def _name_in(raw):
    """Something to call a record that could not be read."""
    found = raw.get("name") if isinstance(raw, dict) else None
    return found[:200] if isinstance(found, str) else ""


__all__ = ["Engine", "Incoming", "because"]
