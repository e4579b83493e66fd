"""What each process keeps in mind of the catalogue at one version: filters as sets of services, orders, points.

``current()`` asks for the version (one query) and brings the picture up to date when it moved: a handful of changed
rows at a time, everything after a great change. Nothing that writes the catalogue may read it from here: a picture
of what is later rolled back would stay.
"""

from array import array
from datetime import timedelta
from threading import Lock, RLock

from django.conf import settings
from django.utils import timezone

from organisations import patience

from . import bits
from .entries import EVERYWHERE
from .labels import Labels
from .models import Catalogue, Entry, Place

RANKED_LOWER_AFTER = timedelta(days=30)  # past the day of confirmation (design: the ladder of freshness)
FEW = 500  # services whose own values are looked through one by one
MOST_STEPS = 1000  # changed rows that are cheaper to follow than to read everything anew


class Snapshot:
    """``public`` and ``values[facet][value]`` are sets of services (``catalogue.bits``)."""

    def __init__(self, state=(-1, 0, "", "")):
        self.version, self.generation, self.analyser, _wording = state
        self.public, self.values = 0, {}
        self.review = array("l")  # by key: day of the next confirmation as an ordinal, 0 for none
        self._kept, self._making, self._late = {}, RLock(), (None, 0)

    # ------------------------------------------------------------ made and followed
    @classmethod
    def whole(cls, state):
        """Read everything."""
        made, public, rows = cls(state), array("l"), {}
        for key, _public, facets, review_on in Entry.objects.public().followed().iterator(chunk_size=5000):
            public.append(key)
            made._date(key, review_on)
            for name, values in facets.items():
                for value in values:
                    rows.setdefault(name, {}).setdefault(value, array("l")).append(key)
        made.public = bits.of(public)
        made.values = {
            name: {value: bits.of(found) for value, found in own.items()} for name, own in rows.items()
        }
        return made

    def after(self, state, changed):
        """The same with these changed rows; the old picture stays as it is for whoever still looks at it."""
        made = Snapshot(state)
        made.review = array("l", self.review)
        made.public, made.values = self.public, {name: dict(own) for name, own in self.values.items()}
        for key, public, facets, review_on in changed:
            bit = 1 << key
            made.public = made.public | bit if public else made.public & ~bit
            made._date(key, review_on)
            for name in made.values.keys() | facets.keys():
                own = made.values.setdefault(name, {})
                now = set(facets.get(name, [])) if public else set()
                for value in own.keys() | now:
                    had = own.get(value, 0)
                    own[value] = had | bit if value in now else had & ~bit
        return made

    def _date(self, key, review_on):
        if len(self.review) <= key:
            self.review.extend([0] * (key + 1 - len(self.review)))
        self.review[key] = review_on.toordinal() if review_on else 0

    # ------------------------------------------------------------ filters
    def having(self, facet, values, *, every=False):
        """The services that have one of the values, or all of them."""
        own = self.values.get(facet, {})
        found = [own.get(value, 0) for value in values]
        if facet == "municipality":
            found.append(own.get(EVERYWHERE, 0))
        together = self.public if every else 0
        for one in found:
            together = together & one if every else together | one
        return together

    def counts(self, facet, base, values=None):
        """{value: how many of ``base`` have it}; a municipality counts what is open to all of them.

        ``values`` are those that are asked for, else every one.
        """
        own = self.values.get(facet, {})
        asked = own if values is None else own.keys() & values
        found = {value: (base & own[value]).bit_count() for value in asked}
        everywhere = found.pop(EVERYWHERE, 0)
        if facet == "municipality":
            codes = [row.pk for row in self.municipalities("fi")]
            found = {code: found.get(code, 0) + everywhere for code in {*codes, *found}}
        return found

    def likely(self, facet, base, number):
        """Values among which those with most of ``base`` are: of a few services their own, else the largest."""
        if base.bit_count() > FEW:
            return self.kept(("largest", facet, number), lambda: self._largest(facet, number))
        of = self.kept(("values", facet), lambda: self._by_key(facet))
        return {value for key in bits.keys(base) for value in of.get(key, ())}

    def _largest(self, facet, number):
        sizes = {value: one.bit_count() for value, one in self.values.get(facet, {}).items()}
        return set(sorted(sizes, key=lambda value: (-sizes[value], value))[:number])

    def _by_key(self, facet):
        found = {}
        for value, one in self.values.get(facet, {}).items():
            for key in bits.keys(one):
                found[key] = (*found.get(key, ()), value)
        return found

    def holds(self, key):
        """Whether a service is public; any number may be asked."""
        return bool(self.public >> key & 1)

    @property
    def late(self):
        """Those so long past their day that they are ranked below the others."""
        today = timezone.localdate()
        if self._late[0] != today:
            limit = (today - RANKED_LOWER_AFTER).toordinal()
            self._late = today, bits.of(key for key, day in enumerate(self.review) if 0 < day < limit)
        return self._late[1]

    def like(self, key, limit=3):
        """Services that share a theme and somewhere to go with this public one: the latest confirmed first."""
        if not self.holds(key):
            return []
        themes = [value for value, own in self.values.get("theme", {}).items() if own >> key & 1]
        towns = [value for value, own in self.values.get("municipality", {}).items() if own >> key & 1]
        base = self.having("theme", themes)
        if EVERYWHERE not in towns:
            base &= self.having("municipality", towns)
        return self.ordered(base & self.public & ~(1 << key), "verified", 0, limit)

    # ------------------------------------------------------------ orders, points, names: read when first asked for
    def kept(self, name, make):
        """What ``make`` gives for this version of the catalogue; made once, by one thread."""
        if name not in self._kept:
            with self._making:
                if name not in self._kept:
                    with patience.long():
                        self._kept[name] = make()
        return self._kept[name]

    def ordered(self, base, order, start, stop):
        """The keys of ``base`` from ``start`` to ``stop``; ``order`` is new, verified, or name_ and a language."""
        line, rank, known = self.kept("orders", _orders)[order]
        return bits.first(base & known, line, rank, stop)[start:]  # the orders may be read a moment later

    def points(self):
        """{key: [[latitude, longitude, whether exact]]} of the services that have any."""
        return self.kept("points", lambda: dict(Entry.objects.public().with_points()))

    def middle(self, postcode):
        """(latitude, longitude) in the middle of the places with the postcode; None when there are too few."""
        return self.kept("postcodes", Place.objects.middles).get(postcode)

    def labels(self, language):
        """Names of what can be chosen (``catalogue.labels``)."""
        return self.kept(("labels", language), lambda: Labels.read(language))

    def municipalities(self, language):
        return self.labels(language).municipalities


