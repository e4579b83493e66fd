"""Addresses of guidance."""

from django.urls import path
from django.utils.translation import pgettext_lazy

from ..views import guidance

urlpatterns = [
    path(pgettext_lazy("address", "with-a-client/"), guidance.together, name="together"),
]
