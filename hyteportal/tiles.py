"""Where the tiles of the map come from, as the settings say it."""

import re

from django.core.exceptions import ImproperlyConfigured

EXAMPLE = "https://host/{z}/{x}/{y}.png"


def host_of(tiles, attribution):
    """The host of a tile address, with its port, for the Content-Security-Policy; empty without tiles.

    Refuses an address that is not https, that leaves anything but z, x, y and r open, or whose maker is not named.
    """
    if not tiles:
        return ""
    found = re.fullmatch(r"https://([a-z0-9.-]+(?::\d+)?)/[^\s\"'<>]+", tiles)
    fields = sorted(re.findall(r"{(.*?)}", tiles))
    if not found or fields not in (["x", "y", "z"], ["r", "x", "y", "z"]):
        raise ImproperlyConfigured(
            f"HYTE_MAP_TILES must be an https address with z, x and y, like {EXAMPLE}."
        )
    if not attribution:
        raise ImproperlyConfigured("HYTE_MAP_TILES needs HYTE_MAP_ATTRIBUTION: who made the tiles.")
    return found.group(1)