def _orders():
    """{order: (keys, by key its place in the order, the set of them)}, one query for all of them."""
    languages = [code for code, _name in settings.LANGUAGES]
    by = {name: [] for name in ("new", "verified", *(f"name_{code}" for code in languages))}
    for key, sort, created_at, verified_at in Entry.objects.public().sorted_by().iterator(chunk_size=2000):
        by["new"].append((-created_at.timestamp(), key))
        by["verified"].append((-verified_at.timestamp() if verified_at else 0, key))
        for code in languages:
            by[f"name_{code}"].append((sort.get(code, ""), key))
    size = max((key for _value, key in by["new"]), default=0) + 1
    known, found = bits.of(key for _value, key in by["new"]), {}
    for name, rows in by.items():
        line, rank = array("l", [key for _value, key in sorted(rows)]), array("l", [0]) * size
        for number, key in enumerate(line):
            rank[key] = number
        rows.clear()  # large catalogues: no more of them at once than is needed
        found[name] = line, rank, known
    return found


_lock = Lock()
_held = Snapshot()


def current():
    """The picture of the catalogue as it is now."""
    global _held
    state = Catalogue.objects.state()
    if _held.version == state[0]:
        return _held
    with _lock:
        state = Catalogue.objects.state()  # another thread may have gone on meanwhile
        if _held.version != state[0]:
            with patience.long():
                _held = _next(_held, state)
        return _held


def _next(held, state):
    if held.version < 0 or held.version > state[0]:
        return Snapshot.whole(state)
    changed = list(Entry.objects.after(held.version).followed()[: MOST_STEPS + 1])
    return Snapshot.whole(state) if len(changed) > MOST_STEPS else held.after(state, changed)


def forget():
    """Begin anew: the database is another one than before."""
    global _held
    _held = Snapshot()
