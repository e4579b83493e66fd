"""Fills the index of an empty database in bulk: what the product's own writers look up cannot be there yet.

Themes, entries, listings and the analysis of texts are the product's; only the last step, rows into tables, is done
in another way, in seconds instead of hours.
"""

import contextlib
from collections import Counter

from django.db import connection

from catalogue.models import Catalogue, Posting, Service, Term, Word
from catalogue.search import index

CHUNK = 1000  # services in a transaction
_COLUMNS = "term_id, service_id, weight"


class Bulk:
    """Stands for ``_remember``, ``_terms`` and ``_post`` of ``catalogue.search.index``."""

    def __init__(self):
        self.words, self.terms, self.services = {}, {}, Counter()

    def remember(self, seen, generation):
        self.words |= seen

    def term_ids(self, keys, generation, version):
        for key in sorted(keys):
            self.terms.setdefault(key, len(self.terms) + 1)
        return self.terms

    def post(self, pks, wanted, generation, version):
        rows = sorted((service, term, weight) for (service, term), weight in wanted.items())
        self.services.update(term for _service, term, _weight in rows)
        table = Posting._meta.db_table
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                with cursor.copy(f"COPY {table} ({_COLUMNS}) FROM STDIN") as copy:
                    for service, term, weight in rows:
                        copy.write_row((term, service, weight))
            else:
                line = f"INSERT INTO {table} ({_COLUMNS}) VALUES (%s, %s, %s)"
                cursor.executemany(line, [(term, service, weight) for service, term, weight in rows])

    def close(self, generation, version):
        """What is known only at the end: words, terms and in how many services they stand."""
        Word.objects.bulk_create(
            (
                Word(generation=generation, language=language, shown=shown, text=folded)
                for (language, shown), folded in self.words.items()
            ),
            batch_size=CHUNK,
        )
        Term.objects.bulk_create(
            (
                Term(
                    pk=pk,
                    generation=generation,
                    language=key[0],
                    kind=key[1],
                    text=key[2],
                    services=self.services[pk],
                    version=version,
                )
                for key, pk in self.terms.items()
            ),
            batch_size=CHUNK,
        )
        with connection.cursor() as cursor:
            for line in connection.ops.sequence_reset_sql(_no_style(), [Term]):
                cursor.execute(line)


def refresh(say=lambda done: None):
    """``Service.objects.refresh()`` for a database whose index is empty."""
    bulk, covering = Bulk(), next(one for one in Posting._meta.indexes)
    own = {name: getattr(index, name) for name in ("_remember", "_terms", "_post")}
    index._remember, index._terms, index._post = bulk.remember, bulk.term_ids, bulk.post
    try:
        with connection.schema_editor() as editor:
            editor.remove_index(Posting, covering)
        with _unchecked():
            keys = list(Service.objects.order_by("pk").values_list("pk", flat=True))
            for start in range(0, len(keys), CHUNK):
                part = keys[start : start + CHUNK]
                Service.objects.filter(pk__gte=part[0], pk__lte=part[-1]).refresh()
                say(start + len(part))
            state = Catalogue.objects.move()
            bulk.close(state.generation, state.version)
        with connection.schema_editor() as editor:
            editor.add_index(Posting, covering)
    finally:
        for name, function in own.items():
            setattr(index, name, function)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


@contextlib.contextmanager
def _unchecked():
    """Without foreign keys: terms come after their postings. PostgreSQL asks for a superuser."""
    if connection.vendor != "postgresql":
        with connection.constraint_checks_disabled():
            yield
        return
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
    yield
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = DEFAULT")


def _no_style():
    from django.core.management.color import no_style

    return no_style()
