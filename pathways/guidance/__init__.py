"""Guidance that explains itself: what is said of a situation in, services and stages with their reasons out."""

from .engine import suggest
from .situation import Guidance, LeftOut, Reason, Situation, Suggestion

__all__ = ["Guidance", "LeftOut", "Reason", "Situation", "Suggestion", "suggest"]
