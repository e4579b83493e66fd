"""Facts of a data file brought into a table, again and again without harm."""

import csv
import json
from collections import Counter
from pathlib import Path


def read(path):
    """The rows of a CSV or JSON file: dictionaries of text (CSV) or as written (JSON)."""
    path = Path(path)
    with path.open(encoding="utf-8", newline="") as file:
        return json.load(file) if path.suffix == ".json" else list(csv.DictReader(file))


class Facts:
    """For a queryset: ``bring(rows)`` makes what is missing and corrects what differs."""

    def bring(self, rows, *, kept=()):
        """Rows are dictionaries of columns, the primary key among them.

        ``kept`` columns belong to the people here: they are written only when the row is new.
        Returns a Counter of new, changed, unchanged.
        """
        report = Counter(new=0, changed=0, unchanged=0)
        key = self.model._meta.pk.attname
        have = {record.pk: record for record in self.all()}
        missing = []
        for row in rows:
            record = have.get(row[key])
            if record is None:
                missing.append(self.model(**row))  # nothing leans on a new row: no signal is missed
                continue
            differs = {
                name: value
                for name, value in row.items()
                if name not in kept and getattr(record, name) != value
            }
            for name, value in differs.items():
                setattr(record, name, value)
            if differs:
                record.save(update_fields=list(differs))
            report["changed" if differs else "unchanged"] += 1
        self.bulk_create(missing)
        report["new"] = len(missing)
        return report
