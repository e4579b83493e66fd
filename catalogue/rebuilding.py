"""Makes everything derived of all services anew, while the portal answers from what there is.

A new generation of the index is written beside the old one, a batch of services in a transaction each; the last
transaction catches up with what changed meanwhile and turns to the new generation at once. Broken off it leaves the
old one at work, and the next rebuild clears what is left.
"""

from functools import lru_cache
from hashlib import sha256
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.db.models import Max

from organisations import county

from . import derived
from .models import Catalogue, Entry, Service, Synonym, Term, Word
from .search.analyser import VERSION

_CHUNK = 2000
_OWN = ("cards", "pages", "listing", "times", "opening", "jsonld", "entries", "search", "derived")


class Overtaken(Exception):
    """Another rebuild began after this one."""


@lru_cache
def wording():
    """Digest of what the derived rows are written with: the interface's texts and the code that writes them."""
    digest, here = sha256(), Path(__file__).parent
    code = [
        path for path in here.rglob("*.py") if path.relative_to(here).parts[0].removesuffix(".py") in _OWN
    ]
    texts = [path for folder in settings.LOCALE_PATHS for path in Path(folder).rglob("*.mo")]
    for path in sorted([*code, *texts, county.DATA / "counties.csv"]):
        digest.update(path.read_bytes())
    digest.update(repr(settings.LANGUAGES).encode())
    return digest.hexdigest()


def needed():
    """Whether the index or the pages' words were made by another analyser, other texts or other code."""
    _version, _generation, analyser, written = Catalogue.objects.state()
    return (analyser, written) != (VERSION, wording())


def rebuild():
    """Returns how many services were written. Raises Overtaken."""
    with transaction.atomic():
        state = Catalogue.objects.move()
        generation = _next_generation(state)
        Catalogue.objects.update(building=generation)
    _clear(keep={state.generation, generation})
    Synonym.objects.analysed_anew()
    written = {}  # {service: version of the catalogue with which it was written}
    keys = list(Service.objects.order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(keys), derived.BATCH):
        _write(keys[start : start + derived.BATCH], generation, written)
    with transaction.atomic():
        if Catalogue.objects.move().building != generation:
            raise Overtaken("Another rebuild of the search began after this one; that one will finish.")
        now = dict(Entry.objects.values_list("service", "version"))
        _write([pk for pk, version in now.items() if written.get(pk) != version], generation, written)
        Catalogue.objects.update(generation=generation, analyser=VERSION, wording=wording(), building=0)
    _clear(keep={generation})
    return len(keys)


@transaction.atomic
def _write(keys, generation, written):
    derived.refresh(Service.objects.filter(pk__in=keys), generation=generation)
    written |= dict.fromkeys(keys, Catalogue.objects.get().version)


def _next_generation(state):
    last = Term.objects.aggregate(last=Max("generation"))["last"] or 0
    return max(state.generation, state.building, last) + 1


def _clear(keep):
    """Rows of other generations, a few at a time so that nobody waits for them."""
    for model in (Term, Word):
        while found := list(model.objects.exclude(generation__in=keep).values_list("pk", flat=True)[:_CHUNK]):
            model.objects.filter(pk__in=found).delete()
