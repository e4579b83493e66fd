"""Addresses of pathways, self-assessments and guidance."""

from .addresses import assessments, guidance, pathways

urlpatterns = [*pathways.urlpatterns, *assessments.urlpatterns, *guidance.urlpatterns]
