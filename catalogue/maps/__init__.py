"""Where services are, as picture, as list and as data: plain values for templates and for the script.

The picture is drawn by the server (``locator``); whoever asks gets an interactive map of the same (``data``).
A point that is not exact is never drawn as one. The lists say everything that the pictures say.
"""

from .data import collection, data_of_service
from .pages import of_results, of_service, of_services
from .spot import MOST, at_spots, spots

__all__ = [
    "MOST",
    "at_spots",
    "collection",
    "data_of_service",
    "of_results",
    "of_service",
    "of_services",
    "spots",
]
