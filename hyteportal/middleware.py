"""The door of the admin: who is let in before anything else is asked."""

import re
from ipaddress import ip_address, ip_network

from django.conf import settings
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.core.exceptions import ImproperlyConfigured
from django.http import Http404
from django.utils import translation

ADMIN = "/admin/"


class LoginRequired(LoginRequiredMiddleware):
    """Django's own asks who the visitor is before it asks whether the page wants to know: public pages never do."""

    def process_view(self, request, view_func, view_args, view_kwargs):
        if not getattr(view_func, "login_required", True):
            return None
        return super().process_view(request, view_func, view_args, view_kwargs)


FORWARDING = (
    "HTTP_X_FORWARDED_FOR",
    "HTTP_FORWARDED",
    "HTTP_X_REAL_IP",
    "HTTP_X_FORWARDED_HOST",
    "HTTP_X_FORWARDED_PROTO",
    "HTTP_X_FORWARDED_PORT",
    "HTTP_X_FORWARDED_SERVER",
    "HTTP_X_CLIENT_IP",
    "HTTP_X_CLUSTER_CLIENT_IP",
    "HTTP_TRUE_CLIENT_IP",
    "HTTP_CF_CONNECTING_IP",
    "HTTP_VIA",
)


def _address(text):
    """The address as a number; an IPv4 one written as IPv6 is the IPv4 one. None when it is none."""
    try:
        address = ip_address(text.strip())
    except ValueError:
        return None
    return getattr(address, "ipv4_mapped", None) or address


def client_address(request):
    """Who asks, or None when that cannot be known.

    X-Forwarded-For is read only as far as our own HYTE_PROXIES proxies wrote it: its n-th entry from
    the right. What came through any proxy is never the machine itself, whatever it says.
    """
    address = _address(request.META.get("REMOTE_ADDR", ""))
    if settings.HYTE_PROXIES:
        entries = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")
        enough = len(entries) >= settings.HYTE_PROXIES
        address = _address(entries[-settings.HYTE_PROXIES]) if enough else None
    if address and address.is_loopback and any(header in request.META for header in FORWARDING):
        return None
    return address


def _networks():
    try:
        return [ip_network(text) for text in settings.ADMIN_ALLOWED_CIDRS]
    except ValueError as error:
        raise ImproperlyConfigured(f"ADMIN_ALLOWED_CIDRS: {error}") from None


def whole_cookies(get_response):
    """A session or CSRF cookie that cannot be ours is not there: it gets no answer, least of all a new cookie."""

    def clean(request):
        for name in (settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME):
            if not re.fullmatch("[a-zA-Z0-9]{32,64}", request.COOKIES.get(name, "x" * 32)):
                del request.COOKIES[name]
        return get_response(request)

    return clean


def admin_door(get_response):
    """Answers 404 under /admin/ unless the address is allowed.

    With ADMIN_ALLOWED_CIDRS only those networks come in; without it nobody in production, and
    elsewhere only the machine itself.
    """
    networks = _networks()

    def allowed(request):
        if not settings.HYTE_PROXIES and any(header in request.META for header in FORWARDING):
            return False  # a proxy nobody told us of: its own address says nothing about the visitor
        address = client_address(request)
        if address is None:
            return False
        if networks:
            return any(address in network for network in networks)
        return not settings.PRODUCTION and address.is_loopback

    def door(request):
        if f"{request.path_info}/".startswith(ADMIN) and not allowed(request):
            # The languages' own middleware stands behind this door: the 404 page is in the visitor's.
            translation.activate(translation.get_language_from_request(request))
            raise Http404("admin")
        return get_response(request)

    return door
