"""The door of the admin: who is let in before anything else is asked."""

import re
from ipaddress import ip_network

from django.conf import settings
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.core.exceptions import ImproperlyConfigured
from django.http import Http404
from django.shortcuts import resolve_url
from django.utils import translation

from organisations.signin.visitor import FORWARDING, client_address

from .errors import too_large

ADMIN = "/admin/"


class LoginRequired(LoginRequiredMiddleware):
    """Django's own asks who the visitor is before it asks whether the page wants to know: public pages never do.

    There is one door: the admin's pages lead to it too.
    """

    def get_login_url(self, view_func):
        return resolve_url(settings.LOGIN_URL)

    def process_view(self, request, view_func, view_args, view_kwargs):
        if not getattr(view_func, "login_required", True):
            return None
        return super().process_view(request, view_func, view_args, view_kwargs)


def _networks():
    try:
        return [ip_network(text) for text in settings.ADMIN_ALLOWED_CIDRS]
    except ValueError as error:
        raise ImproperlyConfigured(f"ADMIN_ALLOWED_CIDRS: {error}") from None


def body_limit(get_response):
    """No form of ours is larger: the rest is refused before a byte of it is read."""

    def limited(request):
        length = request.META.get("CONTENT_LENGTH") or "0"
        if not length.isdecimal() or int(length) > settings.DATA_UPLOAD_MAX_MEMORY_SIZE:
            return too_large(request)
        return get_response(request)

    return limited


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

    With ADMIN_ALLOWED_CIDRS only those networks come in. Without it sign-in with its second factor is the door of
    production; elsewhere, where practice accounts need none, only the machine itself comes in.
    """
    networks = _networks()

    def allowed(request):
        if settings.PRODUCTION and not networks:
            return True
        if not settings.HYTE_PROXIES and any(header in request.META for header in FORWARDING):
            return False  # a proxy nobody told us of: its own address says nothing about the visitor
        address = client_address(request)
        if address is None:
            return False
        if networks:
            return any(address in network for network in networks)
        return address.is_loopback

    def door(request):
        if f"{request.path_info}/".startswith(ADMIN) and not allowed(request):
            # The languages' own middleware stands behind this door: the 404 page is in the visitor's.
            translation.activate(translation.get_language_from_request(request))
            raise Http404("admin")
        return get_response(request)

    return door
