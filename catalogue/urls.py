"""Addresses of the catalogue; slugs are translated."""

from django.urls import path
from django.utils.translation import pgettext_lazy

from . import views

urlpatterns = [
    path(pgettext_lazy("address", "services/"), views.services, name="services"),
    path(pgettext_lazy("address", "services/<int:pk>/<slug:slug>/"), views.service, name="service"),
    path(
        pgettext_lazy("address", "providers/<int:pk>/<slug:slug>/"), views.organisation, name="organisation"
    ),
]
