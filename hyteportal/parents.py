"""Which websites may show parts of the portal inside their own pages (``HYTE_EMBED_PARENTS``)."""

import re

from django.core.exceptions import ImproperlyConfigured

_HOST = r"(?!-)[a-z0-9-]+(\.[a-z0-9-]+)*\.[a-z][a-z0-9-]+(:[0-9]{1,5})?"
_OWN = r"http://(127\.0\.0\.1|localhost)(:[0-9]{1,5})?"  # to try it out on the machine itself


def origins(parents, production):
    """The same origins; one that is none stops the process: a browser would quietly show nothing there."""
    allowed = f"https://{_HOST}" if production else f"https://{_HOST}|{_OWN}"
    for origin in parents:
        if not re.fullmatch(allowed, origin):
            raise ImproperlyConfigured(
                f"HYTE_EMBED_PARENTS takes origins like https://www.example.org, not {origin!r}."
            )
    return parents
