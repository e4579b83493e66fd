"""Writes the index: terms, postings and words of services, in the transaction of their change.

The weight of a term in a service is the BM25 saturation of its count in each field times what the field counts for,
× 1000 as a whole number: both database engines order alike.
"""

from collections import Counter, defaultdict

from django.conf import settings
from django.db import connection
from django.db.models import F

from fields.text import text

from ..models import Posting, Term, Word
from ..models.choices import Status
from .analyser import keys, words
from .words import plain

EXACT, PART = Term.Kind.EXACT, Term.Kind.PART
SCALE = 1000
# What a word counts for in each field, whole and as a part of a compound; the usual number of words there.
FIELDS = {
    "name": (8.0, 3.0, 4),
    "subject": (4.0, 1.5, 12),
    "summary": (4.0, 1.5, 14),
    "text": (2.0, 0.7, 80),
    "who": (1.5, 0.5, 8),
}
SATURATION, LENGTH = 1.2, 0.5  # k1 and b of BM25
_CHUNK = 400  # names in one question: SQLite takes no more than 999 at once


def texts_of(service, language):
    """{field: text} of a service read with ``with_page()``; a name that a language lacks is found by the other's."""
    rows = {
        name: list(getattr(service, name).all())
        for name in ("keywords", "themes", "target_groups", "classes")
    }
    own = {
        name: getattr(service, f"{name}_{language}") or "" for name in ("summary", "description", "how_to")
    }
    named = [row for relation in rows.values() for row in relation]
    who = [service.provider, service.provider.parent, *service.producers.all(), *service.places.all()]
    return {
        "name": getattr(service, f"name_{language}") or "",
        "subject": "\n".join(getattr(row, f"name_{language}") or "" for row in named),
        "summary": own["summary"],
        "text": "\n".join(
            [
                own["description"],
                own["how_to"],
                *(getattr(service, f"{name}_{language}") or "" for name in _MORE),
            ]
        ),
        "who": "\n".join(text(row, "name", language) for row in who if row),
    }


_MORE = ("for_whom", "first_visit")


def weighed(texts, language):
    """({(kind, key): weight}, {folded word: word}) of a service's texts in one language."""
    found, seen = defaultdict(float), {}
    for field, content in texts.items():
        whole, part, usual = FIELDS[field]
        tokens = words(content)
        damping = SATURATION * (1 - LENGTH + LENGTH * len(tokens) / usual)
        counts = Counter()
        for token in tokens:
            if len(token) > 1:
                seen[token] = plain(token)
                analysed = keys(token, language)
                counts.update((EXACT, key) for key in analysed.kept)
                counts.update((PART, key) for part in analysed.parts for key in part)
        for (kind, key), number in counts.items():
            found[kind, key] += (whole if kind == EXACT else part) * number / (number + damping)
    return {key: round(weight * SCALE) for key, weight in found.items()}, seen


def write(services, generation, version):
    """Make the index say what these services say, in ``generation``; those not published leave it."""
    wanted, seen = {}, {}
    for service in services:
        for language, _name in settings.LANGUAGES:
            public = service.status == Status.PUBLISHED and language in ("fi", "sv")
            weights, own = weighed(texts_of(service, language), language) if public else ({}, {})
            wanted |= {(service.pk, language, *key): weight for key, weight in weights.items()}
            seen |= {(language, shown): folded for shown, folded in own.items()}
    _remember(seen, generation)
    terms = _terms({key[1:] for key in wanted}, generation, version)
    _post(
        [service.pk for service in services],
        {(k[0], terms[k[1:]]): w for k, w in wanted.items()},
        generation,
        version,
    )


def remove(pks, generation, version):
    """Services that are deleted: their postings and what the terms count."""
    _post(pks, {}, generation, version)


def _chunks(rows):
    rows = list(rows)
    return (rows[start : start + _CHUNK] for start in range(0, len(rows), _CHUNK))


def _remember(seen, generation):
    rows = [
        Word(generation=generation, language=key[0], shown=key[1], text=folded)
        for key, folded in seen.items()
    ]
    Word.objects.bulk_create(rows, ignore_conflicts=True, batch_size=_CHUNK)


def _terms(keys_, generation, version):
    """{(language, kind, text): id}; those missing are made."""
    by_text = defaultdict(set)
    for key in keys_:
        by_text[key[2]].add(key)
    found = {}

    def look(texts):
        for chunk in _chunks(texts):
            rows = Term.objects.filter(generation=generation, text__in=chunk)
            for pk, *key in rows.values_list("pk", "language", "kind", "text"):
                found[tuple(key)] = pk

    look(by_text)
    missing = [key for key in keys_ if key not in found]
    Term.objects.bulk_create(
        [Term(generation=generation, language=k[0], kind=k[1], text=k[2], version=version) for k in missing],
        batch_size=_CHUNK,
    )
    look({key[2] for key in missing})
    return found


def _post(pks, wanted, generation, version):
    """Bring the postings of the services to ``wanted``, {(service, term id): weight}, and the terms' counts along."""
    have = {}
    for chunk in _chunks(pks):
        rows = Posting.objects.filter(service__in=chunk, term__generation=generation)
        have |= {
            (service, term): (pk, weight)
            for pk, service, term, weight in rows.values_list("pk", "service_id", "term_id", "weight")
        }
    same = {key for key, (_pk, weight) in have.items() if wanted.get(key) == weight}
    for chunk in _chunks(pk for key, (pk, _weight) in have.items() if key not in same):
        Posting.objects.filter(pk__in=chunk).delete()
    _insert([(*key, weight) for key, weight in wanted.items() if key not in same])
    moved = Counter(key[1] for key in wanted if key not in have)
    moved.subtract(key[1] for key in have if key not in wanted)
    by_step = defaultdict(list)
    for term, step in moved.items():
        if step:
            by_step[step].append(term)
    for step, terms in by_step.items():
        for chunk in _chunks(terms):
            Term.objects.filter(pk__in=chunk).update(services=F("services") + step, version=version)


def _insert(rows):
    """(service, term, weight): a service has hundreds, and a model object for each costs more than the database."""
    fields = (Posting._meta.get_field(name).column for name in ("service", "term", "weight"))
    names = ", ".join(connection.ops.quote_name(name) for name in fields)
    table = connection.ops.quote_name(Posting._meta.db_table)
    with connection.cursor() as cursor:
        cursor.executemany(f"INSERT INTO {table} ({names}) VALUES (%s, %s, %s)", rows)  # noqa: S608 - own names
