"""The admin of what exists: services, places, themes and code lists."""

from . import imports, place, service, theme, vocabulary

__all__ = ["imports", "place", "service", "theme", "vocabulary"]
