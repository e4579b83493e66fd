"""Addresses of the catalogue; slugs are translated."""

from django.urls import path, register_converter
from django.urls.converters import IntConverter
from django.utils.translation import pgettext_lazy

from . import views


class Spots:
    """What the map shows at one point: p and the number of a place, m and the code of a municipality."""

    regex = r"(?:p\d{1,9}|m\d{3})(?:,(?:p\d{1,9}|m\d{3})){0,19}"

    def to_python(self, value):
        return value.split(",")

    def to_url(self, value):
        return value


class Number(IntConverter):
    """The key of a record: no more digits than one can have."""

    regex = r"\d{1,9}"


register_converter(Spots, "spots")
register_converter(Number, "number")

urlpatterns = [
    path(pgettext_lazy("address", "services/"), views.services, name="services"),
    path(pgettext_lazy("address", "services/suggestions/"), views.suggestions, name="suggestions"),
    path(pgettext_lazy("address", "services/map/"), views.service_map, name="service_map"),
    path(pgettext_lazy("address", "services/map/places.json"), views.map_data, name="map_data"),
    path(pgettext_lazy("address", "services/map/<spots:keys>/"), views.map_cards, name="map_cards"),
    path(
        pgettext_lazy("address", "services/<number:pk>/places.json"),
        views.service_places,
        name="service_places",
    ),
    path(pgettext_lazy("address", "services/<number:pk>/<slug:slug>/"), views.service, name="service"),
    path(
        pgettext_lazy("address", "providers/<number:pk>/<slug:slug>/"),
        views.organisation,
        name="organisation",
    ),
]
