"""Addresses of a resident's own new referral."""

from django.urls import path
from django.utils.translation import pgettext_lazy

from referrals.views import own_new

urlpatterns = [
    path(pgettext_lazy("address", "my-referral/new/"), own_new.new, name="own_new"),
    path(pgettext_lazy("address", "my-referral/new/<slug:kind>/"), own_new.new_kind, name="own_new_kind"),
]
