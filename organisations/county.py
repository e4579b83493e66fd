"""The county this deployment serves: its facts, read once from the data file, chosen by ``HYTE_COUNTY``.

``area`` is the everyday name of the region; ``area_of`` and ``area_in`` are its whole inflected forms.
"""

from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import get_language

from fields.facts import read

DATA = Path(__file__).parent / "data"


@lru_cache
def counties():
    return {row["code"]: row for row in read(DATA / "counties.csv")}


def fact(name, language=None):
    """A fact of the county in the page's language: ``name``, ``area``, ``area_of`` (fi), ``area_in``."""
    try:
        row = counties()[settings.HYTE_COUNTY]
    except KeyError:
        raise ImproperlyConfigured(
            f"HYTE_COUNTY={settings.HYTE_COUNTY!r} is not a county; known: {', '.join(counties())}."
        ) from None
    language = (language or get_language() or settings.LANGUAGE_CODE)[:2]
    return row.get(f"{name}_{language}") or row.get(f"{name}_fi", "")
