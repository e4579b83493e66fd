"""The admin of who: municipalities, organisations and their units. People and roles have pages of their own."""

from . import area, organisation, words

__all__ = ["area", "organisation", "words"]
