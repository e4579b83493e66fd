"""Reading LIPAS: files of its API v2, and the API by municipality."""

from django.conf import settings
from django.utils.translation import gettext_noop

from catalogue.imports import reading
from catalogue.imports.report import BAD_FILE, NOT_BELIEVED, Line, Outcome, because, too_many
from catalogue.models import SourceRecord
from catalogue.models.choices import Provenance
from organisations.models import Municipality

PAGE = 100
MOST_PAGES = 1000
NO_SITE = gettext_noop("This is not a record of the register of sports places.")
LISTED, GONE = "listed", "gone"


def number(value):
    """A LIPAS id as text: whole numbers alone; empty for anything else."""
    if isinstance(value, bool):
        return ""
    text = str(value).strip() if isinstance(value, int | str) else ""
    return text if text.isdecimal() and len(text) <= 12 else ""


class Read:
    def __init__(self, spool, report, *, client=None, beat=lambda: None):
        self.spool, self.report, self.client, self.beat = spool, report, client, beat

    def refuse(self, source):
        raise reading.Refused(
            f"LIPAS is read from files, by county and by municipality, not from {source.value}."
        )

    def files(self, source):
        for path in reading.files(source):
            self._file(path)

    def county(self, code):
        codes = Municipality.objects.filter(county=code).values_list("code", flat=True)
        self._listing(sorted(codes), f"county:{code}")

    def municipality(self, code):
        self._listing([code], f"municipality:{code}")

    # ------------------------------------------------------------ steps
    def _listing(self, codes, scope):
        """All active sites of these municipalities; what the same list had before and has no more is gone."""
        found, marks = set(), set()
        params = {
            "city-codes": ",".join(str(int(code)) for code in codes),
            "page-size": PAGE,
            "statuses": "active",
        }
        for page in range(1, MOST_PAGES + 1):
            path = self.client.get(
                f"{settings.HYTE_LIPAS_API}/sports-sites", {**params, "page": page}, self.client.new_path()
            )
            mark = reading.fingerprint(path)
            if mark in marks:
                raise reading.Refused("LIPAS gives the same page again and again.")
            marks.add(mark)
            sites = self._file(path)
            found |= sites
            if len(sites) < PAGE:
                break
        kept = SourceRecord.objects.filter(
            system=Provenance.LIPAS, scope=scope, gone_at__isnull=True, kind="place"
        )
        known = set(kept.values_list("external_id", flat=True))
        if too_many(len(known - found), len(known)):
            reason = because(NOT_BELIEVED, n=len(known - found))
            self.report.add(Line("place", scope, Outcome.REJECTED, reasons=[reason]))
            return
        for key in known - found:
            self.spool.add(GONE, key, {})

    def _file(self, path):
        """The ids of the sites of one file; none of it is used when the file is broken."""
        self.beat()
        marks, found, lines = self.spool.mark(), set(), []
        try:
            for site in reading.records(path):
                key = number(site.get("lipas-id")) if isinstance(site, dict) else ""
                if key:
                    self.spool.add("site", key, site)
                    found.add(key)
                else:
                    lines.append(Line("file", path.name, Outcome.REJECTED, reasons=[because(NO_SITE)]))
        except reading.Refused as refused:
            self.spool.back_to(marks)
            reason = because(BAD_FILE, sentence=str(refused))
            lines, found = (
                [Line("file", path.name, Outcome.REJECTED, name=path.name, reasons=[reason])],
                set(),
            )
        for line in lines:
            self.report.add(line)
        return found
