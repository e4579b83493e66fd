"""What the search counts, and for which texts it vouches that they name nobody."""

from urllib.parse import parse_qs, urlsplit

from django.urls import Resolver404, resolve

from counters.counting import count

from .search.analyser import words
from .search.compounds import split
from .search.dictionaries import LANGUAGES, knows


def search(request, found, number):
    """A search with words: that it was made, and when it found nothing."""
    if not found.words or number > 1 or _beforehand(request):
        return
    typed = " ".join(found.finding.typed.every)
    dimensions = {
        "language": found.language,
        "municipality": _only(found, "municipality"),
        "theme": _only(found, "theme"),
    }
    count("search", text=typed, **dimensions)
    if not found.number or not found.finding.fits:
        count("search_nothing", text=typed, plain=names_nobody(typed), **dimensions)


def opening(request, language):
    """A service opened from results with words: the page that it was opened from says so."""
    came = urlsplit(request.META.get("HTTP_REFERER", ""))
    typed = parse_qs(came.query).get("q", [""])[0]
    if not typed or came.netloc != request.get_host() or _beforehand(request):
        return
    try:
        from_results = resolve(came.path).view_name == "services"
    except Resolver404:
        from_results = False
    if from_results:
        count("search_opened", text=" ".join(words(typed)), language=language)


def _only(found, facet):
    values = found.chosen.get(facet, [])
    return values[0] if len(values) == 1 else ""


def _beforehand(request):
    """Fetched by the browser in case it is wanted: nobody has seen it."""
    return "prefetch" in request.META.get("HTTP_SEC_PURPOSE", "")


def names_nobody(text):
    """No digits, and only words that the dictionaries have and not as a name: whatever else may be somebody's name."""
    return all(_ordinary(word) for word in words(text))


def _ordinary(word):
    if not word.isalpha():
        return False
    known = any(knows(word, language) or split(word, language) for language in LANGUAGES)
    return known and not any(knows(word.capitalize(), language) for language in LANGUAGES)
