"""What follows when the sign-in library says that something happened: one line each."""

from allauth.account import signals as account
from allauth.mfa import signals as mfa
from allauth.mfa.models import Authenticator
from django.contrib.auth import signals as auth

from .signin import adapter, device, entering, log

CODES = Authenticator.Type.RECOVERY_CODES


def connect():
    account.user_logged_in.connect(signed_in, dispatch_uid="signed_in")
    auth.user_login_failed.connect(password_refused, dispatch_uid="password_refused")
    mfa.authentication_failed.connect(code_refused, dispatch_uid="code_refused")
    auth.user_logged_out.connect(signed_out, dispatch_uid="signed_out")
    account.authentication_step_completed.connect(step_up, dispatch_uid="step_up")
    account.password_changed.connect(password_changed, dispatch_uid="password_changed")
    account.password_reset.connect(password_changed, dispatch_uid="password_reset")
    mfa.authenticator_added.connect(factor_added, dispatch_uid="factor_added")
    mfa.authenticator_removed.connect(factor_removed, dispatch_uid="factor_removed")
    mfa.authenticator_reset.connect(codes_made, dispatch_uid="codes_made")
    mfa.authenticator_used.connect(factor_used, dispatch_uid="factor_used")


def signed_in(user, response, **more):
    log.note("signed_in", user)
    if not user.practice:
        device.remember(response, user)


def password_refused(credentials, **more):
    log.refuse(credentials.get("email", ""))


def code_refused(user, **more):
    log.refuse(user=user)


def signed_out(user, **more):
    if user is not None:
        log.note("signed_out", user)


def step_up(request, user, reauthenticated=False, **more):
    if reauthenticated:
        entering.renew(request)
        log.note("confirmed", user)


def password_changed(user, **more):
    log.note("password_changed", user)


def factor_added(user, authenticator, **more):
    if authenticator.type != CODES:
        log.note("second_factor_added", user)


def factor_removed(user, authenticator, **more):
    if authenticator.type != CODES:
        log.note("second_factor_removed", user)


def codes_made(user, **more):
    log.note("backup_codes_made", user)


def factor_used(user, authenticator, **more):
    if authenticator.type == CODES:
        log.note("backup_code_used", user)
        adapter.put("account_changed", user, what="code_used")
