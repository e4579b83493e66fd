"""What the public pages say of a service, written beforehand: plain documents per language."""

from .documents import documents

__all__ = ["documents"]
