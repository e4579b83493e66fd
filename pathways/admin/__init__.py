"""The admin of pathways: pathways with their rows, saved searches, wording of the tests."""

from . import pathway, search, wording

__all__ = ["pathway", "search", "wording"]
