"""Public pages that browsers may keep: an ETag made before anything is rendered, and what caches may do with them."""

from functools import lru_cache, wraps
from hashlib import sha256
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import get_conditional_response, patch_cache_control, patch_vary_headers
from django.utils.translation import get_language

from . import snapshot

FRESH, STALE = 60, 300  # seconds: answered from a cache as it is, and while a newer one is fetched
PERSONAL = {"q", "where", "near"}
_READ = {".py", ".html", ".mo", ".css", ".js", ".svg", ".json", ".csv"}


def public(view):
    """For pages that are the same for all who ask with the same address and cookies, until the catalogue changes.

    The view finds the picture of the catalogue in ``request.catalogue``. An answer 304 costs its one query. While
    a page is being developed its template changes under a running process: there nothing is kept.
    """

    @wraps(view)
    def answered(request, *args, **kwargs):
        request.catalogue = snapshot.current()
        if settings.DEBUG:
            return view(request, *args, **kwargs)
        etag = _etag(request)
        anything = request.headers.get("If-None-Match", "").strip() == "*"  # also what is not there
        kept = None if anything else get_conditional_response(request, etag=etag)
        if kept is not None and kept.status_code == 304:
            return _marked(request, kept, etag)
        answer = view(request, *args, **kwargs)
        return _marked(request, answer, etag) if _keepable(request, answer) else answer

    return answered


def _etag(request):
    parts = [
        request.get_full_path(),
        get_language(),
        str(request.catalogue.version),
        stamp(),
        timezone.localdate().isoformat(),
        _cookies(request),
    ]
    return f'W/"{sha256(chr(10).join(parts).encode()).hexdigest()[:32]}"'


def _cookies(request):
    return request.META.get("HTTP_COOKIE", "")


def _keepable(request, answer):
    """Errors, moves and whatever was made for one visitor (a form's token, a message, a cookie) are not."""
    messages = getattr(request, "_messages", None)
    own = request.META.get("CSRF_COOKIE_NEEDS_UPDATE") or answer.cookies or getattr(messages, "used", False)
    return answer.status_code == 200 and not own


def _marked(request, answer, etag):
    answer["ETag"] = etag
    patch_vary_headers(answer, ["Cookie"])
    if _cookies(request):
        patch_cache_control(answer, private=True, no_cache=True)
    elif PERSONAL & request.GET.keys():  # words and places of one visitor are no business of caches between
        patch_cache_control(answer, private=True, max_age=FRESH)
    else:
        patch_cache_control(answer, public=True, max_age=FRESH, stale_while_revalidate=STALE)
    if not request.GET.get(
        "q"
    ):  # how often results are opened is counted: nothing is fetched beforehand there
        answer["Speculation-Rules"] = f'"{reverse("speculation_rules")}"'
    return answer


@lru_cache
def stamp():
    """What a page is made of beside the catalogue: the project's own files, its settings, the packages it runs on."""
    base, digest = Path(settings.BASE_DIR), sha256()
    own = [Path(config.path) for config in apps.get_app_configs() if Path(config.path).parent == base]
    for folder in sorted([*own, base / "templates", *map(Path, settings.LOCALE_PATHS)]):
        for path in sorted(path for path in folder.rglob("*") if path.suffix in _READ):
            digest.update(path.read_bytes())
    digest.update((base / "requirements.txt").read_bytes())
    chosen = [name for name in dir(settings) if name.startswith("HYTE_")]
    digest.update(repr([(name, getattr(settings, name)) for name in [*chosen, "LANGUAGES"]]).encode())
    return digest.hexdigest()
