"""How often one network may search in a minute. Who asks is never kept: a count under a network's truncated address."""

import time

from django.conf import settings
from django.core.cache import caches

from organisations.signin.visitor import counted_address, network

from .errors import too_many

WINDOW = 60  # seconds
# Addresses that search when something is asked of them, and how many of them make up one search.
SEARCHES = {"services": 1, "service_map": 1, "map_data": 1}
TYPING = {"suggestions": 4}  # a few letters each


class Throttle:
    """Middleware: answers 429 past the limit, whatever the method."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view_func, view_args, view_kwargs):
        limit = settings.HYTE_SEARCHES_PER_MINUTE
        if not limit or not request.META.get("QUERY_STRING"):
            return None
        name = request.resolver_match.url_name
        for kind in (SEARCHES, TYPING):
            if name in kind and _count(next(iter(kind)), request) > limit * kind[name]:
                return too_many(request, WINDOW - int(time.time()) % WINDOW)
        return None


def _count(kind, request):
    """How many there were in this minute of the clock, this one included. Those who cannot be told apart share one."""
    cache = caches["throttle"]
    key = f"{kind}:{network(counted_address(request))}:{int(time.time()) // WINDOW}"
    if cache.add(key, 1, WINDOW * 2):
        return 1
    try:
        return cache.incr(key)
    except ValueError:  # thrown out between the two
        return 1
