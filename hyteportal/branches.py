"""The branches of the addresses that stand behind sign-in, in every language of the interface."""

from functools import cache

from django.conf import settings
from django.utils.translation import override, pgettext


@cache
def sign_in():
    """Sign-in and the own account (organisations/signin/urls.py): ``("fi/tili/", "sv/konto/")``."""
    return _branches(lambda: pgettext("address", "account/"))


@cache
def workspace():
    return _branches(lambda: pgettext("address", "workspace/"))


@cache
def referrals():
    """The work with referrals, and the client's own page, whose links open and count."""
    return _branches(lambda: pgettext("address", "referrals/")) + _branches(
        lambda: pgettext("address", "my-referral/")
    )


def _branches(word):
    found = []
    for code, _name in settings.LANGUAGES:
        with override(code):
            found.append(f"{code}/{word()}")
    return tuple(found)
