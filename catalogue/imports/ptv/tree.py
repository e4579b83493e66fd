"""How the organisations of one import stand to one another: who is above whom, and who may carry which number.

Everything is taken from what was read and from how the catalogue stood before: a dry run tells the same as a write.
"""

from organisations.models import Organisation

from .shapes import guid

LEVELS = 3  # an organisation, its unit, that unit's unit
UNIQUE = ("business_id", "oid", "municipality")


class Tree:
    def __init__(self, engine, living):
        self.engine, self.circular = engine, set()
        self.above, self.claims = {}, {}
        for key, record in living:
            self.above[key] = guid(record.get("parentOrganizationId"))
        self.before = {}  # (field, value) → the register's id of who carried it before
        rows = Organisation.objects.exclude(ptv_id=None)
        for field in ("business_id", "oid"):
            for value, ptv_id in rows.exclude(**{field: None}).values_list(field, "ptv_id"):
                self.before[field, value] = str(ptv_id)
        bodies = rows.filter(kind=Organisation.Kind.MUNICIPALITY)
        for code, ptv_id in bodies.values_list("municipality", "ptv_id"):
            self.before["municipality", code] = str(ptv_id)
        self.parents = dict(Organisation.objects.values_list("pk", "parent"))
        self.keys = {str(ptv_id): pk for pk, ptv_id in rows.values_list("pk", "ptv_id")}
        self.order = self._parents_first()

    def _parents_first(self):
        """The ids that were read, those first that have others under them."""
        order, placed, waiting = [], set(), list(self.above)
        while waiting:
            ready = [
                key
                for key in waiting
                if self.above[key] not in self.above or self.above[key] == key or self.above[key] in placed
            ]
            if not ready:
                self.circular = set(waiting)
                return order + waiting
            order += ready
            placed |= set(ready)
            waiting = [key for key in waiting if key not in placed]
        return order

    def lineage(self, key):
        """References of all that stand above, the nearest first; None when they stand in a circle."""
        found, above, seen = [], self.above.get(key), {key}
        while above:
            if above in seen:
                return None if above != key or found else []
            seen.add(above)
            reference = self.engine.reference(above)
            if reference is None:
                return found
            found.append(reference)
            if above not in self.above:
                return self._kept_above(key, reference, found)
            above = self.above[above] if self.above[above] != above else ""
        return found

    def _kept_above(self, key, reference, found):
        """The rest of the line, as it stands in the catalogue."""
        own = self.keys.get(key)
        while (reference := self.parents.get(reference)) is not None:
            if reference == own or reference in found:
                return None
            found.append(reference)
        return found

    def may_carry(self, key, field, value):
        """Whether the organisation is the one that carries this number: each is one organisation's."""
        holder = self.before.get((field, value)) or self.claims.setdefault((field, value), key)
        return holder == key
