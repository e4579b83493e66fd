"""Customer journeys: pathways, self-assessments, guidance (their issue comes later)."""

from django.apps import AppConfig


class PathwaysConfig(AppConfig):
    name = "pathways"
