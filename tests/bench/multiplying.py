"""Makes a seeded SQLite database several times as large: every service again, under other keys and other providers.

Analysing a hundred thousand texts takes an hour. The vocabulary is the same at every size (``words``), so copies fill
the index as new texts would: as many services a word, as many postings a service.
"""

import json
from itertools import islice

from django.db import connection, transaction
from django.db.models import F

from catalogue.models import Contact, Entry, Listing, Posting, Schedule, Service, Term

CHUNK = 2000


def multiplied(times):
    """Returns how many services there are then."""
    step = Service.objects.order_by("-pk").values_list("pk", flat=True)[0]
    covering = next(one for one in Posting._meta.indexes)
    with connection.schema_editor() as editor:
        editor.remove_index(Posting, covering)
    with transaction.atomic():
        for number in range(1, times):
            _again(number * step, _others(number, times), step)
        Term.objects.update(services=F("services") * times)
    with connection.schema_editor() as editor:
        editor.add_index(Posting, covering)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return Service.objects.count()


def _others(number, times):
    """{provider: the one that stands for it in this copy}: names are unique for each."""
    keys = list(Service.objects.order_by("provider").values_list("provider", flat=True).distinct())
    ahead = number * max(1, len(keys) // times)
    return {key: keys[(place + ahead) % len(keys)] for place, key in enumerate(keys)}


def _again(offset, others, step):
    """Services up to the key ``step`` once more, their keys higher by ``offset``."""
    originals = Service.objects.filter(pk__lte=step).order_by("pk")
    for service in _chunked(originals, Service):
        service.pk += offset
        service.provider_id = others[service.provider_id]
        service.verified_for_id = service.verified_for_id and service.provider_id
    for entry in _chunked(Entry.objects.filter(pk__lte=step).order_by("pk"), Entry):
        entry.pk += offset
        for name in {"provider"} & entry.facets.keys():
            entry.facets[name] = [str(others.get(int(key), key)) for key in entry.facets[name]]
    for listing in _chunked(Listing.objects.filter(service__lte=step).order_by("pk"), Listing):
        old, listing.pk = listing.service_id, None
        listing.service_id += offset
        for name in ("card", "page"):
            text = json.dumps(getattr(listing, name)).replace(f"/{old}/", f"/{listing.service_id}/")
            setattr(listing, name, json.loads(text))
        listing.card["id"] = listing.service_id
    relations = [field.remote_field.through for field in Service._meta.many_to_many]
    for model in [*relations, Schedule, Contact, Posting]:
        _rows(model, offset, step)


def _chunked(rows, model):
    """The rows one by one, to be changed; written in bulk."""
    rows = rows.iterator(chunk_size=CHUNK)
    while part := list(islice(rows, CHUNK)):
        yield from part
        model.objects.bulk_create(part, batch_size=CHUNK)


def _rows(model, offset, step):
    """Rows that name a service and are else the same."""
    quote, table = connection.ops.quote_name, model._meta.db_table
    kept = [f for f in model._meta.concrete_fields if not f.primary_key and f.column != "service_id"]
    columns = ", ".join(quote(field.column) for field in kept)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {quote(table)} (service_id, {columns}) SELECT service_id + %s, {columns}"
            f" FROM {quote(table)} WHERE service_id <= %s ORDER BY id",
            [offset, step],
        )
