"""What is derived of services and brought up to date with them: themes, filters' facts, the index, the pages' words.

All in the transaction of the change. ``Catalogue.objects.move()`` comes first: its lock orders the writers.
"""

from django.conf import settings
from django.db import transaction
from django.utils.translation import override

from .entries import entry
from .listing import documents
from .models import Catalogue, Entry, Listing, Theme
from .models.choices import Status
from .models.service_set import PAGE
from .search import index

BATCH = 100
LISTED = {Status.PUBLISHED, Status.ARCHIVED}


@transaction.atomic
def refresh(services, *, generation=None):
    """Bring everything derived of these services up to date; returns how many.

    ``generation`` of the index: the one that answers, or one that is being built.
    """
    state = Catalogue.objects.move()
    generation = generation or state.generation
    whole = services.order_by("pk").select_related("provider__parent__parent", "verified_for")
    whole = whole.prefetch_related(*PAGE, "classes", "keywords")
    done, batch, matching = 0, [], Theme.objects.matcher()
    for service in whole.iterator(chunk_size=BATCH):
        _themes(service, matching)
        batch.append(service)
        if len(batch) == BATCH:
            done += _write(batch, generation, state.version)
            batch = []
    return done + _write(batch, generation, state.version)


def _themes(service, matching):
    classes, keywords = service.classes.all(), service.keywords.all()
    themes = matching([row.pk for row in classes], [row.pk for row in keywords])
    if {theme.pk for theme in service.themes.all()} != set(themes):
        service.themes.set(themes)
        getattr(service, "_prefetched_objects_cache", {}).pop("themes", None)


def _write(batch, generation, version):
    if not batch:
        return 0
    _entries(batch, version)
    _listings(batch)
    index.write(batch, generation, version)
    return len(batch)


def _entries(batch, version):
    rows = [entry(service, version) for service in batch]
    fields = [field.name for field in Entry._meta.concrete_fields if not field.primary_key]
    Entry.objects.bulk_create(rows, update_conflicts=True, unique_fields=["service"], update_fields=fields)


def _listings(batch):
    rows = []
    for code, _name in settings.LANGUAGES:
        with override(code):
            for service in batch:
                if service.status in LISTED:
                    card, page = documents(service)
                    rows.append(Listing(service=service, language=code, card=card, page=page))
    Listing.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["service", "language"], update_fields=["card", "page"]
    )
    gone = [service.pk for service in batch if service.status not in LISTED]
    if gone:
        Listing.objects.filter(service__in=gone).delete()


@transaction.atomic
def leave(pk):
    """A service is about to be deleted: nothing finds it any more."""
    state = Catalogue.objects.move()
    Entry.objects.filter(pk=pk).update(public=False, version=state.version, facets={}, points=[], text="")
    for generation in {state.generation, state.building} - {0}:
        index.remove([pk], generation, state.version)


@transaction.atomic
def changed():
    """Something that filters show has changed and no service with it: a new municipality, another synonym."""
    Catalogue.objects.move()
