"""How a person comes in without the library's own form, and what a session is from then on."""

from allauth.account.internal.flows import login, logout
from allauth.account.models import Login
from allauth.account.utils import get_next_redirect_url
from allauth.usersessions.internal import flows as sessions
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.http import HttpResponseRedirect
from django.urls import reverse

from . import log
from .proof import PRACTICE


def by_invitation(request, user):
    """With the password just chosen: the person goes on to the second factor."""
    logout.logout(request, show_message=False)
    log.note("invitation_accepted", user)
    login.record_authentication(request, user, method="password")
    return login.perform_login(request, Login(user=user, redirect_url=reverse("mfa_activate_totp")))


def to_practise(request, user):
    logout.logout(request, show_message=False)
    login.record_authentication(request, user, method=PRACTICE)
    answer = login.resume_login(request, Login(user=user, redirect_url=get_next_redirect_url(request)))
    request.session.set_expiry(0)
    return answer


def practice_confirmed(request):
    login.record_authentication(request, request.user, method=PRACTICE, reauthenticated=True)
    return HttpResponseRedirect(get_next_redirect_url(request) or reverse("account"))


def renew(request):
    """A new key for the session, at sign-in the library's work, at every step-up ours; the list of sessions follows."""
    before = request.session.session_key
    request.session.cycle_key()
    UserSession.objects.filter(session_key=before).update(session_key=request.session.session_key)


def forget_ended(now):
    """The list of sessions forgets those that are over, and with them addresses and browsers of people: a daily job."""
    open_ones = Session.objects.filter(expire_date__gt=now).values("session_key")
    deleted, _rows = UserSession.objects.exclude(session_key__in=open_ones).delete()
    return {"deleted": deleted}


def end(request, session):
    log.note("session_ended", request.user)
    sessions.sessions.end_sessions(request, [session])


def end_others(request, user):
    sessions.sessions.end_other_sessions(request, user)
