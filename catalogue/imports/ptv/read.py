"""Reading PTV: files and folders of its responses, and its Open API by area, organisation, id or address."""

from django.conf import settings
from django.utils.translation import gettext_noop

from catalogue.imports import fetching, reading
from catalogue.imports.report import BAD_FILE, NOT_BELIEVED, Line, Outcome, Rejected, because, too_many
from catalogue.models import SourceRecord
from catalogue.models.choices import Provenance
from organisations.models import Municipality

from .bring import GONE, NAMED
from .service import links, responsible
from .shapes import guid, kind_of

NO_ANSWER = gettext_noop("The register gave no answer for this record.")
NOT_THERE = gettext_noop("The register has no published record of this id.")
CODES = gettext_noop("A list of codes, not of records.")
ONLY_IDS = gettext_noop("A list of identifiers, not of records.")
KINDS = {
    "service": "Service",
    "channel": "ServiceChannel",
    "organisation": "Organization",
    "description": "GeneralDescription",
}
UNANSWERED = "unanswered"
ROUNDS = 5  # of organisations above organisations


class Read:
    """Puts what the sources hold into the spool. What cannot be read is told to the report."""

    def __init__(self, spool, report, *, client=None, since="", nationwide=False, beat=lambda: None):
        self.spool, self.report, self.client, self.beat = spool, report, client, beat
        self.since, self.nationwide = since, nationwide

    # ------------------------------------------------------------ files
    def files(self, source):
        for path in reading.files(source):
            self._file(path, named=True)

    def _file(self, path, named, name=None):
        """All records of one file, or none of them when it is broken."""
        self.beat()
        marks, lines, found = self.spool.mark(), [], []
        try:
            for record in reading.records(path):
                self._record(record, named, lines, found)
        except reading.Refused as refused:
            self.spool.back_to(marks)
            reason = because(BAD_FILE, sentence=str(refused))
            lines = [
                Line("file", name or path.name, Outcome.REJECTED, name=name or path.name, reasons=[reason])
            ]
            found = []
        for line in {str(line): line for line in lines}.values():
            self.report.add(line)
        return found

    def _record(self, record, named, lines, found):
        if isinstance(record, dict) and "code" in record and "id" not in record:
            lines.append(Line("file", "codes", Outcome.SKIPPED, reasons=[because(CODES)]))
            return
        try:
            kind, key = kind_of(record), guid(record.get("id") if isinstance(record, dict) else "")
        except Rejected as rejected:
            key = str(record.get("id", "")) if isinstance(record, dict) else str(record)
            lines.append(Line("file", key[:200], Outcome.REJECTED, reasons=[rejected.reason]))
            return
        if kind == "item":
            found.append(key)
            if named:
                lines.append(Line("file", "ids", Outcome.SKIPPED, reasons=[because(ONLY_IDS)]))
            return
        self.spool.add(kind, key, record)
        if named and kind == "service":
            self.spool.add(NAMED, key, {})

    # ------------------------------------------------------------ the Open API
    def county(self, code):
        """Everything given in the county: listed under it, its region and each of its municipalities."""
        inside = Municipality.objects.filter(county=code)
        regions = {region for region in inside.values_list("region", flat=True) if region}
        areas = [("WellbeingServiceCounties", code)] + [("Province", region) for region in sorted(regions)]
        areas += [("Municipality", one) for one in inside.values_list("code", flat=True)]
        self._areas(areas, f"county:{code}")

    def municipality(self, code):
        self._areas([("Municipality", code)], f"municipality:{code}")

    def organisation(self, key):
        ids = self._ids(f"Service/list/organization?organizationId={key}")
        self._everything(ids, f"organisation:{key}")

    def services(self, keys):
        """Named by id: they come in wherever they are given."""
        if not keys:
            return
        for key in keys:
            self.spool.add(NAMED, key, {})
        self._everything(keys, "")
        for key in keys:
            if self._is_absent(key):
                self.spool.add(GONE, key, {})
                self.report.add(Line("service", key, Outcome.REJECTED, reasons=[because(NOT_THERE)]))

    def address(self, url):
        """An address of the API itself: pages of records or of ids, or one record."""
        ids, one = [], guid(url.partition("?")[0].rstrip("/").rpartition("/")[2])
        for path in fetching.pages(self.client, url) if not one else [self._single(url)]:
            ids += self._file(path, named=bool(one), name=url.partition("?")[0])
        self._everything(ids, "")

    def _single(self, url):
        return self.client.get(url, into=self.client.new_path())

    # ------------------------------------------------------------ steps
    def _areas(self, areas, scope):
        ids = []
        for kind, code in areas:
            ids += self._ids(f"Service/area/{kind}/code/{code}")
        ids = list(dict.fromkeys(ids))
        self._everything(ids, scope)

    def _everything(self, ids, scope):
        """The services of these ids and all that they name; then what became of those listed before."""
        self._fetch("service", ids)
        if scope and not self.since:
            self._ended(set(ids), scope)
        if scope and self.since:
            self._changed_since()
        named = set()
        for _, record in self.spool.records("service"):
            named |= set(links(record))
        self._fetch("channel", sorted(named))
        self._organisations()
        general = {guid(record.get("generalDescriptionId")) for _, record in self.spool.records("service")}
        self._fetch("description", sorted(general - {""}))

    def _organisations(self):
        wanted = set()
        for _, record in self.spool.records("service"):
            wanted |= {key for key, _, _ in responsible(record)}
        for _, record in self.spool.records("channel"):
            wanted |= {guid(record.get("organizationId"))} - {""}
        for _ in range(ROUNDS):
            self._fetch("organisation", sorted(wanted))
            above = {
                guid(record.get("parentOrganizationId")) for _, record in self.spool.records("organisation")
            }
            wanted = {key for key in above if key and not self.spool.has("organisation", key)}
            if not wanted:
                return

    def _changed_since(self):
        """Channels and general descriptions that changed though no service of theirs did; what was archived."""
        held = {
            kind: set(self._kept(kind=kind, gone_at__isnull=True))
            for kind in ("channel", "description", "organisation")
        }
        for kind, known in held.items():
            if known:
                self._fetch(kind, sorted(known & set(self._ids(KINDS[kind]))))
        services = set(self._kept(kind="service", gone_at__isnull=True))
        for kind, known in (("service", services), ("channel", held["channel"])):
            for key in self._archived(KINDS[kind]):
                if key in known:
                    self.spool.add(GONE, key, {})

    def _archived(self, endpoint):
        """Ids of what was archived or withdrawn since the day."""
        for status in ("Archived", "Withdrawn"):
            yield from self._ids(f"{endpoint}?status={status}")

    def _ended(self, listed_now, scope):
        """Services that this list had before and has no more: gone, unless the register still gives them."""
        kept = set(self._kept(kind="service", scope=scope, gone_at__isnull=True))
        missing = sorted(kept - listed_now)
        self._fetch("service", missing)
        absent = [key for key in missing if self._is_absent(key)]
        if too_many(len(absent), len(kept)):
            self.report.add(
                Line("service", scope, Outcome.REJECTED, reasons=[because(NOT_BELIEVED, n=len(absent))])
            )
            return
        for key in absent:
            self.spool.add(GONE, key, {})

    def _is_absent(self, key):
        """The register answered, and without it."""
        return not self.spool.has("service", key) and not self.spool.has(UNANSWERED, key)

    def _kept(self, **of):
        rows = SourceRecord.objects.filter(system=Provenance.PTV, **of)
        return rows.values_list("external_id", flat=True)

    def _ids(self, path):
        """All identifiers of a list of the API."""
        path, _, query = path.partition("?")
        params = dict(part.split("=") for part in query.split("&")) if query else {}
        if self.since:
            params["date"] = f"{self.since}T00:00:00"
        if self.nationwide and "/area/" in path:
            params["includeWholeCountry"] = "true"
        found = []
        try:
            for page in fetching.pages(self.client, f"{settings.HYTE_PTV_API}/{path}", params):
                self.beat()
                found += [
                    guid(record.get("id")) for record in reading.records(page) if isinstance(record, dict)
                ]
        except fetching.Missing:
            return []  # an area or organisation of which the registry has nothing
        return [key for key in dict.fromkeys(found) if key]

    def _fetch(self, kind, ids):
        """The records of these ids, at most 100 a call; those that an interrupted run fetched already are here."""
        wanted, failed = [key for key in ids if not self.spool.has(kind, key)], []
        url = f"{settings.HYTE_PTV_API}/{KINDS[kind]}/list"
        for path, _ in fetching.by_ids(self.client, url, wanted, failed=failed):
            self._file(path, named=False, name=KINDS[kind])
        for key, error in failed:
            if not isinstance(error, fetching.Missing):
                self.report.add(Line(kind, key, Outcome.REJECTED, reasons=[because(NO_ANSWER)]))
                self.spool.add(UNANSWERED, key, {})
