"""The admin of who: municipalities, organisations and their units, users and memberships."""

from . import area, organisation, people, words

__all__ = ["area", "organisation", "people", "words"]
