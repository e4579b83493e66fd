"""What is true of the services, read from their rows: nothing here goes through the guidance."""

from catalogue.models import Service
from catalogue.models.choices import BARRIERS, DELIVERY
from pathways import searches

FAR = {"remote", "by_phone", "at_home"}


class Facts:
    """``facets`` is {service: {filter: values}}, ``provider`` {service: organisation}."""

    def __init__(self, now):
        self.now, self.facets, self.provider = now, {}, {}
        rows = Service.objects.published().prefetch_related(
            "municipalities", "themes", "target_groups", "languages"
        )
        for row in rows:
            self.provider[row.pk] = row.provider_id
            self.facets[row.pk] = {
                "municipality": {one.pk for one in row.municipalities.all()},
                "area": {row.area},
                "theme": {one.pk for one in row.themes.all()},
                "group": {one.pk for one in row.target_groups.all()},
                "language": {one.pk for one in row.languages.all()},
                "price": {row.price_kind},
                "access": {row.access_kind},
                "format": {row.format},
                "barrier": {name for name in BARRIERS if getattr(row, name)},
                "delivery": {name for name in DELIVERY if getattr(row, name)},
            }

    def has(self, key, name, *values):
        return bool(self.facets[key][name] & set(values))

    def in_search(self, key, search):
        """Found by the saved search in one of the languages, and the filters of its row hold."""
        row = searches.rows(self.now)[search]
        every = all(self.has(key, name, *values) for name, values in row.facets.items())
        return every and any(key in searches.found(self.now, code, search).order for code in ("fi", "sv"))

    def true_of(self, reason, target):
        kind, what = reason.about
        if kind == "search":
            return self.in_search(target, what)
        if kind == "stage":
            return what == target
        return all(self.has(target, name, *values) for name, values in what.items())

    def inside(self, key, municipality):
        own = self.has(key, "area", "county", "nationwide")
        return not municipality or own or self.has(key, "municipality", municipality)

    def meets(self, key, barrier):
        """The conditions as a person would say them."""
        has = self.has
        moving = has(key, "theme", "exercise", "nature")
        return {
            "free": lambda: has(key, "price", "free"),
            "no_referral": lambda: not has(key, "access", "referral"),
            "step_free": lambda: has(key, "barrier", "step_free") or has(key, "delivery", *FAR),
            "transport": lambda: has(key, "barrier", "public_transport") or has(key, "delivery", *FAR),
            "evening": lambda: (
                has(key, "barrier", "evening")
                or (has(key, "format", "self_care") and has(key, "delivery", "remote"))
            ),
            "companion": lambda: (
                has(key, "barrier", "companion")
                or (has(key, "format", "place", "event") and has(key, "access", "open"))
            ),
            "beginners": lambda: (
                not (moving or has(key, "theme", "culture"))
                or has(key, "barrier", "beginners")
                or has(key, "format", "individual")
            ),
            "equipment": lambda: (
                not moving
                or has(key, "barrier", "equipment")
                or has(key, "format", "individual")
                or has(key, "delivery", "remote")
            ),
            "sore": lambda: (
                not moving
                or has(key, "delivery", "remote")
                or any(self.in_search(key, one) for one in ("exercise-advice", "adapted-exercise", "water"))
            ),
        }[barrier]()
