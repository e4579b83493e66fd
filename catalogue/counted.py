"""What the search counts, and for which texts it vouches that they name nobody."""

from urllib.parse import parse_qs, urlsplit

from django.urls import Resolver404, resolve

from counters.counting import count

from .search.analyser import words
from .search.compounds import split
from .search.dictionaries import LANGUAGES, knows
from .search.reading import read
from .search.vocabulary import vocabulary

# Last parts of Finnish and Swedish surnames, which are compounds of ordinary words.
SURNAMES_END = {
    *(
        "mäki",
        "ranta",
        "koski",
        "niemi",
        "järvi",
        "lahti",
        "saari",
        "maa",
        "oja",
        "joki",
        "salo",
        "aho",
        "kangas",
    ),
    *("pelto", "luoto", "lampi", "vaara", "suo", "harju"),
    *("berg", "holm", "ström", "lund", "kvist", "blom", "gren", "man", "qvist"),
}


def search(request, found, number):
    """A search with words: that it was made, and when it found nothing."""
    if not found.words or number > 1 or _beforehand(request):
        return
    typed = _text(found.words, found.language)
    dimensions = {
        "language": found.language,
        "municipality": _only(found, "municipality"),
        "theme": _only(found, "theme"),
    }
    count("search", text=typed, **dimensions)
    if not found.number or not found.finding.fits:
        plain = names_nobody(typed, found.language, vocabulary(found.snapshot))
        count("search_nothing", text=typed, plain=plain, **dimensions)


def opening(request, language):
    """A service opened from results with words: the page that it was opened from says so."""
    try:
        came = urlsplit(request.META.get("HTTP_REFERER", ""))
        typed = parse_qs(came.query).get("q", [""])[0]
        if not typed or came.netloc != request.get_host() or _beforehand(request):
            return
        from_results = resolve(came.path).view_name == "services"
    except (Resolver404, ValueError):  # whatever stands there was written by somebody else
        return
    if from_results:
        count("search_opened", text=_text(typed, language), language=language)


def _text(typed, language):
    return " ".join(read(typed, language).every)


def _only(found, facet):
    values = found.chosen.get(facet, [])
    return values[0] if len(values) == 1 else ""


def _beforehand(request):
    """Fetched by the browser in case it is wanted: nobody has seen it."""
    return "prefetch" in request.META.get("HTTP_SEC_PURPOSE", "")


def names_nobody(text, language, vocabulary):
    """Whether a text may be kept in words: every word is a plain one that nobody is called.

    No digits; no word that the dictionaries have with a capital; several words only when services or synonyms have
    each of them, because first names and surnames are often ordinary words and compounds (Usva Kotiranta).
    """
    tokens = words(text)
    if len(tokens) > 1:
        return all(_plain(word) and _ours(word, language, vocabulary) for word in tokens)
    return all(_plain(word) and (_ours(word, language, vocabulary) or _ordinary(word)) for word in tokens)


def _plain(word):
    return word.isalpha() and not any(knows(word.capitalize(), language) for language in LANGUAGES)


def _ours(word, language, vocabulary):
    return vocabulary.knows(word, language) or bool(vocabulary.means([word], language)[0])


def _ordinary(word):
    """A word of the dictionary, or a compound that does not end like a surname."""
    parts = [part for language in LANGUAGES for part in split(word, language)[-1:]]
    return any(knows(word, language) for language in LANGUAGES) or bool(
        parts and not set(parts) & SURNAMES_END
    )
