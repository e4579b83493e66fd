"""Points of Finnish registers in degrees: ETRS-TM35FIN (EPSG:3067) to WGS84 by pyproj."""

import math
from functools import cache

from django.utils.translation import gettext_noop

NOT_IN_FINLAND = gettext_noop("A point that is not in Finland was left out: %(point)s")
DIGITS = 6  # about 0.1 m


@cache
def _transformer():
    from pyproj import Transformer  # loads its database; only imports need it

    return Transformer.from_crs("EPSG:3067", "EPSG:4326", always_xy=True)


def in_finland(latitude, longitude):
    return 59 <= latitude <= 71 and 19 <= longitude <= 32


def degrees(latitude, longitude):
    """(latitude, longitude) of numbers in degrees, rounded; None when they are not in Finland."""
    try:
        point = float(latitude), float(longitude)
    except (TypeError, ValueError, OverflowError):
        return None
    return tuple(round(part, DIGITS) for part in point) if in_finland(*point) else None


def wgs84(northing, easting):
    """(latitude, longitude) in degrees of metres in EPSG:3067, texts or numbers; None when not in Finland.

    Numbers that are degrees already are taken as such: some registers mix them.
    """
    try:
        y, x = (float(str(part).strip().replace(",", ".")) for part in (northing, easting))
    except (ValueError, OverflowError):
        return None
    if not (math.isfinite(x) and math.isfinite(y)):
        return None
    if abs(y) <= 90 and abs(x) <= 180:
        return degrees(y, x)
    longitude, latitude = _transformer().transform(x, y)
    if not (math.isfinite(longitude) and math.isfinite(latitude)):
        return None
    return degrees(latitude, longitude)
