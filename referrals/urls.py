"""Addresses of the work with referrals and of the resident's own page; slugs are translated."""

from django.urls import include, path
from django.utils.translation import pgettext_lazy

urlpatterns = [
    path(pgettext_lazy("address", "referrals/"), include("referrals.addresses.making")),
    path(pgettext_lazy("address", "referrals/"), include("referrals.addresses.working")),
    path(pgettext_lazy("address", "referrals/"), include("referrals.addresses.keeping")),
    path("", include("referrals.addresses.own_new")),
    path("", include("referrals.addresses.own")),
]
