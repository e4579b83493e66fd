"""Browsers in which a person has signed in before: wrong guesses made elsewhere do not lock them out.

Five wrong passwords lock an account for five minutes, so whoever knows an address could keep its owner out. A signed
cookie, given at sign-in, tells the browser from strangers: its own wrong guesses are counted apart, five as well
(OWASP, "device cookies"). It opens nothing. It names nobody, and is sent to the pages of sign-in alone.
"""

import secrets

from django.conf import settings
from django.core import signing
from django.urls import reverse
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import override

AGE = 180 * 24 * 3600  # seconds
_SALT = "organisations.signin.device"


def names():
    """``{language: name of its cookie}``: the pages of sign-in have another beginning in each."""
    prefix = "__Secure-" if settings.SESSION_COOKIE_SECURE else ""
    return {code: f"{prefix}device-{code}" for code, _name in settings.LANGUAGES}


def remember(response, user):
    """From now on this browser is known to be the person's."""
    value = signing.TimestampSigner(salt=_SALT).sign(f"{secrets.token_urlsafe(16)}.{_whose(user.email)}")
    for code, name in names().items():
        with override(code):
            path = reverse("account")
        response.set_cookie(
            name,
            value,
            max_age=AGE,
            path=path,
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
            samesite="Strict",
        )


def of(request, email):
    """What tells this browser from others in which the person has signed in; empty for one that is not known."""
    for name in names().values():
        try:
            kept = signing.TimestampSigner(salt=_SALT).unsign(request.COOKIES.get(name, ""), max_age=AGE)
        except signing.BadSignature:
            continue
        own, _dot, whose = kept.rpartition(".")
        if constant_time_compare(whose, _whose(email)):
            return own
    return ""


def _whose(email):
    return salted_hmac(_SALT, email.strip().lower(), algorithm="sha256").hexdigest()
