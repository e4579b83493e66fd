"""The index of the search: terms, postings and the one row that says which version of the catalogue this is.

``Catalogue.objects.move()`` comes first in whatever writes the read model: its row is the lock, so versions are
committed in their order and a process that has seen one has seen all before it.
"""

from django.db import connection, models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from .asked import asked
from .service import Service


class CatalogueQuerySet(models.QuerySet):
    def state(self):
        """(version, generation, analyser, wording) in one query; zeros and empty texts before anything was written."""
        rows = asked("SELECT version, generation, analyser, wording FROM catalogue_catalogue", ())
        return rows[0] if rows else (0, 0, "", "")

    def hold(self):
        """The lock of the writers without a new version: before the first row of a change, so that nobody who holds
        the lock waits for a row of somebody who waits for the lock.
        """
        if connection.in_atomic_block and connection.features.has_select_for_update:
            self.select_for_update().filter(pk=1).first()

    def move(self):
        """Take the next version, with the lock on it until the transaction ends. Returns the row."""
        if not self.filter(pk=1).update(version=F("version") + 1):
            self.bulk_create([Catalogue(pk=1)], ignore_conflicts=True)
            self.filter(pk=1).update(version=F("version") + 1)
        return self.get(pk=1)


class Catalogue(models.Model):
    """One row. ``generation`` of the index answers searches and was made by ``analyser``.

    ``wording`` is the digest of the interface's texts that the listings were written with.
    """

    id = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)
    version = models.BigIntegerField(default=0)
    generation = models.PositiveIntegerField(default=1)
    building = models.PositiveIntegerField(default=0)  # the generation that a rebuild is writing, 0 for none
    analyser = models.CharField(max_length=100, default="", blank=True)
    wording = models.CharField(max_length=64, default="", blank=True)

    objects = CatalogueQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="one_catalogue",
                condition=Q(id=1),
                violation_error_message=_("There is one catalogue."),
            )
        ]

    def __str__(self):
        return str(self.version)


class EntryQuerySet(models.QuerySet):
    def public(self):
        return self.filter(public=True)

    def after(self, version):
        """What changed since, to bring a picture of the catalogue up to date."""
        return self.filter(version__gt=version)

    def followed(self):
        """What a picture of the catalogue holds of each: plain rows."""
        return self.order_by("pk").values_list("service", "public", "facets", "review_on")

    def sorted_by(self):
        return self.order_by("pk").values_list("service", "sort", "created_at", "verified_at")

    def with_points(self):
        return self.exclude(points=[]).order_by("pk").values_list("service", "points")


class Entry(models.Model):
    """What filters and orders need of a service, in no language. It stays, not public, when the service goes.

    ``facets`` is {name: [values]}; ``points`` are [latitude, longitude, whether exact]; ``sort`` is {language: key of
    the alphabetical order}; ``text`` is every word of the record in every language, folded, for phrases.
    """

    service = models.BigIntegerField(primary_key=True)
    version = models.BigIntegerField(db_index=True)
    public = models.BooleanField()
    facets = models.JSONField(default=dict)
    points = models.JSONField(default=list)
    text = models.TextField(default="", blank=True)
    sort = models.JSONField(default=dict)
    created_at = models.DateTimeField()
    verified_at = models.DateTimeField(null=True)
    review_on = models.DateField(null=True)

    objects = EntryQuerySet.as_manager()

    def __str__(self):
        return str(self.pk)


class Term(models.Model):
    """A key of the analyser (see catalogue.search.analyser) and in how many services it stands."""

    class Kind(models.IntegerChoices):
        EXACT = 0, _("word")
        PART = 1, _("part of a word")

    generation = models.PositiveIntegerField()
    language = models.CharField(max_length=2)
    kind = models.PositiveSmallIntegerField(choices=Kind)
    text = models.CharField(max_length=60)
    services = models.PositiveIntegerField(default=0)
    version = models.BigIntegerField(default=0)

    class Meta:
        indexes = [models.Index(fields=["generation", "version"], name="term_version")]
        constraints = [
            models.UniqueConstraint(
                name="term_once_per_generation",
                fields=["generation", "language", "kind", "text"],
                violation_error_message=_("The index has this term already."),
            )
        ]

    def __str__(self):
        return self.text


class Word(models.Model):
    """A word as texts write it, for spelling and for completing: kept until the index is built anew.

    ``text`` is folded, ``shown`` is the word itself.
    """

    generation = models.PositiveIntegerField()
    language = models.CharField(max_length=2)
    text = models.CharField(max_length=60)
    shown = models.CharField(max_length=60)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="word_once_per_generation",
                fields=["generation", "language", "shown"],
                violation_error_message=_("The index has this word already."),
            )
        ]

    def __str__(self):
        return self.shown


# A row for each posting would cost more than finding it: they come as one row for each term.
_PACKED = {
    "sqlite": "SELECT term_id, group_concat(service_id), group_concat(weight)",
    "postgresql": "SELECT term_id, array_agg(service_id), array_agg(weight)",
}
_OF = " FROM catalogue_posting WHERE term_id IN ({}) GROUP BY term_id"


class PostingQuerySet(models.QuerySet):
    def packed(self, terms):
        """(term, its services, their weights in the same order) of each of these terms that has any."""
        sql = _PACKED[connection.vendor] + _OF.format(", ".join(["%s"] * len(terms)))
        return [(term, _numbers(own), _numbers(weights)) for term, own, weights in asked(sql, terms)]


def _numbers(values):
    return map(int, values.split(",")) if isinstance(values, str) else values


class Posting(models.Model):
    """A term in a service; ``weight`` is × 1000, so that every engine adds the same whole numbers."""

    term = models.ForeignKey(Term, models.CASCADE, related_name="postings", db_index=False)
    service = models.ForeignKey(Service, models.CASCADE, related_name="+")
    weight = models.PositiveIntegerField()

    objects = PostingQuerySet.as_manager()

    class Meta:
        # covers the question of the search: the table itself is not read
        indexes = [models.Index(fields=["term", "service", "weight"], name="posting_covering")]
        constraints = [
            models.UniqueConstraint(
                name="posting_once_per_service",
                fields=["service", "term"],
                violation_error_message=_("The service has this term already."),
            )
        ]

    def __str__(self):
        return f"{self.term_id}: {self.service_id}"
