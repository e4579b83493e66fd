"""Addresses of the resident's own page."""

from django.urls import path
from django.utils.translation import pgettext_lazy

from referrals.views import own, own_way

ACTS = {
    "withdraw": pgettext_lazy("address", "my-referral/withdraw/"),
    "consent": pgettext_lazy("address", "my-referral/consent/"),
    "number": pgettext_lazy("address", "my-referral/number/"),
    "call": pgettext_lazy("address", "my-referral/call/"),
    "language": pgettext_lazy("address", "my-referral/language/"),
    "time": pgettext_lazy("address", "my-referral/time/"),
    "book": pgettext_lazy("address", "my-referral/book/"),
    "answer": pgettext_lazy("address", "my-referral/answer/"),
    "send_on": pgettext_lazy("address", "my-referral/another-service/"),
    "reopen": pgettext_lazy("address", "my-referral/open-again/"),
    "follow_up": pgettext_lazy("address", "my-referral/how-are-you/"),
}
urlpatterns = [
    path(pgettext_lazy("address", "my-referral/"), own_way.front, name="own_referral"),
    path(pgettext_lazy("address", "my-referral/now/"), own.page, name="own_referral_page"),
    path(pgettext_lazy("address", "my-referral/log/"), own.log, name="own_referral_log"),
    path(pgettext_lazy("address", "my-referral/data/"), own.data, name="own_referral_data"),
    path(pgettext_lazy("address", "my-referral/download/"), own.download, name="own_referral_download"),
    path(pgettext_lazy("address", "my-referral/close/"), own.close, name="own_referral_close"),
    *(path(address, own.act(name), name=f"own_referral_{name}") for name, address in ACTS.items()),
    path(pgettext_lazy("address", "my-referral/link/<str:token>/"), own_way.link, name="own_referral_link"),
]
