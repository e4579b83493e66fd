"""Finding services by words. One function answers; the search issue replaces what stands behind it."""

import unicodedata

from django.db.models import Case, IntegerField, Q, Value, When

from fields.collation import alphabetical
from fields.text import columns

_PARTS = [
    ("", columns("name", "summary", "description", "for_whom", "how_to", "first_visit", "price")),
    ("provider", columns("name")),
    ("provider.parent", columns("name")),
]
_ROWS = [
    ("producers", columns("name")),
    ("places", columns("name", "street", "post_office")),
    ("municipalities", columns("name")),
    ("keywords", columns("name")),
    ("classes", columns("name", "label")),
    ("target_groups", columns("name", "label")),
    ("life_events", columns("name", "label")),
    ("themes", columns("name")),
]
MAX_WORDS = 10


def fold(text):
    """Capitals, soft hyphens and ways of writing one letter do not matter; å, ä and ö stay letters."""
    return unicodedata.normalize("NFC", text.casefold().replace("\xad", ""))


def words_of(service):
    """Every word of a service in every language, folded: what ``matching`` looks in."""
    found = []
    for path, names in _PARTS:
        record = service
        for step in path.split(".") if path else []:
            record = record and getattr(record, step)
        found += [getattr(record, name) for name in names if record]
    for relation, names in _ROWS:
        for record in getattr(service, relation).all():
            found += [getattr(record, name) for name in names]
    return fold("\n".join(dict.fromkeys(value for value in found if value)))


def matching(services, query):
    """Those services that have every word of the query somewhere, in either language."""
    for word in fold(query).split()[:MAX_WORDS]:
        services = services.filter(search_text__contains=word)
    return services


def best_first(services, query, language):
    """The order of relevance: all words in the name first, then in the summary, then by name."""
    words = fold(query).split()[:MAX_WORDS]
    if not words:
        return services.by_name(language)

    def all_in(*fields):
        condition = Q()
        for word in words:
            anywhere = Q()
            for field in fields:
                anywhere |= Q(**{f"{field}__icontains": word})
            condition &= anywhere
        return condition

    rank = Case(
        When(all_in("name_fi", "name_sv", "name_en"), then=Value(0)),
        When(
            all_in("name_fi", "name_sv", "name_en", "summary_fi", "summary_sv", "summary_en"), then=Value(1)
        ),
        default=Value(2),
        output_field=IntegerField(),
    )
    return services.order_by(rank, alphabetical(f"name_{language}"), "pk")
