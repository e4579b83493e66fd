"""Imports in the admin: ask for one, read its report, approve it; the corrections that registers should make."""

from . import corrections, runs

__all__ = ["corrections", "runs"]
