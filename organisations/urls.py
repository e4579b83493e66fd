"""Addresses of sign-in, the own account and the work behind it; slugs are translated."""

from django.urls import include, path
from django.utils.translation import pgettext_lazy

urlpatterns = [
    path(pgettext_lazy("address", "account/"), include("organisations.signin.urls")),
    path(pgettext_lazy("address", "workspace/"), include("organisations.addresses.workspace")),
    path("", include("organisations.addresses.messages")),
]
