"""Addresses of self-assessments. The code's own address stands first: it is no name of a test."""

from django.urls import path
from django.utils.translation import pgettext_lazy

from ..views import assessments, handover

urlpatterns = [
    path(pgettext_lazy("address", "tests/"), assessments.every, name="assessments"),
    path(pgettext_lazy("address", "tests/code/"), handover.hand_over, name="hand_over"),
    path(pgettext_lazy("address", "tests/<slug:slug>/"), assessments.one, name="assessment"),
]
