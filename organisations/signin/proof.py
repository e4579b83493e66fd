"""What a session has proved about the person: the second factor, and that they are still there."""

import time
from functools import wraps

from allauth.account.adapter import get_adapter
from allauth.account.authentication import get_authentication_records
from allauth.account.internal.flows.reauthentication import get_reauthentication_flows
from django.conf import settings
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme, urlencode

PRACTICE = "practice"
LOCAL = {"password", "mfa"}  # what can be asked again here; a sign-in elsewhere cannot


def practising(user):
    """Whether this is a practice account where there may be any: in a demo."""
    return settings.HYTE_ENV == "demo" and getattr(user, "practice", False)


def second_factor_given(request):
    """In this session, by this person. The records are asked with the user: without, the library answers none."""
    given = {record.get("method") for record in get_authentication_records(request, request.user)}
    return "mfa" in given or (PRACTICE in given and practising(request.user))


def recently_confirmed(request, ways=LOCAL):
    """Whether the person has said again, within five minutes, who they are. Signing in is not saying again.

    Someone who has nothing to say it with here (signed in elsewhere only) is never confirmed: the library's own
    answer for them is yes.
    """
    accepted = ways | ({PRACTICE} if practising(request.user) else set())
    if not practising(request.user) and not get_reauthentication_flows(request.user):
        return False
    return any(
        record.get("reauthenticated") and record.get("method") in accepted and fresh(record)
        for record in get_authentication_records(request, request.user)
    )


def fresh(record):
    return 0 <= time.time() - record["at"] < settings.ACCOUNT_REAUTHENTICATION_TIMEOUT


def set_up_lately(request):
    """Signed in with the password within five minutes and without any second factor yet: it may be set up at once."""
    records = get_authentication_records(request, request.user)
    return (
        any(record.get("method") == "password" and fresh(record) for record in records)
        and not second_factor_given(request)
        and [flow["id"] for flow in get_reauthentication_flows(request.user)] == ["reauthenticate"]
    )


def step_up(view):
    """Asks who is there before the page is shown or anything is done; then leads to the same page.

    What was sent in a form is not kept: after the question the person is at the form again.
    """
    return _asking(view, recently_confirmed)


def step_up_by_code(view):
    """The same for changing the second factor: the password alone, at a screen left open, may not take it over."""
    return _asking(view, lambda request: recently_confirmed(request, {"mfa"}))


def step_up_unless_new(view):
    """The same for setting up the first second factor, which may follow the password directly."""
    return _asking(view, lambda request: recently_confirmed(request) or set_up_lately(request))


def _asking(view, enough):
    @wraps(view)
    def asked(request, *args, **kwargs):
        return view(request, *args, **kwargs) if enough(request) else ask_again(request)

    return asked


def ask_again(request):
    """To the first of the ways to say again who one is; who has none here is refused."""
    ways = get_adapter().get_reauthentication_methods(request.user)
    if not ways:
        raise PermissionDenied
    query = urlencode({REDIRECT_FIELD_NAME: _back(request)})
    return HttpResponseRedirect(f"{ways[0]['url']}?{query}")


def _back(request):
    """The page itself, or of a form that was sent the page it stands on, when that is ours."""
    if request.method in {"GET", "HEAD"}:
        return request.get_full_path()
    before = request.headers.get("Referer", "")
    ours = url_has_allowed_host_and_scheme(before, {request.get_host()}, request.is_secure())
    return before if ours else request.get_full_path()


def with_password(view):
    """For changing a password: who signs in elsewhere has none."""

    @wraps(view)
    def found(request, *args, **kwargs):
        if not request.user.has_usable_password():
            raise Http404
        return view(request, *args, **kwargs)

    return found


def own_factors(view):
    """For pages about password and second factor: a practice account belongs to nobody and has neither."""

    @wraps(view)
    def found(request, *args, **kwargs):
        if request.user.practice:
            raise Http404
        return view(request, *args, **kwargs)

    return found
