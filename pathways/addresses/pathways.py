"""Addresses of pathways."""

from django.urls import path
from django.utils.translation import pgettext_lazy

from .. import embedding
from ..views import pathways

urlpatterns = [
    path(pgettext_lazy("address", "pathways/"), pathways.every, name="pathways"),
    path(pgettext_lazy("address", "pathways/overview/"), pathways.overview, name="pathway_overview"),
    path(pgettext_lazy("address", "pathways/<slug:slug>/"), pathways.one, name="pathway"),
    path(
        pgettext_lazy("address", "pathways/<slug:slug>/professional/"),
        pathways.professional,
        name="pathway_professional",
    ),
    path(pgettext_lazy("address", "embed/pathway/<slug:slug>/"), embedding.pathway, name="embed_pathway"),
]
