"""The admin of what exists: services, places, themes and code lists."""

from . import place, service, theme, vocabulary

__all__ = ["place", "service", "theme", "vocabulary"]
