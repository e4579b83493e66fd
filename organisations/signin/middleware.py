"""Behind sign-in: nothing without the second factor, nothing after half an hour of silence or ten hours."""

import time

from allauth.account.authentication import get_authentication_records
from allauth.account.internal.flows import logout
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from .proof import second_factor_given

# All that a session with only a password may open: setting up the second factor, and saying again who one is.
# Signing out asks nobody who they are.
WITHOUT_SECOND_FACTOR = {"mfa_activate_totp", "account_reauthenticate"}
SEEN = "seen_at"
STEP = 60  # seconds: so often at most the session is written


class SignedIn:
    """Stands after LoginRequired, which has sent strangers away."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view_func, view_args, view_kwargs):
        if not getattr(view_func, "login_required", True) or not request.user.is_authenticated:
            return None
        if over(request):
            return _out(request, _("Your session has ended. Sign in again."))
        _stay(request)
        if second_factor_given(request) or request.resolver_match.view_name in WITHOUT_SECOND_FACTOR:
            return None
        if is_mfa_enabled(request.user, [Authenticator.Type.TOTP]):
            return _out(request, _("Sign in with both steps."))
        return HttpResponseRedirect(reverse("mfa_activate_totp"))


def over(request):
    """Whether the session was silent too long, or began too long ago."""
    now, seen = time.time(), request.session.get(SEEN)
    records = get_authentication_records(request, request.user)
    if seen is not None and now - seen > settings.SESSION_COOKIE_AGE:
        return True
    return bool(records) and now - records[0]["at"] > settings.SESSION_ABSOLUTE_AGE


def _stay(request):
    """The half hour begins anew; what is written also moves the end of the stored session."""
    if time.time() - request.session.get(SEEN, 0) >= STEP:
        request.session[SEEN] = int(time.time())


def _out(request, words):
    logout.logout(request, show_message=False)
    messages.info(request, words)
    target = request.get_full_path() if request.method in {"GET", "HEAD"} else None
    return redirect_to_login(target) if target else HttpResponseRedirect(reverse("account_login"))
