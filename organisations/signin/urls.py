"""Addresses of sign-in and of the own account. What is not here cannot be reached: signing up, own e-mail addresses,
codes by e-mail, trusted browsers.

The names are the library's: it leads to them itself.
"""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as codes
from django.db.transaction import (
    atomic as whole,
)  # what is changed, its line in the log and the message about it
from django.urls import path, register_converter
from django.urls.converters import StringConverter
from django.utils.translation import pgettext_lazy
from django.views.generic import RedirectView

from . import pages, views
from .factors import Change, SetUp
from .proof import own_factors, step_up, step_up_by_code, step_up_unless_new, with_password


class Person(StringConverter):
    """A person's number as the library writes it into its links."""

    regex = "[0-9A-Za-z]{1,13}"


register_converter(Person, "person")

urlpatterns = [
    path("", views.account, name="account"),
    path(pgettext_lazy("address", "sign-in/"), pages.SignIn.as_view(), name="account_login"),
    path(pgettext_lazy("address", "sign-out/"), account.logout, name="account_logout"),
    path(pgettext_lazy("address", "invitation/<str:token>/"), views.invitation, name="invitation"),
    path(pgettext_lazy("address", "practice/"), views.practice_sign_in, name="practice_sign_in"),
    path(pgettext_lazy("address", "second-step/"), mfa.authenticate, name="mfa_authenticate"),
    # saying again who one is
    path(
        pgettext_lazy("address", "confirm/password/"), account.reauthenticate, name="account_reauthenticate"
    ),
    path(pgettext_lazy("address", "confirm/code/"), mfa.reauthenticate, name="mfa_reauthenticate"),
    path(pgettext_lazy("address", "confirm/practice/"), views.practice_confirm, name="practice_confirm"),
    # password
    path(
        pgettext_lazy("address", "password/change/"),
        whole(own_factors(with_password(account.password_change))),
        name="account_change_password",
    ),
    path(
        pgettext_lazy("address", "password/forgotten/"), account.password_reset, name="account_reset_password"
    ),
    path(
        pgettext_lazy("address", "password/forgotten/sent/"),
        account.password_reset_done,
        name="account_reset_password_done",
    ),
    path(
        pgettext_lazy("address", "password/new/done/"),
        account.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    path(
        pgettext_lazy("address", "password/new/<person:uidb36>-<str:key>/"),
        whole(account.password_reset_from_key),
        name="account_reset_password_from_key",
    ),
    # e-mail address
    path(
        pgettext_lazy("address", "e-mail/change/"),
        whole(own_factors(step_up(views.new_address))),
        name="new_address",
    ),
    path(
        pgettext_lazy("address", "e-mail/confirm/<str:token>/"),
        whole(own_factors(step_up(views.new_address_confirm))),
        name="new_address_confirm",
    ),
    # second factor
    path(
        pgettext_lazy("address", "second-factor/"),
        RedirectView.as_view(pattern_name="account"),
        name="mfa_index",
    ),
    path(
        pgettext_lazy("address", "second-factor/set-up/"),
        whole(own_factors(step_up_unless_new(SetUp.as_view()))),
        name="mfa_activate_totp",
    ),
    path(
        pgettext_lazy("address", "second-factor/change/"),
        whole(own_factors(step_up_by_code(Change.as_view()))),
        name="mfa_deactivate_totp",
    ),
    path(
        pgettext_lazy("address", "backup-codes/"),
        own_factors(step_up_by_code(codes.view_recovery_codes)),
        name="mfa_view_recovery_codes",
    ),
    path(
        pgettext_lazy("address", "backup-codes/new/"),
        whole(own_factors(step_up_by_code(codes.generate_recovery_codes))),
        name="mfa_generate_recovery_codes",
    ),
    # sessions
    path(pgettext_lazy("address", "sessions/"), pages.Sessions.as_view(), name="usersessions_list"),
    path(pgettext_lazy("address", "sessions/<int:number>/end/"), views.end_session, name="end_session"),
]
